"""By which hand and at what stage a witness has a reading, and who proposed one and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from oracle import parse_page
from tei_edition.config import make_config
from tei_edition.language.abbreviations import ABBREVIATIONS, choose_abbreviations
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

FRONT = """<front><div><listWit><witness xml:id="A"/><witness xml:id="B"/><witness xml:id="C"/>
<witness xml:id="D2"><abbr type="siglum">D<hi rend="sup">2</hi></abbr></witness></listWit>
<listBibl><bibl xml:id="b"><author>Nicolaas <surname>Heinsius</surname></author>, <title>A title of
which nobody wants to read the whole in every entry of the apparatus</title>, <date>1742</date>
</bibl></listBibl><handNotes><handNote xml:id="h2" n="2">a second hand</handNote><handNote
xml:id="hx">corrector</handNote></handNotes></div></front>"""
# What stands behind the lemma in TEI and on the page.
READINGS = {
    '<rdg wit="#B" varSeq="1">x</rdg><rdg wit="#B" varSeq="2">y</rdg>': "x B^ac; y B^pc",
    '<rdg wit="#B" varSeq="1">x</rdg><rdg wit="#C" varSeq="2">y</rdg>': "x B; y C",
    '<rdg wit="#B" varSeq="3">z</rdg><rdg wit="#B" varSeq="1">x</rdg><rdg wit="#B" varSeq="2"/>':
        "z B^pc2; x B^ac; om. B^pc1",
    '<rdg wit="#B" type="a.c.">x</rdg><rdg wit="#B" type="post-correctionem">y</rdg>':
        "x B^ac; y B^pc",
    '<rdg wit="#B" hand="#h2">x</rdg>': "x B^2",
    '<rdg wit="#B" hand="#B3">x</rdg>': "x B^3",
    '<rdg wit="#B" hand="#hx">x</rdg>': "x B (corrector)",
    '<rdg hand="#hx">x</rdg>': "x (corrector)",
    '<rdg wit="#B">x</rdg><witDetail wit="#C" type="ac"/>': "x B ac C",
    '<rdg wit="#D2" hand="#h2">x</rdg>': "x D^2",
    '<rdg wit="#B #C">x</rdg><witDetail wit="#B" type="ac"/>': "x B^ac C",
    '<rdg wit="#B #C">x</rdg><witDetail wit="#B" type="margin"/>': "x B in mg. C",
    '<rdg wit="#B">x</rdg><witDetail wit="#B" type="presentation"/>': "x B presentation",
    '<rdg wit="#B" type="in margine">x</rdg>': "x B in mg.",
    '<rdg wit="#B" type="s.l.">x</rdg>': "x B s.l.",
    '<rdg wit="#B" type="orthographic">x</rdg>': "x B",
    '<rdg resp="#Bentley">x</rdg>': "x Bentley",
    '<rdg resp="#Bentley #Scaliger" type="conjecture">x</rdg>': "x coni. Bentley, Scaliger",
    '<rdg source="#b" cause="emendation">x</rdg>': "x em. Heinsius 1742",
    '<rdg resp="#Bentley"/>': "del. Bentley",
    '<rdg source="#Ald"/>': "om. Ald",
    '<rdg wit="#B" type="deletion"/>': "om. B",
    '<rdgGrp type="deletion"><rdg resp="#Bentley"/></rdgGrp>': "del. Bentley",
    '<rdg resp="#Bentley" type="addition">x y</rdg>': "x y add. Bentley",
    '<rdg wit="#B" type="addition">x y</rdg>': "x y B",
    '<rdg resp="#Bentley" type="transposition">y x</rdg>': "y x transp. Bentley",
    '<rdg resp="#Bentley"><supplied reason="lost">x</supplied></rdg>': "[x] suppl. Bentley",
    '<rdg resp="#Bentley"><surplus>x</surplus></rdg>': "{x} secl. Bentley",
    '<rdg><supplied reason="omitted" resp="#Bentley">x</supplied></rdg>': "⟨x⟩ add. Bentley",
    '<rdg><corr source="#b">x</corr></rdg>': "x Heinsius 1742",
    '<rdg><del resp="#Bentley">x</del></rdg>': "⟦x⟧ del. Bentley",
    '<rdg><add resp="#Bentley">x</add></rdg>': r"\x/ add. Bentley",
    '<rdg resp="https://orcid.org/0000-0002-1825-0097">x</rdg>':
        "x https://orcid.org/0000-0002-1825-0097",
    '<rdg resp="bibl:Housman">x</rdg>': "x Housman",
    '<rdg><secl resp="#ed">x</secl></rdg>': "{x} seclusi",
    '<rdg>x <supplied resp="#Bentley">y</supplied></rdg>': "x ⟨y⟩",
    '<rdg wit="#B"><supplied resp="#Bentley">y</supplied></rdg>': "⟨y⟩ B",
    '<rdg wit="#B" resp="#Bentley" type="supplied">y</rdg>': "y B suppl. Bentley",
    '<rdg resp="#ed" type="conjecture">x</rdg>': "x conieci",
    '<rdg resp="#ed">x</rdg>': "x scripsi",
    '<rdg resp="#ed"/>': "delevi",
    '<rdg resp="#ed #Bentley">x</rdg>': "x Ed Itor, Bentley",
}  # fmt: skip


def _make(root: Path, readings: list[str], toml: str = "") -> list[str]:
    """The entries of a page, what is raised behind a `^`."""
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n' + toml
    )
    apps = " ".join(f'<app><lem wit="#A">w</lem>{reading}</app>' for reading in readings)
    text = TEI.format(title="A", content=f"<text>{FRONT}<body><p>{apps}</p></body></text>")
    editor = '</title><editor xml:id="ed">Ed Itor</editor>'
    (root / "a.xml").write_text(text.replace("</title>", editor, 1), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    page = parse_page(root / "out/edition/a.html")
    for raised in page.xpath("//*[local-name() = 'sup']"):
        raised.text = f"^{raised.text or ''}"
    entries = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    lines = [" ".join("".join(entry.itertext()).split()) for entry in entries]
    return [line.partition("] ")[2] for line in lines]


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the entries say behind their lemmas, in Latin."""
    root = tmp_path_factory.mktemp("stages")
    return _make(root, list(READINGS), '[apparatus]\nabbreviations = "latin"\n')


@pytest.mark.parametrize(
    ("number", "shown"), list(enumerate(READINGS.values())), ids=list(READINGS.values())
)
def test_hands_stages_places_and_acts_are_told(entries: list[str], number: int, shown: str) -> None:
    """Each as the file has it; who only classifies variants says nothing of an editor's act."""
    assert entries[number] == shown


def test_words_of_the_apparatus_are_chosen_and_changed(tmp_path: Path) -> None:
    """A set has the words, and each may be another; who has no word for himself is named."""
    toml = '[apparatus]\nabbreviations = "german"\nwords = { coni = "verm.", om = "desunt" }\n'
    readings = [
        '<rdg wit="#B"/>', '<rdg resp="#ed" type="conjecture">x</rdg>', '<rdg resp="#ed"/>',
        '<rdg wit="#B"><lacunaStart/></rdg>',
    ]  # fmt: skip

    assert _make(tmp_path, readings, toml) == [
        "desunt B", "x verm. Ed Itor", "tilgt Ed Itor", "B bricht ab",
    ]  # fmt: skip


def test_sets_of_words_are_whole_and_follow_the_language() -> None:
    """Every set has every word but those that an editor says of himself."""
    keys = set(ABBREVIATIONS["latin"])

    for words in ABBREVIATIONS.values():
        assert set(words) == keys
        assert all(words[key] for key in list(words)[:18])
    assert choose_abbreviations("", "la-x-med", {})["coni"] == "coni."
    assert choose_abbreviations("", "fr-FR", {})["coni"] == "conj."
    assert choose_abbreviations("", "nl", {}) == ABBREVIATIONS["latin"]


def test_words_that_no_apparatus_has_are_refused(tmp_path: Path) -> None:
    """A misspelt key is answered with the nearest."""
    with pytest.raises(EditionError, match='no apparatus word "conji"') as caught:
        make_config({"apparatus": {"words": {"conji": "c."}}}, tmp_path)

    assert "coni" in caught.value.hint
