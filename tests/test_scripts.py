"""Texts in many scripts: what a page says of their language and direction, and how it sets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition, run_command
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

APP = "<app><lem>{0}</lem><rdg>{0}{0}</rdg></app>"
OURS = ("tei-views", "tei-key-to-signs", "tei-cite", "tei-downloads")


@pytest.mark.parametrize(
    ("interface", "text", "said"),
    [
        ("en", "he", ("en", "ltr")),
        ("en", "ar", ("en", "ltr")),
        ("he", "la", ("he", "rtl")),
        ("en", "en", (None, None)),
        ("he", "he", (None, None)),
    ],
)
@pytest.mark.parametrize("builder", ["html", "plain"])
def test_the_words_of_the_edition_keep_their_direction(
    interface: str, text: str, said: tuple[str | None, str | None], builder: str, tmp_path: Path
) -> None:
    """Controls, the key, the citation stand in another language than the text, and say so."""
    word = {"he": "אור", "ar": "نور", "la": "lux", "en": "light"}[text]
    body = f'<p>{APP.format(word)} <gap reason="lost"/></p>'
    content = f'<text xml:lang="{text}"><body>{body}</body></text>'
    root = make_edition(
        tmp_path / "edition", {"a": content}, toml=f'[edition]\nlanguage = "{interface}"\n'
    )
    if builder == "plain":
        assert run_command("html", "-o", root / "out", cwd=root).returncode == 0
        page = parse_page(root / "out/edition/a.html")
    else:
        page = parse_page(build_site(root).out / "edition/a.html")

    for name in OURS:
        [block] = page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")
        lang, way = block.get("lang"), block.get("dir")
        assert (lang, way) == said or (said == ("he", "rtl") and name == "tei-cite"), name
    [heading] = page.xpath("//p[contains(@class, 'rubric')]")
    assert (heading.get("lang"), heading.get("dir")) == said


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ('rend="vertical"', "tei-rend-vertical"),
        ('rend="vertical-rl bold"', "tei-rend-vertical-rl"),
        ('style="writing-mode: vertical-rl"', "tei-rend-vertical"),
        ('rendition="#v"', "tei-rend-vertical"),
        ('style="writing-mode:vertical-lr;"', "tei-rend-vertical-lr"),
    ],
)
@pytest.mark.parametrize("element", ["<p {}>床前</p>", "<lg {}><l>床前</l><l>明月</l></lg>"])
def test_vertical_writing_has_its_class(
    attribute: str, name: str, element: str, tmp_path: Path
) -> None:
    """A paragraph or a poem that @rend, @style or @rendition set from top to bottom says so."""
    header = (
        '<encodingDesc><tagsDecl><rendition xml:id="v" scheme="css">writing-mode: tb-rl;'
        "</rendition></tagsDecl></encodingDesc>"
    )
    content = f'<text xml:lang="zh"><body>{element.format(attribute)}</body></text>'
    root = make_edition(tmp_path / "edition", {"a": content})
    file = root / "tei/a.xml"
    file.write_text(file.read_text().replace("</teiHeader>", f"{header}</teiHeader>"))
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    page = (root / "out/edition/a.html").read_text(encoding="utf-8")

    assert re.search(rf'class="[^"]*\b{name}(?![-\w])', page)


@pytest.mark.parametrize("element", ["foreign", "title", "term", "mentioned"])
@pytest.mark.parametrize(("word", "tag"), [("論語", "span"), ("בראשית", "span"), ("liber", "em")])
def test_scripts_without_italics_have_none(
    element: str, word: str, tag: str, tmp_path: Path
) -> None:
    """What printers set in italics stays upright in scripts that have none."""
    content = f"<text><body><p>In <{element}>{word}</{element}>.</p></body></text>"
    root = make_edition(tmp_path / "edition", {"a": content})
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    [found] = parse_page(root / "out/edition/a.html").xpath(f"//*[@class='tei-{element}']")

    assert found.tag.rpartition("}")[2] == tag


@pytest.mark.parametrize(
    ("root", "text", "body"),
    [("en", ' xml:lang="ar"', ""), ("en", "", ' xml:lang="ar"'), ("ar", "", "")],
)
def test_the_language_of_an_edition_is_that_of_its_text(
    root: str, text: str, body: str, tmp_path: Path
) -> None:
    """Pages, citations and quotations of a text are in its language, wherever the file says it."""
    content = f'<text{text}><body{body}><p><persName ref="#p">زيد</persName> هنا.</p></body></text>'
    register = '<listPerson><person xml:id="p"><persName>Zayd</persName></person></listPerson>'
    folder = make_edition(tmp_path / "edition", {"a": content}, register=register)
    file = folder / "tei/a.xml"
    file.write_text(file.read_text().replace('xml:lang="en"', f'xml:lang="{root}"', 1))
    site = build_site(folder).out

    page = parse_page(site / "edition/a.html")
    quoted = (site / "edition/persons.html").read_text(encoding="utf-8")
    data = (site / "edition/a.csl.json").read_text(encoding="utf-8")

    assert page.xpath("//html/@lang") == ["ar"]
    [section] = page.xpath("//section[contains(@class, 'tei-page')]")
    assert section.get("dir") == "rtl"
    assert '"language": "ar"' in data
    assert "tei-quotation" in quoted
