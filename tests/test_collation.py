"""Names stand in registers where readers look for them."""

from __future__ import annotations

import random

import pytest

from tei_edition.language.collation import (
    collation_key,
    filing_form,
    fold,
    initial_letter,
    pass_over_particles,
)

# Each line stands as catalogues in that language have it; what separates two is beside them.
# DIN 5007-1 and 5007-2, the Swedish, Danish, Czech and Spanish alphabets (the Spanish as it was
# until 1994), GB/T 13418 for Chinese; scripts in the order of their own alphabets.
ORDERS = {
    "de": "Aas|Äas|Ab|Ǧābir|Gabriel|Galilei|Lasker|Łaski|Lassalle|Ofen|Ohm|Öhm|Olm|Straße|Strasser"
    "|Zorn",
    "de-u-co-phonebk": "Oberg|Odin|Öberg|Oeser|Ofen",
    "en": "Acton|Ælfric|Africa|ʿAlī|Alias|Mack|McAdam|Müller|Muller, J.|Newark|O’Neill|Onslow|Zoë"
    "|Zoo",
    "fr": "cote|coté|Côte|Coteau|Œuvre|Ogier",
    "sv": "Alm|Olsson|Vahl|Wahl|Zorn|Åberg|Ärla|Öberg",
    "da": "Alm|Zorn|Ærø|Øst|Åberg",
    "cs": "Cibulka|Čapek|Dub|Havel|Chalupa|Ivan",
    "pl": "Lasek|Lwów|Łaski|Łódź|Mak",
    "es-u-co-trad": "Cueva|Chaves|Dávila|Lope|Luz|Llorca|Mata|Nuza|Ñandú|Oca",
    "es": "Chaves|Cueva|Llorca|Lope|Luz|Mata|Nuza|Ñandú|Oca",
    "ru": "Елец|Ёлкин|Есенин|Жуков|Ленин|Щука|Яков",
    "uk": "Гончар|Ґалаґан|Дорош|Ілля|Їжак|Йосип",
    "el": "Αἰσχύλος|Ἀριστοτέλης|Βάκχος|Ὅμηρος|Πλάτων|Σαπφώ",
    "he": "אברהם|בן גוריון|גולדה|שלום|תל",
    "ar": "ابن سينا|أحمد|بدر|جابر|محمد",
    "hy": "Աբրահամ|Բագրատ|Գրիգոր",
    "zh-u-co-pinyin": "陈|杜甫|李白|欧阳修|王伟|张三",
    "zh-u-co-stroke": "丁|王伟|李白|孟浩然|魏徵",
    "ja": "あべ|いとう|うえだ|さとう",
}


@pytest.mark.parametrize("language", ORDERS)
def test_each_language_has_its_order(language: str) -> None:
    """Names in whatever order they come in end as the catalogues of the language have them."""
    names = ORDERS[language].split("|")
    shuffled = random.Random(3).sample(names, len(names))  # noqa: S311

    assert sorted(shuffled, key=lambda name: collation_key(name, language)) == names


def test_names_are_filed_word_by_word() -> None:
    """What stands before a comma comes first; a hyphen is a space, other signs are nothing."""
    names = ["New, Zoë", "New York", "New-Yorker", "“New” Zealand", "Newark", "Newton, (Isaac)"]

    shuffled = random.Random(3).sample(names, len(names))  # noqa: S311

    assert sorted(shuffled, key=collation_key) == names
    assert filing_form("Müller-Thurgau, A. (der Ältere)") == "Müller Thurgau\tA der Ältere"
    assert collation_key("E\u0301mile") == collation_key("\u00c9mile")


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        ("", "Kerensky", "K"), ("", "kerensky", "K"), ("de", "Äsop", "A"), ("de", "Łódź", "L"),
        ("pl", "Łódź", "Ł"), ("en", "Đilas", "D"), ("en", "Ørsted", "O"), ("da", "Ørsted", "Ø"),
        ("sv", "Öberg", "Ö"), ("de", "Öberg", "O"), ("en", "Ærø", "A"), ("de", "ßa", "S"),
        ("en", "Жуков", "Ж"), ("ru", "жуков", "Ж"), ("en", "書", "書"), ("zh", "李白", "L"),
        ("zh-u-co-stroke", "李白", "7劃"), ("es-u-co-trad", "Llorca", "LL"), ("es", "Llorca", "L"),
        ("es-u-co-trad", "Chaves", "CH"), ("cs", "Chalupa", "CH"), ("el", "Ὅμηρος", "Ο"),
        ("en", "’t Hooft", "T"), ("en", "(Anonymous)", "A"), ("en", "“Q”", "Q"), ("", "1917", "#"),
        ("", "", "#"), ("", "…", "#"), ("en", "ʿAlī", "A"), ("en", "E\u0301mile", "E"),
        ("ar", "أحمد", "ا"), ("he", "שלום", "ש"), ("ja", "いとう", "あ"),
    ],
)  # fmt: skip
def test_a_name_stands_under_its_letter(language: str, name: str, letter: str) -> None:
    """Accents fold where the language folds them, signs are passed over."""
    assert initial_letter(name, language).upper() == letter


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("von Goethe", "Goethe"), ("van der Waals", "Waals"), ("d’Alembert", "Alembert"),
        ("de La Fontaine", "La Fontaine"), ("La Fontaine", "La Fontaine"), ("von", "von"),
        ("Van Buren", "Van Buren"), ("de' Medici", "Medici"),
        ("von und zu Guttenberg", "Guttenberg"),
        ("’t Hooft", "Hooft"), ("al-Fārābī", "Fārābī"), ("Alba", "Alba"), ("vonnegut", "vonnegut"),
    ],
)  # fmt: skip
def test_small_prefixes_are_passed_over(name: str, rest: str) -> None:
    """A prefix in small letters does not count; with a capital it is part of the name."""
    assert pass_over_particles(name) == rest


def test_an_edition_may_have_prefixes_of_its_own() -> None:
    """Those that it names are all; none at all where the list is empty."""
    assert pass_over_particles("lo Bello", ["lo"]) == "Bello"
    assert pass_over_particles("von Goethe", []) == "von Goethe"


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Kerensky", "Kerensky"), ("Łukasiewicz", "Lukasiewicz"), ("Œuvre", "Oeuvre"),
        ("Étienne", "Etienne"), ("E\u0301tienne", "Etienne"), ("Ленин", "Ленин"),
        ("ʿAlī", "Ali"), ("Ǧābir", "Gabir"), ("ß", "ss"),
    ],
)  # fmt: skip
def test_letters_fold(word: str, plain: str) -> None:
    """Variants of plain letters become those; other scripts stay."""
    assert fold(word) == plain


@pytest.mark.parametrize("language", ["", "en", "de", "sv", "de-u-co-phonebk"])
def test_numbers_stand_by_their_value(language: str) -> None:
    """At the beginning of a name and within it, in every order of letters."""
    names = ["2nd Regiment", "10th Regiment", "Company 9", "Company 10", "Ship 9 B", "Ship 10 A"]

    assert sorted(names, key=lambda name: collation_key(name, language)) == names
