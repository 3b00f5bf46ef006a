"""What the apparatus says of readings without words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

WITNESSES = (
    "<listWit>" + "".join(f'<witness xml:id="{s}">{s}</witness>' for s in "ABC") + "</listWit>"
)
BODY = "<text><front><div>" + WITNESSES + "</div></front><body><p>One {} two.</p></body></text>"

READINGS = {
    # really empty
    '<app><lem wit="#A">word</lem><rdg wit="#B"/></app>': "word A] om. B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><seg/></rdg></app>': "word A] om. B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><lb/></rdg></app>': "word A] om. B",
    '<app><lem wit="#A"/><rdg wit="#B">word</rdg></app>': "om. A] word B",
    # something else than words
    '<app><lem wit="#A">word</lem><rdg wit="#B"><space quantity="3"/></rdg></app>':
        "word A] (vac. 3) B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><gap reason="illegible"/></rdg></app>':
        "word A] […] B",
    '<app><lem wit="#A">word</lem><rdg wit="#B" facs="b.jpg"/></app>':
        "word A] [facsimile: b.jpg] B",
    '<app><lem wit="#A" xml:id="w">word</lem><rdg wit="#B" copyOf="#w"/></app>':
        "word A] word B",
    '<app><lem wit="#A">word</lem><rdg wit="#B" sameAs="#nowhere"/></app>':
        "word A] = #nowhere B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><!-- nothing --><?nothing?></rdg></app>':
        "word A] om. B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><notatedMusic><ptr target="m.mei"/>'
    '</notatedMusic></rdg></app>': "word A][notatedMusic] B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><supplied/></rdg></app>': "word A] ⟨⟩ B",
    # the lemma in a group of readings
    '<app><rdgGrp><rdg wit="#B">words</rdg><lem wit="#A">word</lem></rdgGrp></app>':
        "word A] words B",
    '<app><rdgGrp><lem wit="#A">word</lem><note>so</note></rdgGrp><rdgGrp><rdgGrp>'
    '<rdg wit="#B">ward</rdg></rdgGrp></rdgGrp></app>': "word A so] ward B",
    # sigla as they are printed are no words, and are not said twice
    '<app><lem wit="#A">word</lem><rdg>ward<wit>B C</wit></rdg></app>': "word A] ward B C",
    '<app><lem wit="#A">word</lem><rdg wit="#B #C">ward<wit>B, C</wit></rdg></app>':
        "word A] ward B C",
    '<app><lem wit="#A">word</lem><rdg wit="#B">ward</rdg><wit>B (now lost)</wit></app>':
        "word A] ward B B (now lost)",
    # an entry without other readings
    '<app><lem wit="#A #B">word</lem></app>': "word A B",
    '<app><lem>word</lem><note>Verg. Aen. 1, 1</note></app>': "word A B C] Verg. Aen. 1, 1",
    "<app><note>damaged</note></app>": "damaged",
    "<app/>": "",
    # the extent of a witness
    '<app><lem wit="#A">word</lem><rdg wit="#B"><lacunaStart/></rdg></app>':
        "word A] B breaks off",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><lacunaEnd/></rdg></app>': "word A] B resumes",
    '<app><lem wit="#A">word</lem><rdg wit="#B">wo<witEnd/></rdg></app>': "word A] wo B ends",
    '<app><rdg wit="#B"><witStart/></rdg></app>': "B begins",
    '<app><lem wit="#A #B">word<lacunaStart wit="#B"/></lem><rdg wit="#C">x</rdg></app>':
        "word A B (breaks off)] x C",
    '<app><lem wit="#A">word</lem><rdg wit="#B #C">wo<lacunaStart/><lacunaEnd/>d</rdg></app>':
        "word A] wod B C breaks off, resumes",
    '<app><lem wit="#A">word</lem><rdg wit="#B">wo<lacunaStart wit="#B"/></rdg></app>':
        "word A] wo B breaks off",
    '<app><lem wit="#A">word</lem><rdg wit="#B">ward<lacunaStart wit="#C"/></rdg></app>':
        "word A] ward B C breaks off",
    '<app><lem wit="#A">word</lem><rdg wit="#B" type="lacuna"/></app>': "word A] lac. B",
    '<app><lem wit="#A">word</lem><rdg wit="#B" type="Lac"><seg/></rdg></app>': "word A] lac. B",
    # words that nobody reads are not omitted
    '<app><lem wit="#A">word</lem><rdg wit="#B" type="illegible"/></app>': "word A] [illegible] B",
    '<app><lem wit="#A">word</lem><rdg wit="#B" type="erased"><seg/></rdg></app>':
        "word A] [erased] B",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><ellipsis/></rdg></app>': "word A] [ellipsis] B",
    # doubt about a reading
    '<app><lem wit="#A">word</lem><rdg wit="#B" cert="low">ward</rdg></app>':
        "word A] ward(?) B",
    '<app><lem wit="#A" cert="medium">word</lem><rdg wit="#B" cert="high">ward</rdg></app>':
        "word(?) A] ward B",
    '<app><lem wit="#A">word</lem><rdg wit="#B" cert="low"><witEnd/></rdg></app>': "word A] B ends",
    # why a witness has a reading
    '<app><lem wit="#A">word</lem><rdg wit="#B" cause="parablepsis"/></app>':
        "word A] om. B (parablepsis)",
    '<app><lem wit="#A" cause="dittography">word word</lem><rdg wit="#B">word</rdg></app>':
        "word word A (dittography)] word B",
    # what is said of a witness within its reading
    '<app><lem wit="#A">word<witDetail wit="#A">by a later hand</witDetail></lem>'
    '<rdg wit="#B">words<witDetail wit="#B">blotted</witDetail></rdg></app>':
        "word A by a later hand] words B blotted",
    '<app><lem wit="#A">word</lem><rdg wit="#B"><witDetail>cut off</witDetail></rdg></app>':
        "word A] B cut off",
}  # fmt: skip


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The entries of a page that has all of the readings, without letters and places."""
    root: Path = tmp_path_factory.mktemp("readings")
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[apparatus]\nform = "positive"\n'
    )
    body = BODY.format(" then ".join(READINGS))
    (root / "a.xml").write_text(TEI.format(title="A", content=body), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    page = parse_page(root / "out/edition/a.html")
    found = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    lines = []
    for entry in found:
        for mark in entry.xpath(
            ".//*[contains(@class, 'tei-entry-mark') or contains(@class, 'tei-entry-place')]"
        ):
            mark.getparent().text = None
            tail, mark.tail = mark.tail, ""
            mark.clear()
            mark.tail = tail
        lines.append(" ".join("".join(entry.itertext()).split()))
    return lines


@pytest.mark.parametrize(("number", "expected"), list(enumerate(READINGS.values())))
def test_reading_without_words_is_shown_as_what_it_is(
    entries: list[str], number: int, expected: str
) -> None:
    """The word "om." stands for an empty reading only."""
    assert entries[number] == expected


def test_picture_is_no_omission_on_the_page_of_its_witness(tmp_path: Path) -> None:
    """The page of a witness names the picture that it has instead of words."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
        "[apparatus]\nwitness_pages = true\n"
    )
    entry = '<app><lem wit="#A">word</lem><rdg wit="#B" facs="b.jpg"/><rdg wit="#C"/></app>'
    body = BODY.format(entry)
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=body), encoding="utf-8")

    run_command("html", "-o", "out", cwd=tmp_path)
    pages = {
        name: "".join(parse_page(tmp_path / f"out/edition/witnesses/{name}/a.html").itertext())
        for name in "BC"
    }

    assert "[facsimile: b.jpg]" in pages["B"]
    assert "om." not in pages["B"]
    assert "om." in pages["C"]


def test_what_is_said_of_a_witness_is_no_word_of_the_text(tmp_path: Path) -> None:
    """A witDetail within the lemma or a reading is not in the text, on the page and exported."""
    entry = (
        '<app><lem wit="#A">word<witDetail wit="#A">erased later</witDetail></lem>'
        '<rdg wit="#B">ward<witDetail wit="#B">corrected</witDetail></rdg></app>'
    )
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n')
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=BODY.format(entry)))
    run_command("html", "-o", "out", cwd=tmp_path)
    (paragraph,) = parse_page(tmp_path / "out/edition/a.html").xpath(
        "//p[contains(string(), 'One')][not(ancestor::*[contains(@class, 'tei-apparatus')])]"
    )
    read = [
        run_command("export", "text", "--witness", name, cwd=tmp_path).stdout.splitlines()[-1]
        for name in ("base", "A", "B")
    ]

    assert "later" not in paragraph.text_content()
    assert read == ["One word two.", "One word two.", "One ward two."]
