"""How names are listed and filed: family names, prefixes, titles, numerals, customs of languages.

The forms follow IFLA, *Names of Persons* (4th edition), and RDA, chapter 9.
"""

from __future__ import annotations

import pytest
from lxml import etree

from tei_edition.language.collation import pass_over_particles
from tei_edition.language.filing import number_romans
from tei_edition.reader.names import display_name
from tei_edition.tei import TEI_NS

SHORT = {"s": "surname", "f": "forename", "l": "nameLink", "g": "genName", "r": "roleName",
         "a": "addName"}  # fmt: skip


def name_of(content: str, language: str = "") -> etree._Element:
    """A persName; `<s>` stands for surname, `<f>` for forename, and so on."""
    for short, full in SHORT.items():
        content = content.replace(f"<{short}>", f"<{full}>").replace(f"</{short}>", f"</{full}>")
    lang = f' xml:lang="{language}"' if language else ""
    return etree.fromstring(f'<persName xmlns="{TEI_NS}"{lang}>{content}</persName>')


@pytest.mark.parametrize(
    ("content", "language", "expected"),
    [
        ("<f>Jane</f> <s>Doe</s>", "", "Doe, Jane"),
        ("<s>Doe</s>, <f>Jane</f>", "", "Doe, Jane"),
        ("<s>Doe</s>", "", "Doe"),
        ("Jane Doe", "", "Jane Doe"),
        # Links between two family names are within them.
        ("<f>José</f> <s>Ortega</s> <l>y</l> <s>Gasset</s>", "es", "Ortega y Gasset, José"),
        ("<f>José</f> <s>Ortega</s> y <s>Gasset</s>", "es", "Ortega y Gasset, José"),
        ("<f>Pierre</f> <s>Teilhard</s> <l>de</l> <s>Chardin</s>", "fr",
         "Teilhard de Chardin, Pierre"),
        ("<f>Jules</f> <s>Barbey</s> <l>d’</l><s>Aurevilly</s>", "fr", "Barbey d’Aurevilly, Jules"),
        ("<f>Annette</f> <l>von</l> <s>Droste</s> <l>zu</l> <s>Hülshoff</s>", "de",
         "Droste zu Hülshoff, Annette von"),
        ("<f>Miguel</f> <l>de</l> <s>Cervantes</s> <s>Saavedra</s>", "es",
         "Cervantes Saavedra, Miguel de"),
        # Prefixes written small go behind the forename; with a capital they are the name's own.
        ("<f>Johann Wolfgang</f> <l>von</l> <s>Goethe</s>", "de", "Goethe, Johann Wolfgang von"),
        ("<l>von</l> <s>Goethe</s>, <f>Johann</f>", "de", "Goethe, Johann von"),
        ("<f>Vincent</f> van <s>Gogh</s>", "nl", "Gogh, Vincent van"),
        ("<f>Jean</f> <l>de</l> <l>La</l> <s>Fontaine</s>", "fr", "La Fontaine, Jean de"),
        ("<f>Martin</f> <l>Van</l> <s>Buren</s>", "en", "Van Buren, Martin"),
        ("<f>Joachim</f> <l>Du</l> <s>Bellay</s>", "fr", "Du Bellay, Joachim"),
        # Titles.
        ("<r>Sir</r> <f>Walter</f> <s>Scott</s>", "en", "Scott, Walter, Sir"),
        ("<f>Alexander</f> <r>Freiherr</r> <l>von</l> <s>Humboldt</s>", "de",
         "Humboldt, Alexander Freiherr von"),
        ("<r>Pope</r> <f>Pius</f> <g>IX</g>", "en", "Pius IX, Pope"),
        ("<f>Napoleon</f> <g>I</g> <s>Bonaparte</s>, <r>Emperor</r>", "en",
         "Bonaparte, Napoleon I, Emperor"),
        ("<r>Bishop</r> <f>Odo</f> of <placeName>Bayeux</placeName>", "en",
         "Odo of Bayeux, Bishop"),
        ("<f>Pius</f> <g>IX</g>", "la", "Pius IX"),
        ("<r>The Lord Mayor</r>", "en", "The Lord Mayor"),
        ("<f>Frederick</f> <g>II</g> <r>Emperor</r>", "en", "Frederick II Emperor"),
        # What else a name says.
        ("<f>Anna</f> <s>Schulz</s>, <a>née Meyer</a>", "de", "Schulz, Anna, née Meyer"),
        ("<f>John</f> <s>Smith</s> <a>the Younger</a> (of Leeds)", "en",
         "Smith, John, the Younger (of Leeds)"),
        ("<f>John</f> <a>“Jack”</a> <s>Kennedy</s>", "en", "Kennedy, John “Jack”"),
        ("<f>Ludwig</f> <l>van</l> <s>Beethoven</s> (the deaf)", "de",
         "Beethoven, Ludwig van (the deaf)"),
        ("<f>Martin</f> <s>King</s>, <g>Jr.</g>", "en", "King, Martin Jr."),
        ("<f>J</f>. <f>R</f>. <s>Smith</s>", "en", "Smith, J. R."),
        ("<f>Fëdor</f> <f>Michajlovič</f> <s>Dostoevskij</s>", "ru-Latn",
         "Dostoevskij, Fëdor Michajlovič"),
        # Customs of languages.
        ("<s>毛</s><f>澤東</f>", "zh", "毛澤東"),
        ("<s>Mao</s> <f>Zedong</f>", "zh-Latn", "Mao Zedong"),
        ("<s>夏目</s><f>漱石</f>", "ja", "夏目漱石"),
        ("<s>김</s> <f>구</f>", "ko", "김 구"),
        ("<s>Bartók</s> <f>Béla</f>", "hu", "Bartók Béla"),
        ("<f>Béla</f> <s>Bartók</s>", "hu", "Bartók Béla"),
        ("<s>Nguyễn</s> <f>Du</f>", "vi", "Nguyễn Du"),
        ("<f>Halldór</f> <s>Laxness</s>", "is", "Halldór Laxness"),
        ("<f>Vigdís</f> <s>Finnbogadóttir</s>", "is", "Vigdís Finnbogadóttir"),
        ("<f>Kukrit</f> <s>Pramoj</s>", "th", "Kukrit Pramoj"),
        ("<f>Haile</f> <s>Selassie</s>", "am-Latn", "Haile Selassie"),
        ("Abū Naṣr al-Fārābī", "ar-Latn", "Abū Naṣr al-Fārābī"),
        # Family names by country, prefixes as each language treats them.
        ("<f>Jean</f> <l>de</l> <l>La</l> <s>Bruyère</s>", "fr", "La Bruyère, Jean de"),
        ("<f>Bonaventure</f> <l>Des</l> <s>Périers</s>", "fr", "Des Périers, Bonaventure"),
        ("<f>Jean</f> <f>le Rond</f> <l>d’</l><s>Alembert</s>", "fr", "Alembert, Jean le Rond d’"),
        ("<f>Honoré</f> <l>de</l> <s>Balzac</s>", "fr", "Balzac, Honoré de"),
        ("<f>Vittorio</f> <l>De</l> <s>Sica</s>", "it", "De Sica, Vittorio"),
        ("<f>Gabriele</f> <l>D’</l><s>Annunzio</s>", "it", "D’Annunzio, Gabriele"),
        ("<f>Lorenzo</f> <l>de’</l> <s>Medici</s>", "it", "Medici, Lorenzo de’"),
        ("<f>Federico</f> <s>García</s> <s>Lorca</s>", "es", "García Lorca, Federico"),
        ("<f>Bartolomé</f> <l>de las</l> <s>Casas</s>", "es", "Casas, Bartolomé de las"),
        ("<f>Ramón</f> <s>Menéndez</s> <l>y</l> <s>Pidal</s>", "es", "Menéndez y Pidal, Ramón"),
        ("<f>Walter</f> <l>De la</l> <s>Mare</s>", "en", "De la Mare, Walter"),
        ("<f>Daphne</f> <l>Du</l> <s>Maurier</s>", "en", "Du Maurier, Daphne"),
        ("<f>Hermynia</f> <l>zur</l> <s>Mühlen</s>", "de", "Mühlen, Hermynia zur"),
        ("<f>Ulrich</f> <l>von der</l> <s>Horst</s>", "de", "Horst, Ulrich von der"),
        ("<f>Otto</f> <r>Fürst</r> <l>von</l> <s>Bismarck</s>", "de", "Bismarck, Otto Fürst von"),
        ("<f>Henry</f> <l>Van de</l> <s>Velde</s>", "nl-BE", "Van de Velde, Henry"),
        ("<f>Johan</f> <l>van</l> <s>Oldenbarnevelt</s>", "nl", "Oldenbarnevelt, Johan van"),
        ("<f>Carl</f> <l>von</l> <s>Linné</s>", "sv", "Linné, Carl von"),
        ("<f>Knut</f> <s>Hamsun</s>", "no", "Hamsun, Knut"),
        ("<f>Karen</f> <s>Blixen</s>", "da", "Blixen, Karen"),
        ("<f>Adam</f> <s>Mickiewicz</s>", "pl", "Mickiewicz, Adam"),
        ("<f>Antonín</f> <s>Dvořák</s>", "cs", "Dvořák, Antonín"),
        ("<f>Mihai</f> <s>Eminescu</s>", "ro", "Eminescu, Mihai"),
        ("<f>Лев</f> <f>Николаевич</f> <s>Толстой</s>", "ru", "Толстой, Лев Николаевич"),
        ("<f>Тарас</f> <s>Шевченко</s>", "uk", "Шевченко, Тарас"),
        ("<f>Κωνσταντίνος</f> <s>Καβάφης</s>", "el", "Καβάφης, Κωνσταντίνος"),
        ("<f>Orhan</f> <s>Pamuk</s>", "tr", "Pamuk, Orhan"),
        ("<f>שמואל יוסף</f> <s>עגנון</s>", "he", "עגנון, שמואל יוסף"),
        ("<f>Rabindranath</f> <s>Tagore</s>", "bn-Latn", "Tagore, Rabindranath"),
        ("<f>Mohandas</f> <f>Karamchand</f> <s>Gandhi</s>", "gu-Latn",
         "Gandhi, Mohandas Karamchand"),
        ("<f>Marcus</f> <f>Tullius</f> <s>Cicero</s>", "la", "Cicero, Marcus Tullius"),
        ("<f>Publius</f> <s>Vergilius</s> <s>Maro</s>", "la", "Vergilius Maro, Publius"),
        ("<f>Thomas</f> <a>Aquinas</a>", "la", "Thomas Aquinas"),
        ("<f>Hildegard</f> of <placeName>Bingen</placeName>", "en", "Hildegard of Bingen"),
        ("<s>鲁</s><f>迅</f>", "zh-Hans", "鲁迅"),
        ("<s>杜</s><f>甫</f>", "zh", "杜甫"),
        ("<s>Lu</s> <f>Xun</f>", "zh-Latn-pinyin", "Lu Xun"),
        ("<s>川端</s><f>康成</f>", "ja", "川端康成"),
        ("<s>Natsume</s> <f>Sōseki</f>", "ja-Latn", "Natsume Sōseki"),
        ("<f>Yasunari</f> <s>Kawabata</s>", "ja-Latn", "Kawabata Yasunari"),
        ("<s>Kim</s> <f>Ku</f>", "ko-Latn", "Kim Ku"),
        ("<s>Hồ</s> <f>Xuân Hương</f>", "vi", "Hồ Xuân Hương"),
        ("<s>Petőfi</s> <f>Sándor</f>", "hu", "Petőfi Sándor"),
        ("<f>Snorri</f> <s>Sturluson</s>", "is", "Snorri Sturluson"),
        ("<f>Aung San</f> <s>Suu Kyi</s>", "my-Latn", "Aung San Suu Kyi"),
        ("<f>Tenzin</f> <s>Gyatso</s>", "bo-Latn", "Tenzin Gyatso"),
        ("<f>Mahathir</f> bin <s>Mohamad</s>", "ms", "Mahathir bin Mohamad"),
        ("<f>Afäwarq</f> <s>Gäbrä Iyäsus</s>", "am-Latn", "Afäwarq Gäbrä Iyäsus"),
        ("Ibn Khaldūn", "ar-Latn", "Ibn Khaldūn"),
        ("Ḥāfiẓ", "fa-Latn", "Ḥāfiẓ"),
        # Rulers, clergy, nobility.
        ("<r>Queen</r> <f>Elizabeth</f> <g>II</g>", "en", "Elizabeth II, Queen"),
        ("<r>Kaiser</r> <f>Friedrich</f> <g>III.</g>", "de", "Friedrich III., Kaiser"),
        ("<r>St</r> <f>Benedict</f> of <placeName>Nursia</placeName>", "en",
         "Benedict of Nursia, St"),
        ("<f>Karl</f> <a>der Große</a>", "de", "Karl der Große"),
        ("<f>Arthur</f> <s>Wellesley</s>, <r>Duke of Wellington</r>", "en",
         "Wellesley, Arthur, Duke of Wellington"),
        ("<f>Martin Luther</f> <s>King</s>, <g>Jr.</g>", "en", "King, Martin Luther Jr."),
    ],
)  # fmt: skip
def test_name_is_listed_by_the_custom_of_its_language(
    content: str, language: str, expected: str
) -> None:
    """Every part has its place, and no word is lost."""
    assert display_name(name_of(content, language)) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<r>Sir</r> <f>Ann</f> <l>of</l> <s>Aa</s> <l>or</l> <s>Bb</s> <g>II</g> <a>Old</a> (x)",
        "<a>Old</a> <s>Aa</s> Bb <f>Cc</f> dd <s>Ee</s> ff",
        "aa <f>Bb</f> cc <s>Dd</s> ee <r>Ff</r> gg",
        "<seg><f>Ann</f> <s>Aa</s></seg> of <placeName>Leeds</placeName>",
        "<r>King</r> <r>and Lord</r> <f>Otto</f> <g>I</g>, <a>the Great</a>",
    ],
)
def test_no_word_of_a_name_is_lost(content: str) -> None:
    """Whatever the order of the parts."""
    name = name_of(content)
    words = "".join(str(text) for text in name.itertext()).replace(",", " ").split()

    assert sorted(display_name(name).replace(",", " ").split()) == sorted(words)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("von Arnim", "Arnim"),
        ("van der Weyden, Rogier", "Weyden, Rogier"),
        ("al-Fārābī", "Fārābī"),
        ("La Fontaine, Jean de", "La Fontaine, Jean de"),
        ("Van Buren, Martin", "Van Buren, Martin"),
        ("d’Alembert", "Alembert"),
        ("D’Annunzio, Gabriele", "D’Annunzio, Gabriele"),
        ("Henry IX", "Henry 9"),
        ("Pius IX, Pope", "Pius 9, Pope"),
        ("Friedrich III., Kaiser", "Friedrich 3., Kaiser"),
        ("von Hohenstaufen", "Hohenstaufen"),
        ("Ortega y Gasset, José", "Ortega y Gasset, José"),
        ("毛澤東", "毛澤東"),
    ],
)
def test_name_is_filed_without_its_prefix_and_by_its_number(name: str, expected: str) -> None:
    """What a register sorts by, where no @sortKey says otherwise."""
    assert number_romans(pass_over_particles(name)) == expected
