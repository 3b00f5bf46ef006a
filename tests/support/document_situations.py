"""Documents of each kind that can be imported, and what they must become in TEI."""

# ruff: noqa: E501 - each situation is a row of a table

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from word_files import draw, note, p, r, refer

if TYPE_CHECKING:
    from collections.abc import Mapping


class Situation(NamedTuple):
    """A document of a kind: its content, what the TEI must have, and what must be reported."""

    content: str
    made: tuple[str, ...]
    told: str = ""
    more: Mapping[str, str] = MappingProxyType({})


def cell(content: str, more: str = "") -> str:
    """A cell of a table of Word."""
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{content}</w:tc>"


def item(words: str, number: int) -> str:
    """A paragraph of a list of Word."""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return p(r(words), "ListParagraph", listed)


BY = 'w:id="9" w:author="Ann" w:date="2024-01-01T00:00:00Z"'
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic>"
    "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
LINK = (
    '<Relationship Id="rLink" TargetMode="External" Target="https://example.org/a b"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
)
FORMATS = "".join(
    r(word, f"<w:{element}/>") + r(" ")
    for word, element in (
        ("bold", "b"), ("italic", "i"), ("struck", "strike"), ("small", "smallCaps"),
        ("under", 'u w:val="single"'), ("up", 'vertAlign w:val="superscript"'),
        ("down", 'vertAlign w:val="subscript"'),
    )
)  # fmt: skip
DOCX = {
    "plain paragraphs": Situation(p(r("One.")) + p(r("Two &amp; &lt;b&gt;.")),
        ('<p xml:id="p1">One.</p>', '<p xml:id="p2">Two &amp; &lt;b&gt;.</p>')),
    "words in several runs": Situation(p(r("Hel") + r("lo wor") + r("ld", "<w:b/>")),
        ('Hello wor<hi rend="bold">ld</hi>',)),
    "formats": Situation(p(FORMATS), tuple(f'<hi rend="{rend}">{word}</hi>' for word, rend in (
        ("bold", "bold"), ("italic", "italic"), ("struck", "strikethrough"),
        ("small", "smallcaps"), ("under", "underline"), ("up", "sup"), ("down", "sub")))),
    "headings of several levels": Situation(
        p(r("A"), "Heading1") + p(r("a")) + p(r("B"), "Heading2") + p(r("b")) + p(r("C"), "Heading1")
        + p(r("c")),
        ('<div xml:id="d1"> <head>A</head> <p xml:id="p1">a</p> <div xml:id="d2"> <head>B</head>',
         '</div> </div> <div xml:id="d3"> <head>C</head>')),
    "words before the first heading": Situation(p(r("before")) + p(r("A"), "Heading2") + p(r("a")),
        ('<div xml:id="d1"> <p xml:id="p1">before</p> </div> <div xml:id="d2"> <head>A</head>',)),
    "footnotes": Situation(p(r("One") + refer("2") + r(", two") + refer("3") + r(".")),
        (('One<note place="foot" n="1" xml:id="n1">first <hi rend="italic">note</hi></note>, two'
         '<note place="foot" n="2" xml:id="n2"><p>second</p><p>goes on</p></note>.'),), "2 notes",
        {"notes": note("2", p(r("first ") + r("note", "<w:i/>"), "FootnoteText"))
         + note("3", p(r("second")), p(r("goes on")))}),
    "endnotes among footnotes": Situation(p(r("A") + refer("2", "endnote") + r(" b") + refer("2")),
        ('A<note place="end" n="1" xml:id="n1">end</note> b<note place="foot" n="2"',), "2 notes",
        {"notes": note("2", p(r("foot"))), "endnotes": note("2", p(r("end")), kind="endnote")}),
    "list with bullets": Situation(item("a", 1) + item("b", 1),
        ('<list rend="bulleted"> <item>a</item> <item>b</item> </list>',)),
    "numbered list": Situation(item("a", 2) + item("b", 2),
        ('<list rend="numbered"> <item>a</item> <item>b</item> </list>',)),
    "list that begins with four": Situation(item("a", 3) + item("b", 3),
        ('<item n="4">a</item> <item n="5">b</item>',)),
    "table": Situation(
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9'/><w:gridCol w:w='9'/></w:tblGrid><w:tr>{cell(p(r('a')))}"
        f"{cell(p(r('b')))}</w:tr><w:tr>{cell(p(r('c')) + p(r('d')))}{cell(p(r('e')))}</w:tr></w:tbl>",
        ("<cell>a</cell> <cell>b</cell>", "<cell> <p>c</p> <p>d</p> </cell> <cell>e</cell>"),
        "1 table"),
    "table with joined cells": Situation(
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9'/><w:gridCol w:w='9'/></w:tblGrid><w:tr>"
        f"{cell(p(r('wide')), '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{cell(p(r('c')))}{cell(p(r('e')))}</w:tr></w:tbl>",
        ('<cell cols="2">wide</cell>', "<cell>c</cell> <cell>e</cell>")),
    "tracked changes": Situation(
        p(r("the ") + f"<w:del {BY}><w:r><w:delText>old</w:delText></w:r></w:del>"
          + f"<w:ins {BY}>{r('new')}</w:ins>" + r(" ship")),
        ('the <del rend="tracked">old</del><add rend="tracked">new</add> ship',),
        "1 tracked deletions, 1 tracked insertions"),
    "a comment": Situation(
        p('<w:commentRangeStart w:id="4"/>' + r("words") + '<w:commentRangeEnd w:id="4"/>'
          '<w:r><w:commentReference w:id="4"/></w:r>'),
        ("<!-- comment by Ann: is this - - right? -->words",), "1 comment (kept as",
        {"comments": f'<w:comment w:id="4" w:author="Ann">{p(r("is this -- right?"))}</w:comment>'}),
    "links": Situation(
        p('<w:hyperlink r:id="rLink">' + r("there") + "</w:hyperlink>"),
        ('<ref target="https://example.org/a%20b">there</ref>',), "", {"links": LINK}),
    "link to a bookmark": Situation(
        p('<w:bookmarkStart w:id="5" w:name="p 1"/>' + r("place") + '<w:bookmarkEnd w:id="5"/>')
        + p('<w:hyperlink w:anchor="p 1">' + r("see") + "</w:hyperlink>"),
        ('<ref target="#p-1">see</ref>',)),
    "line and page breaks": Situation(
        p(r("one") + "<w:r><w:br/></w:r>" + r("two"))
        + p(r("three ") + '<w:r><w:br w:type="page"/></w:r>' + r("four"))
        + p(r("five"), more="<w:pageBreakBefore/>") + p('<w:r><w:br w:type="page"/></w:r>'),
        ("one<lb/>two", "three <pb/>four", '<p xml:id="p3"><pb/>five</p>', "</p> <pb/>"),
        "3 page breaks"),
    "a picture": Situation(p(r("see ") + draw("A ship")),
        ('<graphic url="pictures/a-picture-image1.png"/><figDesc>A ship</figDesc>',), "1 picture"),
    "styles of paragraphs": Situation(
        p(r("12 High Street"), "LetterHead") + p(r("said"), "Quote") + p(r("Ann"), "Signature"),
        ('<p rend="letter-head" xml:id="p1">12 High Street</p>', "<quote", "<signed>Ann</signed>")),
    "a style of words": Situation(p(r("the ") + r("mot", '<w:rStyle w:val="Foreign"/>')),
        ('the <hi rend="foreign">mot</hi>',)),
    "signs of word processors": Situation(
        p(r("a") + "<w:r><w:tab/></w:r>" + r("b") + "<w:r><w:noBreakHyphen/></w:r>" + r("c")
          + "<w:r><w:softHyphen/></w:r>" + r("d")), ("b\u2011c\u00add",)),
    "a text box": Situation(p(r("around ") + BOX.format(p(r("in a box")))), ("around",), "in a box"),
    "page headers": Situation(p(r("text")), ("text",), 'not part of the text: "Running head"',
        {"header": p(r("Running head"))}),
    "fields": Situation(
        p(r("on page ") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
          ' PAGEREF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
          + r("7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), ("on page 7",)),
    "title and subtitle": Situation(p(r("Letters"), "Title") + p(r("of Ann"), "Subtitle") + p(r("a")),
        ("<head>Letters</head>", '<head type="sub">of Ann</head>')),
    "other scripts": Situation(p(r("Привет שלום 漢字 𝔄 e\u0301")), ("Привет שלום 漢字 𝔄 e\u0301",)),
    "paragraphs that are indented": Situation(
        p(r("a")) + p(r("in"), more='<w:ind w:left="720"/>'), ('rend="indent"', ">in</p>")),
    "words that were moved": Situation(
        p(f"<w:moveFrom {BY}>{r('gone')}</w:moveFrom>" + r("stay"))
        + p(f"<w:moveTo {BY}>{r('gone')}</w:moveTo>"), ("stay",)),
}  # fmt: skip


def odt(*paragraphs: str) -> str:
    """Paragraphs of an ODT."""
    return "".join(f"<text:p>{content}</text:p>" for content in paragraphs)


def span(style: str, words: str) -> str:
    """Words of an ODT in a style."""
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def odt_note(kind: str, words: str) -> str:
    """A note of an ODT."""
    return (
        f'<text:note text:id="f1" text:note-class="{kind}"><text:note-citation>1'
        f"</text:note-citation><text:note-body>{odt(words)}</text:note-body></text:note>"
    )


def odt_list(style: str, *items: str) -> str:
    """A list of an ODT."""
    inner = "".join(f"<text:list-item>{odt(one)}</text:list-item>" for one in items)
    return f'<text:list text:style-name="{style}">{inner}</text:list>'


ROW = "<table:table-row>{}</table:table-row>"
CELL = "<table:table-cell>{}</table:table-cell>"
ODT = {
    "plain paragraphs": Situation(odt("One.", "Two &amp; &lt;b&gt;."), (">Two &amp; &lt;b&gt;.<",)),
    "spaces": Situation(odt("a<text:s text:c='3'/>b<text:tab/>c"), (">a",)),
    **{f"format {style}": Situation(odt("a " + span(style, "words")), (f'<hi rend="{rend}">words',))
       for style, rend in (("B", "bold"), ("I", "italic"), ("S", "strikethrough"),
                           ("P", "sup"), ("D", "sub"))},
    "headings": Situation('<text:h text:outline-level="1">A</text:h>' + odt("a")
        + '<text:h text:outline-level="2">B</text:h>' + odt("b"), ("<head>A</head>", "<head>B</head>")),
    "footnote": Situation(odt("a" + odt_note("footnote", "note") + " b"), (">note</note> b",), "1 note"),
    "endnote": Situation(odt("a" + odt_note("endnote", "note")), (">note</note>",)),
    "list with bullets": Situation(odt_list("L1", "a", "b"), ("<item>a</item> <item>b</item>",)),
    "numbered list": Situation(odt_list("L2", "a", "b"), ('rend="numbered"', "<item>b</item>")),
    "table with a head": Situation("<table:table><table:table-column table:number-columns-repeated="
        f"'2'/><table:table-header-rows>{ROW.format(CELL.format(odt('A')) * 2)}"
        f"</table:table-header-rows>{ROW.format(CELL.format(odt('b')) * 2)}</table:table>",
        ("<cell>A</cell> <cell>A</cell>", "<cell>b</cell>")),
    "link": Situation(odt('<text:a xlink:href="https://example.org/">there</text:a>'),
        ('<ref target="https://example.org/">there</ref>',)),
    "line break": Situation(odt("a<text:line-break/>b"), ("a<lb/>b",)),
    "picture": Situation(odt('see <draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href='
        '"Pictures/a.png"/></draw:frame>'), ('<graphic url="pictures/picture-a.png"/>',), "1 picture"),
    "tracked deletion": Situation('<text:tracked-changes><text:changed-region text:id="c1">'
        f"<text:deletion>{odt('gone')}</text:deletion></text:changed-region></text:tracked-changes>"
        + odt('a <text:change text:change-id="c1"/>b'), ("a b",), 'not part of the text: "gone"'),
    "comment": Situation(odt("a <office:annotation><dc:creator>Ann</dc:creator><text:p>aside</text:p>"
        "</office:annotation>b"), ("a b",), 'not part of the text: "aside"'),
    "bookmark": Situation(odt('a <text:bookmark text:name="x"/>b'), ("a b",)),
    "other scripts": Situation(odt("Привет שלום 漢字 𝔄 e\u0301"), ("Привет שלום 漢字 𝔄 e\u0301",)),
    "words in several spans": Situation(odt(span("B", "Hel") + "lo"), ('<hi rend="bold">Hel</hi>lo',)),
}  # fmt: skip
HTML = {
    "plain paragraphs": Situation("<p>One.<p>Two &amp; &lt;b&gt;.", (">Two &amp; &lt;b&gt;.<",)),
    "formats": Situation("<p><b>a</b> <i>b</i> <u>c</u> <s>d</s> <sup>e</sup> <sub>f</sub> <code>g</code>",
        ('<hi rend="bold">a</hi>', '<hi rend="underline">c</hi>', '<hi rend="strikethrough">d</hi>',
         "<code>g</code>")),
    "headings": Situation("<h1>A</h1><p>a<h2>B</h2><p>b<h1>C</h1><p>c", ("<head>B</head>",)),
    "sections": Situation("<section><h1>A</h1><div><p>a</div></section>", ("<head>A</head>", ">a</p>")),
    "lists": Situation("<ul><li>a<li>b</ul><ol start=3><li>c</ol><dl><dt>t<dd>d</dl>",
        ('rend="bulleted"', '<item n="3">c</item>', "<label>t</label> <item>d</item>")),
    "nested lists": Situation("<ul><li>a<ul><li>b</ul></ul>", ("<item>b</item>",)),
    "table": Situation("<table><caption>C</caption><tr><th>a</th><th>b</th></tr><tr><td rowspan=2>c</td><td>d</td></tr><tr><td>e</td></tr></table>",
        ("<head>C</head>", '<row role="label">', '<cell rows="2">c</cell>')),
    "link": Situation('<p><a href="https://example.org/?a=b&amp;c=d">x</a>',
        ('<ref target="https://example.org/?a=b&amp;c=d">x</ref>',)),
    "link within": Situation('<p><a href="#there">x</a><p><span id="there">y</span>',
        ('<ref target="#there">x</ref>', 'xml:id="there"')),
    "link of a script": Situation('<p><a href="javascript:alert(1)">x</a>', (">x</p>",),
        'the link to "javascript:alert(1)" was left out, not its words'),
    "quotation": Situation("<blockquote><p>said</blockquote>", ("<quote> <p>said</p> </quote>",)),
    "line break": Situation("<p>a<br>b", ("a<lb/>b",)),
    "language": Situation('<p>a <span lang="fr">mot</span>', ('<foreign xml:lang="fr">mot</foreign>',)),
    "picture on the web": Situation('<p>a <img src="https://example.org/a.png" alt="A ship">',
        ("<figDesc>A ship</figDesc>",), "is on the web, and was not fetched"),
    "picture beside": Situation('<p>a <img src="a.png" alt="A ship">',
        ('<graphic url="pictures/picture-beside-a.png"/>',), "1 picture"),
    "picture outside": Situation('<p>a <img src="../../secret.png" alt="x">', (">a <figure>",),
        "is not there, and was left out"),
    "scripts and styles": Situation("<style>p{}</style><p>a b</p><script>evil()</script>", (">a b</p>",)),
    "form": Situation("<p>a<form><textarea>typed</textarea></form>", (">a</p>",), 'left out: "typed"'),
    "preformatted": Situation("<pre>a\n  b</pre>", ('<ab rend="code">a<lb/>  b</ab>',)),
    "rule": Situation("<p>a<hr><p>b", ('<milestone unit="section" rend="rule"/>',)),
    "insertions": Situation("<p><ins>a</ins> <del>b</del>", ("a", "b")),
    "other scripts": Situation("<p>Привет שלום 漢字 𝔄", ("Привет שלום 漢字 𝔄",)),
}  # fmt: skip
MARKDOWN = {
    "plain paragraphs": Situation("One.\n\nTwo & <b>.\n", (">Two &amp; ",)),
    "emphasis": Situation("*a* **b** ~~c~~ ^d^ ~e~ `f`\n",
        ('<hi rend="italic">a</hi>', '<hi rend="sup">d</hi>', "<code>f</code>")),
    "headings": Situation("# A\n\na\n\n## B\n\nb\n", ("<head>A</head>", "<head>B</head>")),
    "title block": Situation("---\ntitle: T\nauthor: [Ann, Bob]\n---\n\na\n",
        ("<head>T</head>", "<byline>Ann</byline> <byline>Bob</byline>")),
    "footnotes": Situation("a[^1] b^[inline]\n\n[^1]: note\n\n    more\n",
        ("<p>note</p><p>more</p></note> b", ">inline</note>"), "2 notes"),
    "bullets": Situation("- a\n- b\n", ("<item>a</item>",)),
    "numbers": Situation("3. a\n4. b\n", ('<item n="3">a</item>',)),
    "nested list": Situation("- a\n    - b\n", ("<item>b</item>",)),
    "definitions": Situation("term\n:   meaning\n", ("<label>term</label>",)),
    "table": Situation("| a | b |\n|---|---|\n| c | d |\n\n: Caption\n", ("<head>Caption</head>",)),
    "verse": Situation("| one\n|   two\n", ("<l>one</l>",)),
    "quotation": Situation("> said\n", ("<p>said</p>",)),
    "code": Situation("    x = 1\n    y\n", ("x = 1<lb/>y",)),
    "rule": Situation("a\n\n***\n\nb\n", ("<milestone",)),
    "link": Situation("[x](https://example.org)\n", ('<ref target="https://example.org">x</ref>',)),
    "picture": Situation("![A ship](a.png)\n",
        ('<graphic url="pictures/picture-a.png"/> <head>A ship</head>',)),
    "line break": Situation("a\\\nb\n", ("a<lb/>b",)),
    "page break": Situation("a\n\n\\newpage\n\nb\n", ("<pb/>",), "1 page break"),
    "straight quotation marks": Situation("\"a\" -- 'b' ...\n", ("\"a\" -- 'b' ...",)),
    "formula": Situation("$x^2$ is\n", ('<formula notation="tex">x^2</formula>',)),
    "tags": Situation("a <em>b</em> <br> c\n", ("a b <lb/> c",), "the tag &lt;em&gt;"),
}  # fmt: skip
KINDS: dict[str, dict[str, Situation]] = {
    ".docx": DOCX, ".odt": ODT, ".html": HTML, ".md": MARKDOWN,
}  # fmt: skip
