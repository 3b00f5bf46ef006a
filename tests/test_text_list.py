"""The contents of a large edition: what readers can choose of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages import contents_page, versions_page
from tei_edition.pages.periods import choose_size, name_period
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lxml import etree

TAXONOMY = """<encodingDesc><classDecl><taxonomy>
<category xml:id="play"><catDesc xml:lang="de">Schauspiel</catDesc><catDesc xml:lang="en">Play
</catDesc></category><category xml:id="poem"><catDesc><term>Poem</term>, whatever its metre
</catDesc></category></taxonomy></classDecl></encodingDesc>"""


def write(number: int, *, profile: str, type_: str = "", author: str = "") -> str:
    """A text with a header that classifies it."""
    said = f' type="{type_}"' if type_ else ""
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"{said}><teiHeader><fileDesc>
<titleStmt><title>Text {number}</title><author>{author}</author></titleStmt><publicationStmt><p>-
</p></publicationStmt><sourceDesc><p>-</p></sourceDesc></fileDesc>{TAXONOMY}<profileDesc>{profile}
</profileDesc></teiHeader><text><body><p>Word.</p></body></text></TEI>"""


def write_edition(root: Path, texts: Sequence[str], toml: str = "") -> Path:
    """An edition of these texts, in their order."""
    make_edition(root, {}, toml=toml)
    for number, text in enumerate(texts):
        (root / f"tei/t{number:02}.xml").write_text(text)
    return root


def list_contents(folder: Path, texts: Sequence[str], toml: str = "") -> etree._Element:
    """The facts of the page of contents of an edition of these texts."""
    root = write_edition(folder / "e", texts, toml)
    book = plan_site(read_edition(read_config(root)))
    return contents_page.list_contents_pages(book, {})["edition/index"]


def read_filters(page: etree._Element) -> dict[str, list[str]]:
    """The choices of each filter, as readers see them."""
    return {
        found.get("name", ""): [choice.get("label", "") for choice in found]
        for found in page.iterfind("{*}filter")
    }


DATED = '<creation><date when="{}"/></creation>'


def test_texts_are_chosen_by_kind_time_author_and_subject(tmp_path: Path) -> None:
    """Of a category by its name in the language of the edition; of @type as it is."""
    texts = [
        write(
            n, author="Ann" if n % 2 else "Ötzi", type_="draft" if n == 3 else "",
            profile=(DATED.format(1700 + 10 * n) if n else "")
            + '<textClass><catRef target="#play"/><keywords><term>war</term></keywords></textClass>'
            if n < 7 else '<textClass><catRef target="#poem"/></textClass>',
        )
        for n in range(14)
    ]  # fmt: skip

    page = list_contents(tmp_path, texts)

    assert read_filters(page) == {
        "kind": ["draft (1)", "Play (7)", "Poem (7)"],
        "year": [
            "1710 (1)", "1720 (1)", "1730 (1)", "1740 (1)", "1750 (1)", "1760 (1)", "undated (8)"
        ],
        "author": ["Ann (7)", "Ötzi (7)"],
    }  # fmt: skip
    marked = page.findall("{*}page")[3]
    assert marked.get("date") == "1730"
    assert set(marked.get("marks", "").split()) == {
        "year-1730", "kind-Play", "kind-draft", "author-Ann", "topic-war",
    }  # fmt: skip


def test_letters_are_chosen_by_correspondent(tmp_path: Path) -> None:
    """Under the name that the register has, whoever wrote; of one kind there is no choice."""
    other = {0: "Bob", 1: "Cy"}
    texts = [
        write(n, profile=(
            f'<correspDesc><correspAction type="sent"><persName>Ann</persName><date when="18{n:02}"'
            f'/></correspAction><correspAction type="received"><persName>{other[n % 2]}</persName>'
            "</correspAction></correspDesc>"
        ))
        for n in range(13)
    ]  # fmt: skip

    filters = read_filters(list_contents(tmp_path, texts))

    assert filters["who"] == ["Ann (13)", "Bob (7)", "Cy (6)"]
    assert len(filters["year"]) == 13
    assert set(filters) == {"who", "year"}


@pytest.mark.parametrize(
    ("number", "profile"), [(12, DATED), (13, '<creation><date when="1800"/></creation>')]
)
def test_short_lists_and_lists_without_a_choice_are_plain(
    number: int, profile: str, tmp_path: Path
) -> None:
    """Of twelve texts one sees all; of texts of one year none can be chosen."""
    texts = [write(n, profile=profile.format(1700 + n)) for n in range(number)]

    assert read_filters(list_contents(tmp_path, texts)) == {}


@pytest.fixture
def in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of forty texts, of which a page lists at most fifteen."""
    monkeypatch.setattr(contents_page, "MOST", 15)
    return write_edition(
        tmp_path / "e", [write(n, profile=DATED.format(1700 + n)) for n in range(40)]
    )


def test_a_long_list_has_a_page_for_each_part(in_parts: Path) -> None:
    """The contents say which texts each has; a part has its filters, and leads to the others."""
    pages = contents_page.list_contents_pages(plan_site(read_edition(read_config(in_parts))), {})

    whole, *parts = pages.values()
    assert list(pages) == ["edition/index", *(f"edition/index/{n}" for n in (1, 2, 3))]
    assert [dict(part.attrib) for part in whole.iterfind("{*}part")][1] == {
        "docname": "edition/index/2", "label": "15–28", "first": "Text 14", "last": "Text 27",
        "date": "1714–1727",
    }  # fmt: skip
    assert read_filters(whole) == {}
    listed = [[p.get("title", "") for p in part.iterfind("{*}page")] for part in parts]
    assert [len(titles) for titles in listed] == [14, 14, 12]
    assert [title for titles in listed for title in titles] == [f"Text {n}" for n in range(40)]
    assert len(read_filters(parts[0])["year"]) == 14
    assert [len(part.findall("{*}part")) for part in parts] == [3, 3, 3]


def test_parts_of_the_contents_are_pages_of_a_site_and_of_no_book(in_parts: Path) -> None:
    """With and without Sphinx each text has one link; readers turn from text to text."""
    site = build_site(in_parts).out
    assert run_command("html", "-o", "plain", cwd=in_parts).returncode == 0

    for folder in (site, in_parts / "plain"):
        found = [parse_page(folder / f"edition/index/{n}.html") for n in (1, 2, 3)]
        links = [
            href
            for page in found
            for href in page.xpath("//ul[contains(@class, 'tei-text-list')]//a/@href")
        ]
        assert links == [f"../t{n:02}.html" for n in range(40)]
        [first] = parse_page(folder / "edition/index.html").xpath("//a[. = '1–14']/@href")
        assert first.endswith("index/1.html")
        after = parse_page(folder / "edition/t13.html").xpath("//link[@rel='next']/@href")
        assert [href.rpartition("/")[2] for href in after] == ["t14.html"]

    book = build_site(in_parts, "latex").out
    assert "Contents: 1" not in next(book.glob("*.tex")).read_text(encoding="utf-8")


def test_the_newest_changes_are_listed_and_older_ones_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of versions stays of a size; the headers have them all."""
    monkeypatch.setattr(versions_page, "MOST", 2)
    change = (
        '</profileDesc><revisionDesc><change when="20{0:02}-01-01">C{0}</change></revisionDesc>'
    )
    texts = [
        write(n, profile="").replace("</profileDesc>", change.format(n), 1) for n in (11, 10, 12)
    ]
    book = plan_site(read_edition(read_config(write_edition(tmp_path / "e", texts))))

    [page] = versions_page.list_version_pages(book, ()).values()

    assert [found.get("words") for found in page] == ["C12", "C11"]
    assert page.get("older") == "1"


@pytest.mark.parametrize(
    ("spans", "size", "names"),
    [
        ([(1900, 1903)], 1, ["1900", "1901", "1902", "1903"]),
        ([(1795, 1804)], 10, ["1790–1799", "1800–1809"]),
        ([(1250, 1310), (1789, 1789)], 100, ["1200–1299", "1300–1399", "1700–1799"]),
        ([(-50, 150)], 100, ["101 BCE–2 BCE", "1 BCE–99", "100–199"]),
    ],
)
def test_periods_are_as_long_as_the_list_is_short(
    spans: list[tuple[int, int]], size: int, names: list[str]
) -> None:
    """Years where there are few, else decades or centuries."""
    assert choose_size(spans, 6) == size
    found = {y // size for first, last in spans for y in range(first, last + 1)}
    assert [name_period(period * size, size, "en") for period in sorted(found)] == names
