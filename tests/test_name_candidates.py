"""`names`: words that may be names, drafts of entries, and what the register could learn."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from tei_edition.cli import main
from tei_edition.editing.tagging.candidates import spell_plainly
from tei_edition.editing.tagging.drafting import mint_id
from tei_edition.facts.registers import Kind
from test_tagging import edition, write

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["edition"]


def names(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["names", *arguments], catch_exceptions=False)


def list_forms(*arguments: str) -> list[str]:
    """The words that the command lists."""
    return [found["form"] for found in json.loads(names("--format", "json", *arguments).stdout)]


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("body", "forms"),
    [
        ("So the Green Man, and a Green Man.", ["Green Man"]),
        ("a Ludwig van Beethoven, of Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("in Novgorod, to Novgorod.", ["Novgorod"]),
        ("Novgorod fell. Novgorod rose.", []),  # only at the beginning of sentences
        ("a Rose, a Rose, a rose", []),  # a word
        ("in October, in October, on Monday, on Monday", []),
        ("a Kerensky, a Kerensky, to Moscow, to Moscow", []),  # in the register
        ("by <persName>Lenin</persName>, by <persName>Lenin</persName>", []),  # marked up
        ("chapter XIV, chapter XIV, THE THE, THE THE", []),
        ("once Novgorod", []),  # once only
        ("to Mr Whitcombe, for Mr Whitcombe", ["Mr Whitcombe"]),
    ],
)
def test_words_that_may_be_names_are_listed(body: str, forms: Sequence[str]) -> None:
    """Those with a capital within sentences, that are neither words nor known."""
    write(body)

    assert list_forms() == forms


@pytest.mark.usefixtures("edition")
def test_german_nouns_are_not_listed() -> None:
    """They have capitals too; names follow certain words."""
    body = "Er sah die Stadt, die Stadt, das Haus, ein Haus und ging nach Hof, aus Hof, mit Sinn."
    write(f'<p xml:lang="de">{body}</p>')

    assert list_forms() == ["Hof"]


@pytest.mark.usefixtures("edition")
def test_similar_forms_of_the_register_are_named() -> None:
    """A candidate may be another spelling of an entry."""
    write("a Kerenski, a Kerenski, a Bonaparte, a Bonaparte")

    done = names()

    assert "Kerenski: 2 places; similar: Kerensky (kerensky)\n" in done.stdout
    assert (
        "Bonaparte: 2 places\n  tei/a.xml:2: a Kerenski, a [Bonaparte] , a Bonaparte" in done.stdout
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Korniloff", "Kornilof"),
        ("Вихрь", "Vichr"),
        ("Tchernoff", "Chernof"),
        ("Philipp", "Filipp"),
    ],
)
def test_spellings_of_one_name_are_compared_alike(one: str, other: str) -> None:
    """Umlauts, digraphs and scripts do not matter."""
    assert spell_plainly(one).rstrip("'ʹ") == spell_plainly(other)


@pytest.mark.usefixtures("edition")
def test_draft_is_a_register_of_its_own() -> None:
    """With entries by their likely kind, identifiers that nothing has, and no other change."""
    write(
        "for Alexander Herzen, of Alexander Herzen, in Novgorod, to Novgorod, a Green Man & Co,"
        " the Green Man".replace("&", "&amp;")
    )
    write('<p xml:id="novgorod">x</p>', "b.xml")
    before = {path: path.read_bytes() for path in Path("tei").iterdir()}

    done = names("--draft", "draft.xml")

    root = etree.parse("draft.xml").getroot()
    tei = "{http://www.tei-c.org/ns/1.0}"
    ident = "{http://www.w3.org/XML/1998/namespace}id"
    assert [e.get(ident) for e in root.iter(f"{tei}person")] == ["herzen"]
    assert [e.get(ident) for e in root.iter(f"{tei}place")] == ["novgorod-2"]
    assert [e.get(ident) for e in root.iter(f"{tei}nym")] == ["green-man"]
    assert root.findtext(f".//{tei}person/{tei}persName/{tei}surname") == "Herzen"
    assert {path: path.read_bytes() for path in Path("tei").iterdir()} == before
    assert done.exit_code == 0
    settings = Path("edition.toml")
    settings.write_text(
        settings.read_text().replace("[check]", 'registers = ["draft.xml"]\n[check]')
    )
    checked = CliRunner().invoke(main, ["check", "-j1", "--select", "schema-*", "draft.xml"])
    assert checked.exit_code == 0, checked.output


@pytest.mark.usefixtures("edition")
def test_draft_never_overwrites_a_file() -> None:
    """An existing register is the editor's."""
    write("a Green Man, a Green Man")
    before = Path("tei/register.xml").read_bytes()

    done = names("--draft", "tei/register.xml")

    assert done.exit_code == 2
    assert "exists already" in done.stderr
    assert Path("tei/register.xml").read_bytes() == before


@pytest.mark.parametrize(
    ("form", "taken", "ident"),
    [
        ("Alexander Herzen", set(), "herzen"),
        ("Alexander Herzen", {"herzen"}, "herzen-alexander"),
        ("Alexander Herzen", {"herzen", "herzen-alexander"}, "herzen-alexander-2"),
        ("Александр Герцен", set(), "gercen"),
        ("Ægidius", set(), "aegidius"),
        ("1848er", set(), "n-1848er"),
    ],
)
def test_identifiers_are_new(form: str, taken: set[str], ident: str) -> None:
    """Of the family name, then with the given name, then with a number, in plain letters."""
    assert mint_id(form, Kind.PERSON, taken) == ident


@pytest.mark.usefixtures("edition")
def test_register_can_learn_from_mentions() -> None:
    """Spellings of names that are marked up; neither known forms nor descriptions."""
    mention = '<persName ref="register.xml#kerensky">{}</persName>'
    surfaces = ("Kerenskij", "Kerenskij's", "Kerensky", "the minister", "A. Kerensky")
    write(", ".join(map(mention.format, surfaces)))

    assert names("--learn").stdout == (
        "kerensky (Kerensky, Alexander)\n"
        '  <persName type="variant">Kerenskij</persName>  2 places\n'
    )


class _Span(NamedTuple):
    start_char: int
    end_char: int
    label_: str


class _Model:
    """A model that finds words of a list, as those of spaCy do."""

    words: ClassVar = {
        "kolja": "PER", "Anna Petrov": "PERSON", "petrograd": "GPE", "the Dumma": "ORG",
        "two": "CARDINAL", "Kerensky": "PER",
    }  # fmt: skip

    def __call__(self, text: str) -> SimpleNamespace:
        return SimpleNamespace(
            ents=[
                _Span(found.start(), found.end(), label)
                for word, label in self.words.items()
                for found in re.finditer(rf"\b{word}\b", text)
            ]
        )


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that loads this model alone."""

    def load(name: str) -> _Model:
        if name != "small":
            raise OSError(f"[E050] Can't find model '{name}'. It may be anything.")
        return _Model()

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))


@pytest.mark.usefixtures("edition", "model")
def test_a_model_adds_names_and_their_kinds() -> None:
    """What the register has, and what is no name, is left out; no place is counted twice."""
    write("to kolja, to kolja; by Anna Petrov, by Anna Petrov; two, two; a Kerensky, a Kerensky")

    found = json.loads(names("--model", "small", "--format", "json").stdout)

    assert [(one["form"], one["number"], one["kind"]) for one in found] == [
        ("Anna Petrov", 2, "person"), ("kolja", 2, "person"),
    ]  # fmt: skip


@pytest.mark.usefixtures("edition", "model")
def test_a_draft_has_the_kinds_of_a_model(tmp_path: Path) -> None:
    """Organisations and places among them."""
    write("in petrograd, of the Dumma, in petrograd, of the Dumma")

    assert names("--model", "small", "--draft", "tei/draft.xml").exit_code == 0
    draft = etree.parse(tmp_path / "tei/draft.xml")
    names_of = {
        etree.QName(element).localname: element.text
        for element in draft.iter("{*}orgName", "{*}placeName")
    }
    assert names_of == {"orgName": "Dumma", "placeName": "petrograd"}


@pytest.mark.usefixtures("edition", "model")
def test_a_model_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """One that is missing, and one that came with the edition: it could run programs."""
    (tmp_path / "small").mkdir()
    for name, told in (("large", 'spaCy cannot load the model "large": [E050]'),
                       ("small", "is in the folder of the edition"),
                       ("./small", "is in the folder of the edition")):  # fmt: skip
        done = CliRunner().invoke(main, ["names", "--model", name])
        assert done.exit_code == 2
        assert told in done.output


@pytest.mark.usefixtures("edition")
def test_a_model_of_spacy_is_used(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The library's own interface is the one that the tests above pretend."""
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")
    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "petrograd"}])
    folder = tmp_path_factory.mktemp("model") / "small"
    made.to_disk(folder)
    write("in petrograd, in petrograd")

    assert list_forms("--model", str(folder)) == ["petrograd"]
