"""Nothing of a text is lost, doubled or moved on its way to doctrees and pages."""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest
from docutils import nodes

import oracle
import oracle_stage
from building import build_site, find_doctrees, list_pages, make_edition, run_command

STREAMS = Path(__file__).parent / "roots" / "test-streams"


def shown_sides(root: Path) -> dict[str, bool]:
    """Which sides of choices the edition shows, as its edition.toml says."""
    shown: dict[str, bool] = tomllib.loads((root / "edition.toml").read_text()).get("text", {})
    return shown


def test_doctrees_hold_the_reading_text(shipped: Path, site: Path) -> None:
    """The text of the doctrees, read in order, is the reading text of the TEI."""
    said = oracle.read_tei(shipped / "tei/october.xml", shown_sides(shipped)).text.text
    pages = [page.relative_to(site).with_suffix("") for page in list_pages(site, "edition/october")]
    trees = [find_doctrees(shipped) / f"{page}.doctree" for page in pages]

    read = "".join(read_doctree(pickle.loads(tree.read_bytes())) for tree in trees)  # noqa: S301

    assert oracle.squeeze(read) == oracle.squeeze(said)


def read_doctree(node: nodes.Node) -> str:
    """The reading text of a doctree, by the design's list of what is no part of it."""
    if isinstance(node, nodes.Text):
        return node.astext()
    assert isinstance(node, nodes.Element)
    skipped = {"footnote", "footnote_reference", "tei_alternative", "tei_downloads", "toctree"}
    skipped.add("tei_named")
    if node.tagname in skipped or {"tei-generated", "tei-apparatus"} & set(node["classes"]):
        return ""
    return "".join(read_doctree(child) for child in node.children)


def test_pages_of_sphinx_hold_every_stream(shipped: Path, site: Path) -> None:
    """Text, notes, readings and hidden sides, with all that is named in them, are in the site."""
    said = oracle.read_tei(shipped / "tei/october.xml", shown_sides(shipped))

    assert oracle.compare(said, oracle.read_html(list_pages(site, "edition/october"))) == []


def test_pages_of_xslt_hold_every_stream(shipped: Path, plain: Path) -> None:
    """The same holds for the pages that `tei-edition html` writes."""
    said = oracle.read_tei(shipped / "tei/october.xml", shown_sides(shipped))

    assert oracle.compare(said, oracle.read_html(list_pages(plain, "edition/october"))) == []


@pytest.mark.parametrize(("split", "shown"), [('"none"', "true"), ("1", "false"), ("2", "true")])
def test_everything_that_nests_survives(tmp_path: Path, split: str, shown: str) -> None:
    """Names in names, notes in readings, blocks in lemmas and their like keep text and order."""
    toml = (
        f"[text]\ncorrected = {shown}\nregularised = {shown}\nexpanded = {shown}\n"
        f"[pages]\nsplit = {split}\n"
    )
    text = (STREAMS / "text.xml").read_text(encoding="utf-8")
    root = make_edition(tmp_path / "edition", {"text": text}, toml=toml)
    done = run_command("html", "-o", root / "plain", cwd=root)
    assert done.returncode == 0, done.stderr
    site = build_site(root, options=["-D", "suppress_warnings=tei"]).out

    said = oracle.read_tei(root / "tei/text.xml", shown_sides(root))

    for folder in (root / "plain", site):
        assert oracle.compare(said, oracle.read_html(list_pages(folder, "edition/text"))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the session of the", "the sesion of the"),
        ("the session of the", "the session of the the"),
        ("the session of the", "thesession of the"),
        ("the session of the", "the sess ion of the"),
        ('id="p1.persName1"', ""),
        ('tei-reg" hidden>', 'tei-reg">'),
        ('<p class="tei-p" id="p3"', '<p>,</p><p class="tei-p" id="p3"'),
        (' class="footnote ', ' class="'),
    ],
)
def test_the_oracle_sees(tmp_path: Path, shipped: Path, site: Path, old: str, new: str) -> None:
    """What these tests rest on notices a letter lost, a word doubled, an anchor gone."""
    said = oracle.read_tei(shipped / "tei/october.xml", shown_sides(shipped))
    pages = []
    for number, page in enumerate(list_pages(site, "edition/october")):
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_text(page.read_text().replace(old, new, 1))

    assert oracle.compare(said, oracle.read_html(pages)) != []


STAGES = """<text><body><div><head>Of <choice><sic>shps</sic><corr>ships</corr></choice></head>
<p>He <del>walked</del><add>ran</add> home<note>A note.</note>, <restore><del>so</del></restore>
<delSpan spanTo="#e"/>they</p><p>said<anchor xml:id="e"/> I. <app><lem>Yes</lem><rdg>No</rdg>
</app> <ptr target="https://example.org/x"/>; go<lb break="no"/>ing <fw>HEAD</fw>on.</p></div>
</body></text>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("ran", "walkedran"),
        ("so", ""),
        ("ships", "shps"),
        ("home, so", "home,so"),
        ("Yes", "Yes No"),
        ("https://example.org/x", ""),
        ("going", "go ing"),
        ("on.", "on. More"),
        ("I.", "they said I."),
    ],
)
def test_the_oracle_of_stages_sees(tmp_path: Path, old: str, new: str) -> None:
    """It agrees with a plain text that is right, and notices each word that is lost or glued."""
    root = make_edition(tmp_path / "edition", {"text": STAGES})
    shown = run_command("export", "text", cwd=root).stdout
    said = oracle_stage.read_last_stage(root / "tei/text.xml")

    faults = oracle_stage.compare_stage(said, shown.replace(old, new, 1) if old else shown)

    assert old in shown
    assert bool(faults) is bool(old)
