"""Stylesheets run, say what is wrong with a text or with themselves, and lose no word of it."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from in_process import show_text
from tei_edition.config import make_config
from tei_edition.problems import EditionError, Location, Severity
from tei_edition.publishing.staging import stage_edition
from tei_edition.reader.text import read_text
from tei_edition.reader.units import plan_units, stamp_units
from tei_edition.runtime.modules import list_modules
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.saxon import (
    Outcome,
    Stylesheet,
    TransformError,
    digest_stylesheet,
    transform,
)
from tei_edition.source import read_source
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

XSL = """<xsl:stylesheet version="3.0" expand-text="yes" exclude-result-prefixes="#all"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:m="urn:tei-edition:mode" xmlns:p="urn:tei-edition:problem"
    xmlns:t="http://www.tei-c.org/ns/1.0">
  {content}
</xsl:stylesheet>
"""
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A text'
    "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
    "</fileDesc></teiHeader>{text}</TEI>"
)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Outcome]:
    """Runs a stylesheet that has only the given content, on a document."""

    def run_content(content: str, text: str = "<a/>", **parameters: str) -> Outcome:
        path = tmp_path / "sheet.xsl"
        path.write_text(XSL.format(content=content), encoding="utf-8")
        return transform(Stylesheet(path, None, "m:go", "xml"), text, parameters)

    return run_content


# Running.


def test_a_document_comes_out_as_it_was_made(run: Callable[..., Outcome]) -> None:
    """No white space is added between inline elements, and no declaration before them."""
    outcome = run(
        '<xsl:mode name="m:go" on-no-match="shallow-copy"/>', "<p><hi>a</hi><hi>ü𝔊</hi> b</p>"
    )

    assert outcome == Outcome({"": "<p><hi>a</hi><hi>ü𝔊</hi> b</p>"}, ())


def test_parameters_hold_for_one_run(run: Callable[..., Outcome]) -> None:
    """What one document gets is not passed to the next."""
    content = (
        '<xsl:param name="word" as="xs:string" select="\'none\'"/>'
        '<xsl:template match="/" mode="m:go"><a>{$word}</a></xsl:template>'
    )

    assert run(content, word="<&é>").documents == {"": "<a>&lt;&amp;é&gt;</a>"}
    assert run(content).documents == {"": "<a>none</a>"}


def test_problems_come_through_messages(run: Callable[..., Outcome]) -> None:
    """A problem element in a message is a problem; plain messages and unknown codes are not."""
    content = """
      <xsl:template match="/" mode="m:go"><a/>
        <xsl:message>just so: urn:tei-edition:problem</xsl:message>
        <xsl:message><p:problem code="no-such-code" pos="1:1">never</p:problem></xsl:message>
        <xsl:message><p:problem code="unhandled-element" pos="3:7" file="tei/x.xml"
          hint="look">&lt;b&gt; &amp; so</p:problem></xsl:message>
        <xsl:message><p:problem code="unhandled-element" pos="here">no</p:problem></xsl:message>
      </xsl:template>"""

    one, other = run(content).problems

    assert (one.code, one.severity, one.message) == (
        "unhandled-element",
        Severity.NOTE,
        "<b> & so",
    )
    assert (one.location, one.hint) == (Location("tei/x.xml", 3, 7), "look")
    assert other.location == Location("", 1, 1)
    assert len(run(content).problems) == 2


def test_a_faulty_stylesheet_is_told_with_its_line(run: Callable[..., Outcome]) -> None:
    """What Saxon will not compile is one error that names module and line."""
    with pytest.raises(EditionError, match=r"cannot be used: .*sheet\.xsl") as caught:
        run("<xsl:template match='p['/>")

    assert re.search(r"line 5\b", str(caught.value))
    assert not isinstance(caught.value, TransformError)


def test_what_is_no_stylesheet_is_an_error(tmp_path: Path) -> None:
    """A stylesheet that is no XML, or not there, ends the work with a sentence."""
    path = tmp_path / "sheet.xsl"
    path.write_text("<xsl:stylesheet", encoding="utf-8")

    with pytest.raises(EditionError, match="cannot be used"):
        transform(Stylesheet(path, None, "m:go", "xml"), "<a/>", {})
    with pytest.raises(EditionError, match=r'no stylesheet ".*my\.xsl"'):
        transform(Stylesheet(path, tmp_path / "my.xsl", "m:go", "xml"), "<a/>", {})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<a>{xs:integer(/a)}</a>", r"sheet\.xsl:6: .*\(err:FORG0001\)"),
        ("<a>{error(xs:QName('xs:mine'), 'No!')}</a>", r"sheet\.xsl:6: No! \(xs:mine\)"),
        ("<xsl:message terminate='yes'>Enough</xsl:message>", "Enough|terminated"),
        ("<a>{doc('missing.xml')}</a>", r"sheet\.xsl:6: "),
    ],
)
def test_an_error_at_run_time_is_told_with_its_line(
    run: Callable[..., Outcome], content: str, said: str
) -> None:
    """What fails on one document is another kind of error: it may do well with the next."""
    template = f'<xsl:template match="/" mode="m:go">\n{content}</xsl:template>'

    with pytest.raises(TransformError, match=said):
        run(template, "<a>b</a>")


def test_recursion_without_end_is_an_error(run: Callable[..., Outcome]) -> None:
    """A template that calls itself for ever does not end the process."""
    with pytest.raises(TransformError):
        run('<xsl:template match="node()" mode="m:go"><b><xsl:apply-templates select="."'
            ' mode="m:go"/></b></xsl:template>')  # fmt: skip


def test_no_text_is_fetched(run: Callable[..., Outcome]) -> None:
    """A stylesheet cannot reach the network."""
    with pytest.raises(TransformError):
        run('<xsl:template match="/" mode="m:go"><a>{doc("http://127.0.0.1:9/x.xml")}</a>'
            "</xsl:template>")  # fmt: skip


def test_an_overlay_goes_before_ours(tmp_path: Path) -> None:
    """A stylesheet laid over another adds to it, and calls what it overrides."""
    base, over = tmp_path / "base.xsl", tmp_path / "my own.xsl"
    base.write_text(
        XSL.format(
            content='<xsl:mode name="m:go" on-no-match="shallow-copy"/>'
            '<xsl:template match="b" mode="m:go"><i><xsl:next-match/></i></xsl:template>'
        )
    )
    over.write_text(
        XSL.format(
            content='<xsl:template match="b" mode="m:go"><u><xsl:next-match/></u></xsl:template>'
        )
    )

    outcome = transform(Stylesheet(base, over, "m:go", "xml"), "<a><b>c</b></a>", {})

    assert outcome.documents == {"": "<a><u><i><b>c</b></i></u></a>"}


def test_a_changed_stylesheet_is_compiled_again(tmp_path: Path) -> None:
    """A process that lives long sees changes, in modules that came in later too."""
    entry, module, later = (tmp_path / name for name in ("a.xsl", "b.xsl", "c.xsl"))
    template = '<xsl:template match="/" mode="m:go"><a>{}</a></xsl:template>'
    clock = iter(range(2_000_000_000, 2_000_000_100))

    def write(path: Path, content: str) -> None:
        path.write_text(XSL.format(content=content))
        now = next(clock)
        os.utime(path, (now, now))

    def run() -> str:
        return transform(Stylesheet(entry, None, "m:go", "xml"), "<x/>", {}).documents[""]

    write(entry, '<xsl:include href="b.xsl"/>')
    write(module, template.format("one"))
    assert run() == "<a>one</a>"
    write(module, template.format("two"))
    assert run() == "<a>two</a>"
    write(later, template.format("three"))
    write(module, '<xsl:include href="c.xsl"/>')
    assert run() == "<a>three</a>"
    write(later, template.format("four"))
    assert run() == "<a>four</a>"
    later.unlink()
    with pytest.raises(EditionError, match=r"c\.xsl"):
        run()


def test_all_modules_are_known(tmp_path: Path) -> None:
    """What a stylesheet imports, and what that includes, is part of its digest."""
    entry, module, deep = (tmp_path / name for name in ("a.xsl", "b.xsl", "c.xsl"))
    entry.write_text(XSL.format(content='<xsl:import href="b.xsl"/><xsl:include href="a.xsl"/>'))
    module.write_text(XSL.format(content='<xsl:include href="c.xsl"/>'))
    deep.write_text("<xsl:faulty")
    stylesheet = Stylesheet(entry, None, "m:go")

    before = digest_stylesheet(stylesheet)
    deep.write_text(XSL.format(content=""))

    assert list_modules(entry) == [entry, module, deep]
    assert digest_stylesheet(stylesheet) != before
    assert len(list_modules(find_resource("xslt/edition.xsl"))) > 10


# A text on which a stylesheet fails.


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of two texts, with a stylesheet of its own that fails on one of them."""
    (tmp_path / "tei").mkdir()
    for name, number in (("one", "1"), ("two", "two")):
        text = f'<text><body><p n="{number}">Some words.</p></body></text>'
        (tmp_path / f"tei/{name}.xml").write_text(TEI.format(text=text))
    (tmp_path / "my.xsl").write_text(
        XSL.format(
            content='<xsl:template match="t:p" mode="m:block">\n'
            '<xsl:next-match/><paragraph classes="tei-generated">{xs:integer(@n) + 1}</paragraph>'
            "</xsl:template>"
        )
    )
    return tmp_path


def test_a_text_that_fails_leaves_the_others(edition: Path) -> None:
    """A text on which the stylesheet fails is one problem, and is left out by name."""
    config = make_config({"edition": {"xslt": "my.xsl"}, "check": {"schema": "none"}}, edition)

    staging = stage_edition(config)
    again = stage_edition(config)

    (found,) = (p for p in staging.problems if p.code == "stylesheet-failed")
    assert found.location == Location("tei/two.xml")
    assert re.search(r"my\.xsl:6: .*two.*FORG0001", found.message)
    pages = {path.name: path.read_text() for path in staging.written if path.suffix == ".xml"}
    assert "Some words." in pages["one.teipage.xml"]
    assert "two.teipage.xml" not in pages
    assert staging.left_out == ("tei/two.xml",)
    assert (again.problems, again.written) == (staging.problems, ())


def test_a_stylesheet_that_cannot_be_used_is_one_error(edition: Path) -> None:
    """What is wrong with the stylesheet itself ends the work."""
    (edition / "my.xsl").write_text(XSL.format(content="<xsl:nonsense/>"))
    config = make_config({"edition": {"xslt": "my.xsl"}, "check": {"schema": "none"}}, edition)

    with pytest.raises(EditionError, match=r"cannot be used: .*my\.xsl"):
        stage_edition(config)


# Texts by chance.

INLINE = ("hi", "emph", "ref", "persName", "rs", "date", "foreign", "title", "seg", "unknown")
ADDED = "tei-generated"
NOT_MAIN = frozenset(
    {"footnote", "footnote_reference", "tei_downloads", "toctree", "tei_alternative"}
)


class _Author:
    """Writes TEI that no schema would allow, from a small grammar; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.words = 0
        self.ids = 0

    def write_text(self) -> str:
        return f"<text><body>{self.many(self.division, 1, 3, 0)}</body></text>"

    def many(self, kind: Callable[[int], str], low: int, high: int, depth: int) -> str:
        return "".join(kind(depth + 1) for _ in range(self.random.randint(low, high)))

    def word(self) -> str:
        self.words += 1
        return f"w{self.words}x" + self.random.choice((" ", " ", "", "\n  ", "&amp; ", "é𝔊 "))

    def wrap(self, name: str, content: str, **attributes: str) -> str:
        if self.random.random() < 0.15:
            self.ids += 1
            attributes["xml:id"] = f"id{self.ids}"
        given = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<{name}{given}>{content}</{name}>"

    def division(self, depth: int) -> str:
        before = self.random.choice(("", "", "<!-- c -->", '<pb n="3"/>'))
        head = self.wrap("head", self.phrases(3)) if self.random.random() < 0.7 else ""
        inner = self.many(self.division, 0, 2, depth) if depth < 4 else ""
        return self.wrap("div", before + head + self.many(self.block, 0, 4, depth) + inner)

    def block(self, depth: int) -> str:
        if depth > 7:
            return self.wrap("p", self.word())
        kinds = (self.paragraph, self.list, self.labels, self.lg, self.table, self.speech,
                 self.figure, self.floating, self.quote, self.note, self.app, self.choice,
                 self.stray)  # fmt: skip
        return self.random.choice(kinds)(depth)

    def paragraph(self, depth: int) -> str:
        name = self.random.choice(("p", "p", "p", "ab", "unknown"))
        return self.wrap(name, self.phrases(depth, blocks=True))

    def list(self, depth: int) -> str:
        head = self.wrap("head", self.phrases(6)) if self.random.random() < 0.3 else ""
        rend = {"rend": "numbered"} if self.random.random() < 0.3 else {}
        return self.wrap("list", head + self.many(self.item, 0, 3, depth), **rend)

    def labels(self, depth: int) -> str:
        label = self.wrap("label", self.phrases(6))
        more = self.wrap("label", self.word())
        items = (self.many(self.item, 0, 2, depth) for _ in range(2))
        return self.wrap("list", label + more.join(items))

    def lg(self, depth: int) -> str:
        return self.wrap("lg", self.many(self.line, 0, 3, depth))

    def table(self, depth: int) -> str:
        rows = (self.wrap("row", self.many(self.cell, 0, 3, depth)) for _ in range(2))
        return self.wrap("table", "".join(rows))

    def speech(self, depth: int) -> str:
        return self.wrap("sp", f"<speaker>{self.word()}</speaker>{self.block(depth + 1)}")

    def figure(self, _depth: int) -> str:
        return self.wrap("figure", f"<graphic url='x'/><figDesc>{self.word()}</figDesc>")

    def floating(self, depth: int) -> str:
        return self.wrap("floatingText", f"<body>{self.division(depth + 1)}</body>")

    def quote(self, depth: int) -> str:
        name = self.random.choice(("quote", "opener", "epigraph"))
        return self.wrap(name, self.many(self.block, 0, 2, depth + 1) + self.word())

    def stray(self, _depth: int) -> str:
        return self.random.choice(('<pb n="7"/>', self.word()))

    def item(self, depth: int) -> str:
        stray = self.word() if self.random.random() < 0.1 else ""
        return self.wrap("item", self.phrases(depth, blocks=True)) + stray

    def cell(self, depth: int) -> str:
        spans = self.random.choice(({}, {}, {}, {"cols": "2"}, {"rows": "2"}, {"cols": "9e9"}))
        stray = '<pb n="4"/>' + self.word() if self.random.random() < 0.1 else ""
        return self.wrap("cell", self.phrases(depth + 2, blocks=True), **spans) + stray

    def line(self, depth: int) -> str:
        if depth < 6 and self.random.random() < 0.2:
            return self.wrap("lg", self.many(self.line, 1, 2, depth))
        return self.wrap("l", self.phrases(depth + 2)) + self.random.choice(("", "\n", "<lb/>"))

    def phrases(self, depth: int, *, blocks: bool = False) -> str:
        parts = [self.word()]
        for _ in range(self.random.randint(0, 4)):
            chance = self.random.random()
            if depth > 7 or chance < 0.3:
                parts.append(self.word())
            elif blocks and chance < 0.42:
                parts.append(self.block(depth + 2))
            elif chance < 0.5:
                parts.append(self.note(depth, self.phrase))
            elif chance < 0.6:
                parts.append(self.app(depth, self.phrase))
            elif chance < 0.68:
                parts.append(self.choice(depth, self.phrase))
            else:
                parts.append(self.phrase(depth))
        return "".join(parts)

    def phrase(self, depth: int) -> str:
        name = self.random.choice(INLINE)
        attributes = {"ref": "#p"} if name in {"persName", "title"} else {}
        if name == "ref":
            attributes = {"target": self.random.choice(("http://x.org/", "#p"))}
        return self.wrap(name, self.phrases(depth + 1), **attributes) + self.word()

    def note(self, depth: int, kind: Callable[[int], str] | None = None) -> str:
        kind = kind or self.block
        return self.wrap("note", self.word() + self.many(kind, 0, 2, depth + 1))

    def app(self, depth: int, kind: Callable[[int], str] | None = None) -> str:
        inner = kind or self.block

        def reading(name: str) -> str:
            return self.wrap(name, self.many(inner, 0, 2, depth + 1), wit="#A")

        lemma = reading("lem") if self.random.random() < 0.7 else ""
        readings = "".join(reading("rdg") for _ in range(self.random.randint(1, 2)))
        if self.random.random() < 0.3:
            readings = self.wrap("rdgGrp", readings + self.note(depth, self.phrase))
        more = self.note(depth, self.phrase) if self.random.random() < 0.2 else ""
        return self.wrap("app", lemma + readings + more)

    def choice(self, depth: int, kind: Callable[[int], str] | None = None) -> str:
        kind = kind or self.block
        names = self.random.choice((("sic", "corr"), ("orig", "reg"), ("unclear", "unclear")))
        return self.wrap(
            "choice", "".join(self.wrap(name, self.many(kind, 1, 2, depth + 1)) for name in names)
        )


def _read_main(element: etree._Element) -> str:
    """The reading text of TEI: lemmas, corrections, no notes."""
    name = etree.QName(element).localname
    if name == "note":
        return ""
    children = [child for child in element if isinstance(child.tag, str)]
    if name == "app":
        found = [c for c in children if c.tag.endswith("}lem")]
        found = found or list(element.iter("{*}rdg"))
        return _read_content(found[0]) if found else ""
    if name == "choice":
        shown = [c for c in children if c.tag.endswith(("}corr", "}reg"))] or children[:1]
        return "".join(_read_main(child) for child in shown)
    return _read_content(element)


def _read_content(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_read_main(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _read_page(node: etree._Element) -> str:
    """The main text of a staged page."""
    classes = node.get("classes", "").split()
    if node.tag in NOT_MAIN or ADDED in classes or "tei-apparatus" in classes:
        return ""
    return (node.text or "") + "".join(_read_page(child) + (child.tail or "") for child in node)


def _stage(folder: Path, text: str, split: int) -> tuple[etree._Element, list[etree._Element]]:
    """The stamped tree of a text, and its staged pages in order."""
    path = folder / "text.xml"
    path.write_text(TEI.format(text=text), encoding="utf-8")
    config = make_config({"edition": {"texts": ["text.xml"]}, "pages": {"split": split},
                          "check": {"schema": "none"}}, folder)  # fmt: skip
    source = read_source(path, folder)
    assert source.root is not None, source.problems
    found = read_text(source, config.text)
    assert found.division is not None
    units = plan_units(found.division, split)
    stamp_units(source.root, units)
    pages = ",".join(
        f'{{"anchor": "{u.anchor}", "docname": "{n}", "title": "T", "text": "t", "file": "f",'
        f' "line": {u.line}, "parts": [], "downloads": []}}'
        for n, u in enumerate(units)
    )
    sheet = Stylesheet(find_resource("xslt/edition.xsl"), None, "m:pages")
    targets = '{"#p": "edition/persons#p", "http://x.org/": "http://x.org/"}'
    outcome = transform(
        sheet,
        etree.tostring(source.root, encoding="unicode"),
        {"pages": f"[{pages}]", "targets": targets},
    )
    documents = [etree.fromstring(outcome.documents[str(n)]) for n in range(len(units))]
    return source.root, documents


def _list_links_in_links(page: etree._Element) -> Iterator[str]:
    for link in page.iter("tei_link"):
        if any(above.tag == "tei_link" for above in link.iterancestors()):
            yield etree.tostring(link, encoding="unicode")


@pytest.mark.parametrize("seed", range(60))
def test_no_text_is_lost(tmp_path: Path, seed: int) -> None:
    """Whatever the markup, the pages in order have the reading text, and every anchor once."""
    text = _Author(seed).write_text()

    root, pages = _stage(tmp_path, text, split=seed % 3)

    main = root.find("{*}text")
    assert main is not None
    wanted = re.sub(r"\s+", " ", _read_main(main)).split()
    found = " ".join(_read_page(page) for page in pages).split()
    assert "".join(found) == "".join(wanted)
    ids = [ident for page in pages for e in page.iter() for ident in e.get("ids", "").split()]
    anchor = "{urn:tei-edition:source}anchor"
    anchors = {str(e.get(anchor)) for e in main.iter("*") if e.get(anchor)}
    assert sorted(set(ids)) == sorted(ids)
    assert anchors - set(ids) == set()
    refids = {e.get("refid") for page in pages for e in page.iter("footnote_reference")}
    assert refids <= set(ids)
    assert not [link for page in pages for link in _list_links_in_links(page)]
    words = set(re.findall(r"w\d+x", text))
    assert words == set(re.findall(r"w\d+x", " ".join(raw_text(p) for p in pages)))


def test_elements_without_a_namespace_are_not_taken_for_tei(tmp_path: Path) -> None:
    """A note or a name in no namespace, as careless programs leave them, is text and no more."""
    content = '<note xmlns="">b</note><note xmlns="">c</note><app xmlns="">d<p>e</p></app>'

    _, (page,) = _stage(tmp_path, f"<text><body><p>a{content}</p></body></text>", 0)

    assert "".join(_read_page(page).split()) == "abcde"
    assert not page.findall(".//footnote")


def test_elements_without_a_style_are_told_once(tmp_path: Path) -> None:
    """At their first place in the text; not those of the header, of examples and of formulas."""
    text = TEI.format(
        text="<text><body><p>x <zzz>a</zzz> <zzz>b</zzz> <yyy/> <hi>c</hi></p>"
        '<p><egXML xmlns="http://www.tei-c.org/ns/Examples"><www/></egXML></p>'
        '<p><formula><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>d</mi></math></formula>'
        "<figure><binaryObject>AA==</binaryObject></figure></p>"
        "<p><binaryObject>AA==</binaryObject></p></body></text>",
    )

    problems = [found for found in show_text(tmp_path, text)[1]
                if found.code == "unhandled-element"]  # fmt: skip

    assert [found.message.partition(" ")[0] for found in problems] == [
        "<zzz>", "<yyy>", "<binaryObject>",
    ]  # fmt: skip
    lines = text.splitlines()
    for found in problems:
        line = lines[found.location.line - 1]
        start = found.location.column - 1
        assert line[start:].startswith(found.message.partition(">")[0])
        assert line.find(found.message.partition(">")[0]) == start
