"""The contents of a large edition: what readers can choose of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.periods import choose_size, name_period
from tei_edition.pages.registers import contents_page
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


def list_contents(folder: Path, texts: Sequence[str], toml: str = "") -> etree._Element:
    """The facts of the page of contents of an edition of these texts."""
    root = make_edition(folder / "e", {}, toml=toml)
    for number, text in enumerate(texts):
        (root / f"tei/t{number:02}.xml").write_text(text)
    return contents_page(plan_site(read_edition(read_config(root))), {})


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
