"""Parts of a text are files of their own; addresses are safe; archives are always the same."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition
from tei_edition.config import make_config, read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.downloads import cut_part, make_archive
from tei_edition.publishing.staging import stage_edition
from tei_edition.reader.text import read_text
from tei_edition.reader.units import plan_units, stamp_units
from tei_edition.source import read_source
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Cut = Callable[..., etree._Element | None]

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
TEXT = (
    '<teiHeader xml:id="h"><fileDesc/></teiHeader><text xml:lang="ru"><body>'
    '<div xml:id="a"><p xml:id="p1" corresp="#p2 #p1  b.xml#p2 #h" hand="#q" rend="#q">one <ref '
    'target="https://example.org/#p2">x</ref><rs key="#p2" ana="#none"/></p><!--c--></div>'
    '<div xml:id="b"><p xml:id="p2">two</p></div></body></text>'
)


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    """Cuts the division with an anchor out of a text."""

    def cut_out(content: str, anchor: str, root_name: str = "TEI") -> etree._Element | None:
        path = tmp_path / "x.xml"
        path.write_text(
            f'<{root_name} xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">{content}'
            f"</{root_name}>"
        )
        source = read_source(path, tmp_path)
        assert source.root is not None
        division = read_text(source, make_config({}, tmp_path).text).division
        assert division
        stamp_units(source.root, plan_units(division, 2))
        part = cut_part(source.root, anchor, "tei/x.xml")
        return etree.fromstring(part) if part else None

    return cut_out


# Parts.


def test_a_part_is_whole(cut: Cut) -> None:
    """Header, language, and the division with all that it holds, and nothing of ours."""
    part = cut(TEXT, "a")
    assert part is not None

    assert [e.tag.removeprefix(TEI) for e in part.iter(f"{TEI}*")] == [
        "TEI", "teiHeader", "fileDesc", "text", "body", "div", "p", "ref", "rs",
    ]  # fmt: skip
    assert [e.get(f"{XML}id") for e in part.iter("*") if e.get(f"{XML}id")] == ["h", "a", "p1"]
    assert (part.get(f"{XML}lang"), part.find(f"{TEI}text").get(f"{XML}lang")) == ("en", "ru")  # type: ignore[union-attr]
    assert raw_text(part).strip() == "one x"
    assert b"urn:tei-edition" not in etree.tostring(part)
    assert b"<!--c-->" in etree.tostring(part)


def test_pointers_of_a_part_lead_to_the_whole(cut: Cut) -> None:
    """What was left behind is sought in the whole file; what is in the part, in the part."""
    part = cut(TEXT, "a")
    assert part is not None
    p, ref, rs = (next(part.iter(f"{TEI}{name}")) for name in ("p", "ref", "rs"))

    assert p.get("corresp") == "x.xml#p2 #p1  b.xml#p2 #h"
    assert (p.get("hand"), p.get("rend")) == ("x.xml#q", "#q")
    assert ref.get("target") == "https://example.org/#p2"
    assert (rs.get("ana"), rs.get("key")) == ("x.xml#none", "#p2")


def test_a_text_of_a_group_is_no_part(cut: Cut) -> None:
    """What would be no file of its own is not offered as one; nor what is no unit."""
    group = (
        '<teiHeader/><text><group><text xml:id="a"><body/></text><text xml:id="b"><body/></text>'
        "</group></text>"
    )

    assert cut(group, "a") is None
    assert cut(TEXT, "none") is None
    assert cut(TEXT.partition("</teiHeader>")[2], "a") is None


def test_a_part_of_a_corpus_has_the_header_of_its_text(cut: Cut) -> None:
    """A corpus is no text: its part is one of the text that it comes from."""
    text = (
        '<TEI><teiHeader><x n="{0}"/></teiHeader><text xml:id="t{0}"><body><div xml:id="{0}"/>'
        '<div xml:id="{0}2"/></body></text></TEI>'
    )
    part = cut(f'<teiHeader><x n="0"/></teiHeader>{text.format("a")}{text.format("b")}', "b",
               "teiCorpus")  # fmt: skip

    assert part is not None
    assert part.tag == f"{TEI}TEI"
    assert [x.get("n") for x in part.iter(f"{TEI}x")] == ["b"]


# Archives.


def test_an_archive_is_always_the_same() -> None:
    """Whatever the order of its files, and whenever it is made; with checksums."""
    files = {"tei/b é.xml": b"b", "tei/a.xml": b"a"}

    archive = make_archive(files)

    assert archive == make_archive(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        assert found.namelist() == ["manifest-sha256.txt", "tei/a.xml", "tei/b é.xml"]
        assert found.read("tei/b é.xml") == b"b"
        assert found.read("manifest-sha256.txt").decode().splitlines() == [
            f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())
        ]
        assert {entry.external_attr >> 16 for entry in found.infolist()} == {0o644}


# Addresses.


def _offer(root: Path) -> dict[str, bytes]:
    staging = stage_edition(read_config(root, allow_outside=True))
    return {found.site_path: found.path.read_bytes() for found in staging.downloads}


def _list_tei(offered: dict[str, bytes]) -> list[str]:
    """The sources and parts, without what is made of them."""
    return sorted(n for n in offered if n.startswith(("tei/", "edition.zip", "manifest")))


def test_files_from_elsewhere_have_addresses_of_their_own(tmp_path: Path) -> None:
    """No address leads out of the site, and no file takes another's."""
    other = make_edition(tmp_path / "other", {"one": "<text><body><p>other</p></body></text>"})
    toml = '[edition]\ntexts = ["tei/one.xml", "../other/tei/one.xml", "root.xml", "$a [b].xml"]\n'
    root = make_edition(tmp_path / "e", {"one": "<text><body><p>own</p></body></text>"}, toml=toml)
    for name in ("root.xml", "$a [b].xml"):
        (root / name).write_bytes((other / "tei/one.xml").read_bytes())

    offered = _offer(root)

    assert _list_tei(offered) == [
        "edition.zip", "manifest-sha256.txt", "tei/$a [b].xml", "tei/one-2.xml", "tei/one.xml",
        "tei/root.xml",
    ]  # fmt: skip
    assert offered["tei/one.xml"] == (root / "tei/one.xml").read_bytes()
    assert offered["tei/one-2.xml"] == (other / "tei/one.xml").read_bytes()


def test_parts_have_addresses_of_their_own(tmp_path: Path) -> None:
    """Two divisions whose names are alike, and a text that is called like a part."""
    text = (
        '<text><body><div xml:id="a·b"><p>1</p></div><div xml:id="a-b"><p>2</p></div><div '
        'xml:id="A-b"><p>3</p></div></body></text>'
    )
    other = "<text><body><p>4</p></body></text>"
    root = make_edition(tmp_path / "e", {"x": text, "x.a-b": other}, toml="[pages]\nsplit = 1\n")

    offered = _offer(root)

    assert _list_tei(offered) == [
        "edition.zip", "manifest-sha256.txt", "tei/x.A-b-3.xml", "tei/x.a-b-2-2.xml",
        "tei/x.a-b-2.xml", "tei/x.a-b.xml", "tei/x.xml",
    ]  # fmt: skip
    parts = [etree.fromstring(d) for name, d in offered.items() if name.startswith("tei/x.a-b")]
    parts.append(etree.fromstring(offered["tei/x.A-b-3.xml"]))
    assert sorted(p.findtext(f".//{TEI}text//{TEI}p") or "" for p in parts) == ["1", "2", "3", "4"]


def test_what_is_included_is_offered(tmp_path: Path) -> None:
    """Files of which a text is made are in the archive; what is missing or unreadable is not."""
    text = (
        '<text><body><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"><xi:fallback>'
        "<p/></xi:fallback></xi:include></body></text>"
    )
    root = make_edition(
        tmp_path / "e",
        {"one": text.format("part.inc"), "two": text.format("none.inc"), "three": "<text"},
    )
    (root / "tei/part.inc").write_text('<p xmlns="http://www.tei-c.org/ns/1.0">in</p>')

    offered = _offer(root)

    with zipfile.ZipFile(io.BytesIO(offered["edition.zip"])) as archive:
        assert archive.namelist() == [
            "README.md", "edition.toml", "manifest-sha256.txt", "tei/one.xml", "tei/part.inc",
            "tei/two.xml",
        ]  # fmt: skip
    found = read_edition(read_config(root)).problems
    assert [p.code for p in found if p.severity == "error"] == ["xml-not-well-formed"]


def test_downloads_can_be_left_out(tmp_path: Path) -> None:
    """Then no file is offered, and no page says so."""
    toml = "[pages]\ndownloads = false\n"
    root = make_edition(tmp_path / "e", {"one": "<text><body><p>1</p></body></text>"}, toml=toml)

    staging = stage_edition(read_config(root))

    assert staging.downloads == ()
    pages = [path.read_text("utf-8") for path in staging.written]
    assert any("<paragraph" in page for page in pages)
    assert not any("download" in page for page in pages)
