"""Lists of witnesses and located entries that say some of their words by their place alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><front><div><listWit><head>All <hi rend="italic">codices</hi></head>
<listWit xml:id="alpha"><head>Family α</head>
<witness xml:id="A">Codex A, see <ptr target="#C"/></witness>
<witness xml:id="B">Codex B<note>Lost in 1944.</note></witness></listWit>
<listWit><head>Others</head><witness xml:id="C"><msDesc><msIdentifier><settlement>Rome</settlement>
<idno>Vat. 1</idno></msIdentifier></msDesc></witness></listWit></listWit>
<listBibl><biblStruct xml:id="hous"><monogr><author><surname>Housman</surname></author>
<title>Notes</title><imprint><date>1903</date></imprint></monogr></biblStruct></listBibl>
</div></front><body>
<lg><l n="1" xml:id="l1">Arma virumque <anchor xml:id="a"/>cano<anchor xml:id="b"/></l>
<l n="2" xml:id="l2">Troiae qui primus</l></lg><p xml:id="p">First <anchor xml:id="c"/>words.</p>
<listApp>
<app from="#p" to="#p"><lem wit="#A"/><rdg wit="#B"/></app>
<app from="#c" to="#c"><lem wit="#A"/><rdg wit="#B">and last</rdg></app>
<app from="#l1" to="#l2"><rdg wit="#B">other lines</rdg></app>
<app from="#a" to="#b"><lem source="#hous">cano</lem><rdg wit="#A">canto</rdg></app>
</listApp></body></text>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the edition."""
    root = tmp_path_factory.mktemp("lists")
    (root / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n[pages]\nsplit = "none"\n')
    (root / "a.xml").write_text(TEI.format(title="A", content=TEXT), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    return root / "out/edition"


def list_words(page: Path, name: str) -> list[str]:
    """Return the words of each element with a class."""
    found = parse_page(page).xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return [" ".join("".join(element.itertext()).split()) for element in found]


def test_entries_quote_the_words_of_their_place(site: Path) -> None:
    """An empty lemma has them, a stroke parts lines; where there are no words it is an omission."""
    entries = list_words(site / "a.html", "tei-entry")
    lemmas = [re.sub(r"^(.*?\s)?[a-d] ", "", e.partition("] ")[0]) for e in entries]

    assert sorted(lemmas) == [
        "Arma virumque cano / Troiae qui primus", "First words. A", "cano Housman 1903", "om. A",
    ]  # fmt: skip


def test_witnesses_that_omit_located_words_do_not_agree_with_those_that_have_them(
    site: Path,
) -> None:
    """A has the words of the place of its empty lemma, and B does not."""
    rows = (site.parent / "agreement.csv").read_text().splitlines()

    assert "A,B,0,3" in rows


def test_list_says_what_its_headings_and_pointers_say(site: Path) -> None:
    """Lists without an id are named, a pointer to a witness is its siglum, nothing stands twice."""
    page = site / "witnesses.html"

    assert list_words(page, "tei-description") == [
        "Codex A, see C", "Codex B Lost in 1944.", "Rome, Vat. 1",
    ]  # fmt: skip
    assert list_words(page, "tei-repository") == []
    assert list_words(page, "tei-witness-group") == [
        "Belongs to Family α", "Belongs to Family α", "Belongs to Others, All codices",
        "Belongs to All codices",
    ]  # fmt: skip
