"""Every link of the built site leads somewhere, every name to the right place and back."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

import oracle
from building import find_program, list_pages, run

FOLDERS = ("site", "plain")


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Path:
    """The site of Sphinx, and the pages made by XSLT alone."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@cache
def parse(page: Path) -> html.HtmlElement:
    """The tree of a page, parsed once."""
    return oracle.parse_page(page)


@cache
def list_ids(page: Path) -> list[str]:
    """All ids of a page, in order."""
    return [str(value) for value in parse(page).xpath("//@id")]


def list_html(folder: Path) -> list[Path]:
    """The pages of a site, of which there must be some."""
    pages = sorted(folder.rglob("*.html"))
    assert pages
    return pages


def find_broken_links(folder: Path) -> list[str]:
    """Each address in a site's pages that leads to no file, or to no element of a page."""
    broken = []
    for page in list_html(folder):
        for address in sorted(set(parse(page).xpath("//@href | //@src"))):
            target = resolve(page, address)
            if target is None:
                continue
            path, fragment = target
            known = path.suffix != ".html" or not fragment or fragment in list_ids(path)
            if not path.is_file() or not known:
                broken.append(f"{page.relative_to(folder)}: {address}")
    return broken


def resolve(page: Path, address: str) -> tuple[Path, str] | None:
    """The file and the fragment that an address on a page names; None for one of the web."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = Path(os.path.normpath(page.parent / unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)


def test_every_link_is_whole(folder: Path) -> None:
    """Relative links lead to files that exist, fragments to elements that exist."""
    assert find_broken_links(folder) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    """The checker of links sees a missing file and a missing fragment."""
    page = tmp_path / "a.html"
    page.write_text("<p id='x'><a href='b.html'>b</a> <a href='#y'>y</a> <a href='#x'>x</a></p>")

    assert find_broken_links(tmp_path) == ["a.html: #y", "a.html: b.html"]


def test_every_id_stands_once(folder: Path) -> None:
    """No page has an id twice."""
    doubled = {
        str(page.relative_to(folder)): [i for i, n in Counter(list_ids(page)).items() if n > 1]
        for page in list_html(folder)
    }

    assert {page: ids for page, ids in doubled.items() if ids} == {}


def test_links_never_nest(folder: Path) -> None:
    """No link holds a link: HTML has none, and browsers tear such names apart."""
    nested = re.compile(rb"<a [^>]*>(?:(?!</a>).)*<a ", re.DOTALL)

    assert [page for page in list_html(folder) if nested.search(page.read_bytes())] == []


# Mentions.


def read_pointers(shipped: Path) -> dict[str, str]:
    """What each pointer of the shipped text leads to, by XPath: the id of an entry, or nothing."""
    register = etree.parse(shipped / "tei/register.xml")
    ids = oracle.find_all(
        register, "//t:standOff//*[self::t:person|self::t:org|self::t:place|self::t:event]/@xml:id"
    )
    return {f"register.xml#{ident}": str(ident) for ident in ids}


def test_names_that_resolve_are_links(shipped: Path, folder: Path) -> None:
    """Each name leads to the entry that its pointer names; no word of it is left without a link."""
    pointers = read_pointers(shipped)
    said = oracle.read_tei(shipped / "tei/october.xml", {"regularised": False}).named()
    shown = oracle.read_html(list_pages(folder, "edition/october")).named()
    checked = 0
    for kind, streams in said.items():
        for one, two in zip(streams, shown[kind], strict=True):
            for name, link in zip(one.names, two.names, strict=True):
                wanted = [pointers[p] for p in name.node.get("ref", "").split() if p in pointers]
                if wanted and name.element != "date":
                    checked += 1
                    assert set(find_own_targets(link.node)) <= {wanted[0]}, name
                    assert not find_unlinked_words(link.node), name

    assert checked > 100


def find_own_targets(node: html.HtmlElement) -> list[str]:
    """The fragments to which the words of a name itself lead, not those of names inside it."""
    links = [
        link
        for link in ([node] if node.tag == "a" else node.iter("a"))
        if (link is node or not link.get("id")) and not oracle.MARKS & set(link.classes)
    ]
    own = [link for link in links if find_nearest_name(link) is node]
    return [urlsplit(link.get("href")).fragment for link in own]


def find_nearest_name(node: html.HtmlElement) -> html.HtmlElement:
    """The name that a link belongs to."""
    while not oracle.find_mention(node):
        node = node.getparent()
    return node


def find_unlinked_words(node: html.HtmlElement) -> list[str]:
    """The words in a name that stand in no link."""
    return [
        str(text)
        for text in node.xpath(
            ".//text()[normalize-space() and not(ancestor::a)]"
            "[not(ancestor::*[contains(@class, 'tei-generated')])]"
        )
    ]


def test_datings_lead_to_their_day(shipped: Path, folder: Path) -> None:
    """Each date with a value leads to its day in the chronology."""
    said = oracle.read_tei(shipped / "tei/october.xml", {"regularised": False}).named()
    shown = oracle.read_html(list_pages(folder, "edition/october")).named()
    dates = [
        (name.node.get("when"), find_own_targets(link.node))
        for kind, streams in said.items()
        for one, two in zip(streams, shown[kind], strict=True)
        for name, link in zip(one.names, two.names, strict=True)
        if name.element == "date" and name.node.get("when")
    ]

    assert dates
    assert {(when, *targets) for when, targets in dates} == {(w, f"d{w}") for w, _ in dates}


def count_mentions(text: Path) -> Counter[str]:
    """How many mentions in a text point to each entry, by XPath."""
    root = etree.parse(text).getroot()
    return Counter(
        pointer.rpartition("#")[2]
        for node in oracle.find_all(root, "//t:text//t:*")
        if oracle.is_mention(node)
        for pointer in set(node.get("ref", node.get("key", "")).split())
    )


def test_register_entries_list_every_mention(shipped: Path, folder: Path) -> None:
    """Every entry lists as many mentions as XPath counts, and none lists another's."""
    counted = count_mentions(shipped / "tei/october.xml")
    listed = {}
    for register in ("persons", "organisations", "places", "events"):
        article = oracle.find_article(parse(folder / f"edition/{register}.html"))
        for term in article.xpath(".//dt[contains(@class, 'tei-entity')]"):
            ident = term.get("id") or term.xpath(".//@id")[0]
            body = term.getnext()
            listed[ident] = sum("tei-quoted-mention" in link.classes for link in body.iter("a"))

    assert set(listed) == set(read_pointers(shipped).values())
    assert listed == {ident: counted[ident] for ident in listed}


def test_the_chronology_lists_every_dating(shipped: Path, folder: Path) -> None:
    """The chronology quotes each date of the text that has a value, once."""
    root = etree.parse(shipped / "tei/october.xml")
    dates = oracle.find_all(root, "//t:text//t:date[@when or @from or @to or @notBefore]")
    quoted = parse(folder / "edition/chronology.html").xpath(
        "//a[contains(@class, 'tei-quoted-mention')]"
    )

    assert len(quoted) == len(dates)


def test_quotations_lead_to_the_very_words(folder: Path) -> None:
    """What a register quotes as a mention is what stands at the place it leads to."""
    quoted = 0
    for page in ("persons", "organisations", "places", "events", "chronology"):
        path = folder / f"edition/{page}.html"
        for link in parse(path).xpath("//a[contains(@class, 'tei-quoted-mention')]"):
            target = resolve(path, link.get("href"))
            assert target
            found = parse(target[0]).xpath("//*[@id=$id]", id=target[1])
            stream = oracle.Stream()
            oracle.walk_html(found[0], stream, oracle.Streams())
            assert oracle.squeeze(link.text_content()) == oracle.squeeze(stream.text), link
            quoted += 1

    assert quoted > 150


# Judges from outside.


@pytest.mark.program("java", "vnu.jar")
def test_pages_pass_the_nu_validator(folder: Path) -> None:
    """The Nu validator of the W3C finds no error in any page."""
    done = run("java", "-jar", find_program("vnu.jar"), "--skip-non-html", "--errors-only", folder)

    assert done.stderr == ""
    assert done.returncode == 0
