"""The forms in which names are written, and where a text has them."""

from __future__ import annotations

import pytest

from tei_edition.facts.registers import Entity, Form, Kind
from tei_edition.problems import Location
from tei_edition.reader.naming.finding import NameIndex
from tei_edition.reader.naming.forms import Rank, list_forms, may_occur
from tei_edition.reader.naming.inflection import inflect


def entity(name: str, *forms: str, kind: Kind = Kind.PERSON, ident: str = "x") -> Entity:
    """An entry with these names."""
    return Entity(
        ident, kind, "person", name, name, Location("r.xml"), forms=tuple(map(Form, forms))
    )


def find(text: str, *entities: Entity, language: str = "en") -> list[str]:
    """The names that are found in a text."""
    index = NameIndex(form for one in entities for form in list_forms(one, [language]))
    return [text[hit.start : hit.end] for hit in index.find(text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alexander Kerensky fled", ["Alexander Kerensky"]),
        ("Kerensky, Alexander Fyodorovich", ["Kerensky, Alexander Fyodorovich"]),
        ("A. F. Kerensky and A.F. Kerensky", ["A. F. Kerensky", "A.F. Kerensky"]),
        ("Kerensky's men", ["Kerensky"]),
        ("Kerensky’s men, and the ‘Kerensky’ men", ["Kerensky", "Kerensky"]),
        ("ALEXANDER KERENSKY", ["ALEXANDER KERENSKY"]),
        ("Alexander\n  Kerensky", ["Alexander\n  Kerensky"]),
        ("Kerenskyism, Kerensky-Street, pro-Kerensky, kerensky", []),
        ("Alexander. He saw nobody", []),
        ("at Kerensky’t", []),
    ],
)
def test_names_of_a_person_are_found_as_whole_words(text: str, found: list[str]) -> None:
    """In the orders and short forms in which texts write them."""
    assert find(text, entity("Kerensky, Alexander Fyodorovich")) == found


@pytest.mark.parametrize(
    ("name", "kind", "text", "found"),
    [
        ("Haake, Auguste von", Kind.PERSON, "Auguste von Haake, von Haake", 2),
        ("Uthe-Spazier, Minna", Kind.PERSON, "Minna Spazier", 1),
        ("the Germans", Kind.ORGANISATION, "The Germans", 1),
        ("The Times", Kind.ORGANISATION, "The Times", 1),
        ("Social-Revolutionists", Kind.ORGANISATION, "Social Revolutionists", 1),
        ("Saint Petersburg", Kind.PLACE, "St. Petersburg, St Petersburg", 2),
        ("毛泽东", Kind.PERSON, "同志毛泽东说", 1),
        ("Caf\u00e9 Procope", Kind.PLACE, "Cafe\u0301 Procope", 1),
        ("Al\u00adtona", Kind.PLACE, "Altona", 1),
        ("Alembert", Kind.PERSON, "d’Alembert", 1),
        ("O’Brien", Kind.PERSON, "O'Brien", 1),
    ],
)
def test_ways_of_writing_are_the_same_name(name: str, kind: Kind, text: str, found: int) -> None:
    """Particles, articles, hyphens, apostrophes, composed letters, scripts without spaces."""
    assert len(find(text, entity(name, kind=kind))) == found


def test_of_several_names_the_longest_is_found_and_those_inside_on_request() -> None:
    """A government has the name of a person in it."""
    person = entity("Kerensky, A.", ident="k")
    government = entity("Kerensky Government", kind=Kind.ORGANISATION, ident="g")
    text = "the Kerensky Government"
    index = NameIndex(form for one in (person, government) for form in list_forms(one))

    (hit,) = index.find(text)

    assert [owner.id for owner in hit.owners] == ["g"]
    assert [inner.owners[0].id for inner in index.find_inside(text, hit)] == ["k"]


def test_closing_quotation_mark_within_a_name_brings_the_opening_one() -> None:
    """Marks are kept in pairs."""
    party = entity("Left Socialists", kind=Kind.ORGANISATION)

    assert find('the "Left" Socialists', party) == ['"Left" Socialists']
    assert find('are left. Left" Socialists', party) == []


def test_full_stop_of_a_number_belongs_to_the_name() -> None:
    """*Georg III.* has it, the end of a sentence does not."""
    king = entity("Georg III.")

    assert find("und Georg III. war", king) == ["Georg III."]
    assert find("so said Kerensky.", entity("Kerensky")) == ["Kerensky"]


@pytest.mark.parametrize(
    ("name", "form", "rank"),
    [
        ("Kerensky, Alexander", "Alexander Kerensky", Rank.OWN),
        ("Kerensky, Alexander", "Kerensky", Rank.DERIVED),
        ("Kerensky, Alexander Fyodorovich", "Alexander Kerensky", Rank.DERIVED),
        ("Karl August, Fürst zu Hohenlohe", "Karl August", Rank.GUESSED),
        ("Karl August, Fürst zu Hohenlohe", "Fürst Karl August", Rank.DERIVED),
        ("Georg III., König von England", "Georg III.", Rank.DERIVED),
        ("Uthe-Spazier, Minna", "Minna Spazier", Rank.GUESSED),
    ],
)
def test_forms_have_the_rank_of_their_origin(name: str, form: str, rank: Rank) -> None:
    """A name in another order is the same; parts of names are only guesses."""
    (found,) = NameIndex(list_forms(entity(name))).find(form)

    assert found.forms[0].rank is rank


def test_entity_is_looked_for_only_if_its_family_name_occurs() -> None:
    """Or the whole of a name that has none."""
    words = {"Kerensky", "Jean"}

    assert may_occur(entity("Kerensky, Alexander"), words)
    assert not may_occur(entity("Lenin, Alexander"), words)
    assert not may_occur(entity("Jean Paul"), words)


def test_inflected_forms_are_found_only_in_their_language() -> None:
    """A Russian genitive in a Russian text."""
    person = entity("Керенский, Александр")
    index = NameIndex(list_forms(person, ["ru"]))

    assert [hit.end for hit in index.find("речь Александра Керенского", "ru")] == [26]
    assert list(index.find("речь Александра Керенского", "bg")) == []


RUSSIAN = """
Керенский Керенского Керенскому Керенским Керенском
Чернов Чернова Чернову Черновым Чернове
Ленин Ленина Ленину Лениным Ленине
Чернова Черновой Чернову
Крупская Крупской Крупскую
Толстой Толстого Толстому Толстым Толстом
Николай Николая Николаю Николаем Николае
Дмитрий Дмитрия Дмитрию Дмитрием Дмитрии
Игорь Игоря Игорю Игорем Игоре
Лев Льва Льву Львом Льве
Илья Ильи Илье Илью Ильей
Мария Марии Марию Марией
Ольга Ольги Ольге Ольгу Ольгой
Никита Никиты Никите Никиту
Иванович Ивановича Ивановичу Ивановичем Ивановиче
Ивановна Ивановны Ивановне Ивановну
"""


@pytest.mark.parametrize("line", RUSSIAN.strip().split("\n"))
def test_russian_names_of_persons_are_declined(line: str) -> None:
    """By their endings, in all cases."""
    name, *forms = line.split()

    assert set(forms) <= {*inflect(name, "ru", Kind.PERSON)}


@pytest.mark.parametrize(
    ("name", "language", "kind", "form"),
    [
        ("Goethe", "de", Kind.PERSON, "Goethes"),
        ("Goethe", "de", Kind.PERSON, "Goethen"),
        ("Jean Paul", "de", Kind.PERSON, "Jean Pauls"),
        ("Max", "de", Kind.PERSON, "Maxens"),
        ("Friedrich von Schlegel", "de", Kind.PERSON, "Friedrichs von Schlegel"),
        ("Schwarzes Meer", "de", Kind.PLACE, "Schwarzen Meer"),
        ("Bolsheviks", "en", Kind.ORGANISATION, "Bolshevik"),
        ("Socialist Revolutionaries", "en", Kind.ORGANISATION, "Socialist Revolutionary"),
        ("Петроград", "ru", Kind.PLACE, "Петрограде"),
        ("Нижний Новгород", "ru", Kind.PLACE, "Нижнего Новгорода"),
        ("Казань", "ru", Kind.PLACE, "Казани"),
        ("Erasmus", "la", Kind.PERSON, "Erasmi"),
        ("Cicero", "la", Kind.PERSON, "Ciceronis"),
        ("Roma", "la", Kind.PLACE, "Romam"),
    ],
)
def test_names_are_inflected(name: str, language: str, kind: Kind, form: str) -> None:
    """By the rules of each language."""
    assert form in {*inflect(name, language, kind)}


@pytest.mark.parametrize(
    ("name", "language"), [("Kerensky", "en"), ("Dumas", "fr"), ("Congress", "en"), ("Осло", "ru")]
)
def test_names_without_a_rule_are_left(name: str, language: str) -> None:
    """A person has no plural, and what is indeclinable has no cases."""
    assert {*inflect(name, language, Kind.ORGANISATION)} <= {name}


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("Leon Trotzky", "Trotzky fled", ["Trotzky"]),
        ("Leon Bronstein", "Bronstein fled", []),  # another name: it may be that of others
        ("Trotzky", "Trotzky fled", ["Trotzky"]),
    ],
)
def test_another_spelling_of_a_family_name_is_one(form: str, text: str, found: list[str]) -> None:
    """Where a form ends with it, and it begins like the family name of the entry."""
    assert find(text, entity("Trotsky, Leon", form)) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Uthe-Spazier, Minna", "Minna Uthe", ["Minna Uthe"]),
        ("Uthe-von, Minna", "Minna von", []),
        ("Uthe-Spazier-Meier, Minna", "Minna Spazier", []),
        ("Uthe, Minna", "Minna Uthe", ["Minna Uthe"]),
    ],
)
def test_one_of_two_family_names_is_enough(name: str, text: str, found: list[str]) -> None:
    """Of three it is not known how they belong together; a particle is no name."""
    assert find(text, entity(name)) == found
