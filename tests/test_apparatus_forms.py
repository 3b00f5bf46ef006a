"""The forms in which an edition may have its apparatus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from building import TEI, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

WITNESSES = '<listWit><witness xml:id="A"/><witness xml:id="B"/></listWit>'
# The same text and entries by each of the three methods.
SEGMENTS = """<p n="1"><lb/>Nunc <app><lem wit="#A">interea haec prisco quae more</lem><rdg
wit="#B">que</rdg></app> <lb/>parentum <app><lem wit="#A">sunt</lem><rdg wit="#B"/></app> et
<app><lem resp="#Heinsius">tradita</lem><rdg wit="#A #B" type="variant">tradit</rdg></app>
<pb n="2"/><lb/>munera.</p>"""
TEXT = """<p n="1"><lb/>Nunc {}interea haec prisco quae more{} <lb/>parentum {}sunt{} et
{}tradita{} <pb n="2"/><lb/>munera.</p>"""
ENTRIES = (
    '<app {}><lem wit="#A">interea haec prisco quae more</lem><rdg wit="#B">que</rdg></app>'
    '<app {}><lem wit="#A">sunt</lem><rdg wit="#B"/></app>'
    '<app {}><lem resp="#Heinsius">tradita</lem><rdg wit="#A #B" type="variant">tradit</rdg></app>'
)
POINTS = [f'<anchor xml:id="p{number}"/>' for number in range(6)]
METHODS = {
    "segmentation": SEGMENTS,
    "location": TEXT.format(*[""] * 6)
    + "</body><back><listApp>"
    + ENTRIES.format(*['loc="1"'] * 3)
    + "</listApp></back><body>",
    "double end-point": TEXT.format(*POINTS)
    + "</body><back><listApp>"
    + ENTRIES.format(*[f'from="#p{n}" to="#p{n + 1}"' for n in (0, 2, 4)])
    + "</listApp></back><body>",
}
WHOLE = "interea haec prisco quae more"
FORMS = {
    "": ["l. 1 a {} A] que B", "l. 2 b sunt A] om. B", "c tradita Heinsius] tradit A B"],
    'form = "negative"': ["l. 1 a {}] que B", "l. 2 b sunt] om. B",
                          "c tradita Heinsius] tradit A B"],
    'sigla = "after"': ["l. 1 a {}] A; que B", "l. 2 b sunt] A; om. B",
                        "c tradita] Heinsius; tradit A B"],
    'bracket = " :"': ["l. 1 a {} A : que B", "l. 2 b sunt A : om. B",
                       "c tradita Heinsius : tradit A B"],
    'longest = 3': ["l. 1 a interea … more A] que B", "l. 2 b sunt A] om. B",
                    "c tradita Heinsius] tradit A B"],
    'abbreviations = "german"': ["l. 1 a {} A] que B", "l. 2 b sunt A] fehlt B",
                                 "c tradita Heinsius] tradit A B"],
    'layout = "run"\nmarks = "dotted"': ["l. 1 a {} A] que B", "l. 2 b sunt A] om. B",
                                         "c tradita Heinsius] tradit A B"],
    'layout = "columns"\nmarks = "none"': ["l. 1 a {} A] que B", "l. 2 b sunt A] om. B",
                                           "c tradita Heinsius] tradit A B"],
    'sigla = "before"\norder = "support"': ["l. 1 a {} A] que B", "l. 2 b sunt A] om. B",
                                           "c tradita Heinsius] tradit A B"],
    **{
        f'abbreviations = "{language}"': ["l. 1 a {} A] que B", f"l. 2 b sunt A] {omitted} B",
                                          "c tradita Heinsius] tradit A B"]
        for language, omitted in (("latin", "om."), ("english", "om."), ("french", "om."),
                                  ("italian", "om."))
    },
}  # fmt: skip


def _build(root: Path, texts: dict[str, str], toml: str) -> dict[str, Any]:
    """The pages of some texts."""
    (root / "edition.toml").write_text(
        '[check]\nschema = "none"\n[pages]\nsplit = "none"\n[apparatus]\n' + toml + "\n"
    )
    (root / "tei").mkdir(exist_ok=True)
    for number, body in enumerate(texts.values()):
        content = f"<text><body>{body}</body></text>"
        text = TEI.format(title=str(number), content=content)
        source = f"<sourceDesc>{WITNESSES}</sourceDesc>" if number == 0 else "<sourceDesc><p/>"
        text = text.replace("<sourceDesc><p/>", source.removesuffix("</sourceDesc>"), 1)
        (root / f"tei/t{number}.xml").write_text(text, encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    return {
        name: parse_page(root / f"out/edition/t{number}.html") for number, name in enumerate(texts)
    }


def _list_entries(page: Any) -> list[str]:
    entries = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    return [" ".join("".join(entry.itertext()).split()) for entry in entries]


@pytest.mark.parametrize(("toml", "expected"), list(FORMS.items()), ids=list(FORMS))
def test_every_form_is_the_same_by_all_methods(
    tmp_path: Path, toml: str, expected: list[str]
) -> None:
    """The same passage by three methods gives the same entries, in each form."""
    pages = _build(tmp_path, METHODS, f'lines = "section"\n{toml}')

    for page in pages.values():
        assert _list_entries(page) == [line.format(WHOLE) for line in expected]


def test_a_book_by_reledmac_is_the_same_by_all_methods(tmp_path: Path) -> None:
    """Each method gives the same notes, at the same words."""
    found = []
    for name, body in METHODS.items():
        root = tmp_path / name
        root.mkdir()
        toml = 'layout = "run"\nlines = "section"\n[print]\napparatus = "reledmac"'
        _build(root, {name: body}, toml)
        assert run_command("build", "-b", "latex", "--keep-going", cwd=root).returncode in {0, 1}
        (path,) = (root / "build/latex").glob("*.tex")
        tex = path.read_text(encoding="utf-8")
        text = tex[tex.index(r"\teibeginnumbering") : tex.index(r"\teiendnumbering")]
        text = re.sub(r"\\phantomsection|\\label\{\\detokenize\{[^}]*\}\}", "", text)
        # Links have anchors of their own; white space between elements means nothing.
        text = re.sub(r"\\hyperref\[[^]]*\]", "", text)
        found.append("".join(text.split()))

    assert found[0].count(r"\teicritical{A}") == 3
    assert found[0] == found[1] == found[2]


# Hands and stages, authors, groups, remarks, signs, and where a witness breaks off.
RICH = (
    ("interea", '<lem wit="#A">interea</lem><rdg wit="#B" type="ac">terra</rdg>'),
    ("<hi>prisco</hi> quae", '<lem resp="#Bentley"><hi>prisco</hi> quae</lem><rdg wit="#A #B"/>'),
    ("more", '<lem wit="#A">more</lem><rdgGrp><rdg wit="#B">m<hi rend="sup">r</hi></rdg></rdgGrp>'),
    ("sunt", '<lem wit="#A">sunt</lem><note>so</note><rdg wit="#B">s<lacunaStart/></rdg>'),
    ("tristes", '<lem wit="#A">tristes</lem><rdg wit="#B"><lacunaEnd/><space/></rdg>'),
)  # fmt: skip


def _write_rich(method: str) -> str:
    """A passage with such entries, by one of the methods."""
    words, listed = [], []
    for number, (lemma, entry) in enumerate(RICH):
        ends = [f'<anchor xml:id="{end}{number}"/>' for end in "se"]
        double = f'from="#s{number}" to="#e{number}"'
        place = double if method == "double" else 'loc="1"'
        listed.append(f"<app {place}>{entry}</app>")
        marked = lemma.join(ends) if method == "double" else lemma
        words.append(f"<app>{entry}</app>" if method == "segmentation" else marked)
    text = '<p n="1">Nunc {} haec {} {} parentum {}, {}.</p>'.format(*words)
    if method == "segmentation":
        return text
    return f"{text}</body><back><listApp>{''.join(listed)}</listApp></back><body>"


def test_text_and_e_book_are_the_same_by_all_methods(tmp_path: Path) -> None:
    """Text and entries of plain text and of an e-book, with whatever a reading may have."""
    texts = {method: _write_rich(method) for method in ("segmentation", "location", "double")}
    _build(tmp_path, texts, "")
    for builder in ("text", "epub"):
        run_command("build", "-b", builder, "--keep-going", "-o", builder, cwd=tmp_path)
    plain = [next(tmp_path.rglob(f"text/edition/t{n}.txt")).read_text("utf-8") for n in range(3)]
    books = [parse_page(next(tmp_path.rglob(f"epub/**/t{n}.xhtml"))) for n in range(3)]
    read = [book.text_content().partition("Nunc")[2].split() for book in books]

    assert "haec *prisco* quae" in plain[0]
    assert "interea A] terra Bᵃᶜ" in plain[0]
    for number in (1, 2):
        assert plain[number].replace(str(number), "0", 1) == plain[0]
        assert read[number] == read[0] != []


def test_lines_are_counted_from_page_to_page(tmp_path: Path) -> None:
    """What has no numbers is counted; a range over a page's end names both pages."""
    body = (
        '<pb n="7"/><p><lb/>one <lb/><app><lem wit="#A">two</lem><rdg wit="#B">x</rdg></app> and '
        '<app><lem wit="#A">three <pb n="8"/><lb/>four</lem><rdg wit="#B">y<lb/>z</rdg></app> '
        '<lb/><app><lem wit="#A">five</lem><rdg wit="#B">x</rdg></app></p>'
    )
    page = _build(tmp_path, {"": body}, 'lines = "page"')[""]

    assert [entry.partition(" A]")[0] for entry in _list_entries(page)] == [
        "p. 7, l. 2 a two", "p. 7, l. 2–p. 8, l. 1 b three [8]four", "p. 8, l. 2 c five",
    ]  # fmt: skip


def test_marks_and_layout_are_told_to_style_sheets(tmp_path: Path) -> None:
    """The page has the way of the edition, and offers the others; words name their entries."""
    toml = 'layout = "run"\nmarks = "none"\n[print]\nmarked = true'
    page = _build(tmp_path, {"": METHODS["double end-point"]}, toml)[""]
    (entries,) = page.xpath("//*[contains(@class, 'tei-entries')]")
    (text,) = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-text ')]")

    assert {"tei-layout-run", "tei-marks-none"} <= set(entries.get("class").split())
    assert {"tei-marks-none", "tei-marks-printed"} <= set(text.get("class").split())
    assert len(page.xpath("//*[@data-about]")) == 3
    begins = [entry for entry in entries if "tei-begins" in entry.get("class")]
    assert len(begins) == 1  # all in one paragraph without numbered lines
