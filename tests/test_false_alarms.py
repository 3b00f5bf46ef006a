"""What is right is not told, and what has one cause is told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{}</teiHeader><text><body>{}</body></text></TEI>'
SETTINGS = """
[edition]
texts = ["*.xml"]
registers = []
[check]
schema = "none"
ignore = ["incomplete-header", "citation-incomplete", "undeclared-language", "unreferenced-entity"]
"""
WITNESSES = (
    "<fileDesc><sourceDesc><listWit>"
    '<witness xml:id="A"/><witness xml:id="κ"/><witness xml:id="χ"/>'
    "</listWit></sourceDesc></fileDesc>"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition without any text yet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text(SETTINGS)
    return tmp_path


def check(*arguments: str, header: str = "", **bodies: str) -> str:
    """What `check` says of an edition of these texts."""
    for name, body in bodies.items():
        Path(f"{name}.xml").write_text(TEI.format(header, body), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)
    return result.stdout + result.stderr


@pytest.mark.parametrize("word", ["Aκχ", "κAχ", "AκχA"])
def test_sigla_written_together_are_no_word(word: str) -> None:
    """Letters of two scripts side by side are three witnesses; any other such word is told."""
    text = f'<p>Thus {word} agree: <app><lem wit="#A">a</lem><rdg wit="#κ #χ">b</rdg></app>.</p>'

    assert "mixed-scripts" not in check(header=WITNESSES, a=text)
    assert "mixed-scripts" in check(header=WITNESSES, a=text.replace(word, "Αlpha"))


@pytest.mark.parametrize(
    ("given", "mended"),
    [("48,2066 16,37341", "48.2066 16.37341"), ("-33,91; 151,20", "-33.91 151.20")],
)
def test_decimal_commas_are_named_and_mended(given: str, mended: str) -> None:
    """The message says what is wrong, and the certain correction is offered."""
    places = "".join(
        f'<place xml:id="p{n}"><placeName>P</placeName>'
        f"<location><geo>{given}</geo></location></place>"
        for n in range(9)
    )
    told = check("--fix-hints", a=f"<listPlace>{places}</listPlace>")

    assert f'"{given}" has decimal commas' in told
    assert told.count("[invalid-coordinates]") == 1
    assert "coordinates with decimal commas: 9 places" in told
    assert f"<geo>{mended}</geo>" in told


def test_an_identifier_of_another_file_is_found() -> None:
    """The hint says which file has it, and how the pointer is written."""
    told = check(a='<p><ref target="#far">there</ref></p>', b='<p xml:id="far">here</p>')
    assert 'hint: b.xml has it: write "b.xml#far"' in told

    told = check(
        a='<p><ref target="#far">there</ref></p>',
        b='<p xml:id="far">here</p>',
        c='<p xml:id="far">here</p>',
    )
    assert "b.xml, c.xml have it: say which one, as b.xml#far" in told

    told = check(a='<p><ref target="b.xml#own">there</ref> <hi xml:id="own">x</hi></p>', c="<p/>")
    assert 'a.xml has it: write "#own"' in told


@pytest.mark.parametrize(
    ("pointers", "message"),
    [
        ('ref="1 Tim 6,12"', "3 pointers of @ref lead to nothing: 1, Tim, 6,12"),
        ('corresp="#w1 #c2"', "2 pointers of @corresp lead to nothing: w1, c2"),
        ('corresp="#w1 #here #c2"', "2 pointers of @corresp lead to nothing: w1, c2"),
    ],
)
def test_pointers_of_one_attribute_are_told_together(pointers: str, message: str) -> None:
    """One attribute is one mistake."""
    told = check(a=f'<p xml:id="here"><rs {pointers}>x</rs></p>')

    assert message in told
    assert "1 error in 1 file" in told


def test_images_without_a_facsimile_are_told_once() -> None:
    """They do not stop a build, and have one cause; JSON has every place."""
    breaks = "".join(f'<pb facs="#f{n}"/>' for n in range(20))
    told = check(a=f"<p>{breaks}</p>")
    assert told.count("[missing-declaration]") == 1
    assert "the file has no facsimile: 20 places" in told
    assert "20 warnings in 1 file" in told

    assert check("--format", "json").count('"missing-declaration"') == 20


def test_identifiers_of_one_authority_are_a_set() -> None:
    """One more identifier is no conflict; two of one authority with nothing in common are."""
    entry = '<listPerson><person xml:id="p"><persName>Ada</persName>{}</person></listPerson>'
    wikidata = '<idno type="URL" subtype="wikidata">http://www.wikidata.org/entity/{}</idno>'
    gnd = '<idno type="URL" subtype="gnd">https://d-nb.info/gnd/118540238</idno>'
    Path("edition.toml").write_text(SETTINGS.replace("registers = []", 'registers = ["r.xml"]'))
    both = check(a=entry.format(gnd), r=entry.format(wikidata.format("Q5879") + gnd))
    assert "conflicting-entries" not in both

    other = check(a=entry.format(wikidata.format("Q1")), r=entry.format(wikidata.format("Q5879")))
    assert "differ: Wikidata Q5879 and Q1" in other


def test_an_empty_pointer_is_told_as_such() -> None:
    """A # alone names nothing."""
    assert "the pointer is empty" in check(a='<p><persName ref="#">N</persName></p>')
    assert "the pointer is empty" in check(a='<p><ref target="#">N</ref></p>')
