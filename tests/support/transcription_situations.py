"""Pages of transcription programs, and what they must become in TEI."""

# ruff: noqa: E501 - each situation is a row of a table

from __future__ import annotations

from document_situations import Situation

_PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"
_ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
_TEI = "http://www.tei-c.org/ns/1.0"
BOX = "0,0 10,0 10,10 0,10"


def line(text: str, custom: str = "", more: str = "") -> str:
    """A line of PAGE XML."""
    return (
        f'<TextLine id="l" custom="{custom}"><Coords points="{BOX}"/>{more}'
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
    )


def region(*lines: str, ident: str = "r", kind: str = "", custom: str = "", text: str = "") -> str:
    """A region of PAGE XML."""
    typed = f' type="{kind}"' if kind else ""
    own = f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>" if text else ""
    return (
        f'<TextRegion id="{ident}"{typed} custom="{custom}"><Coords points="{BOX}"/>'
        f"{''.join(lines)}{own}</TextRegion>"
    )


def page(content: str, head: str = "") -> str:
    """A file of PAGE XML."""
    return (
        f'{head}<PcGts xmlns="{_PAGE}"><Metadata><Creator>x</Creator></Metadata><Page imageFilename='
        f'"0001.jpg" imageWidth="100" imageHeight="200">{content}</Page></PcGts>'
    )


def mark(name: str, start: int, length: int, more: str = "") -> str:
    """A tag of Transkribus."""
    return f"{name} {{offset:{start}; length:{length};{more}}}"


_ORDER = '<ReadingOrder><OrderedGroup id="o">{}</OrderedGroup></ReadingOrder>'
_REFERENCE = '<RegionRefIndexed index="{}" regionRef="{}"/>'
_CELL = '<TableCell row="{}" col="{}" id="c"><Coords points="{}"/>{}</TableCell>'
PAGE = {
    "lines of a paragraph": Situation(page(region(line("one two"), line("three"))),
        ('<pb facs="#s1"/>', '<p facs="#z1" xml:id="p1"><lb facs="#z2"/>one two<lb facs="#z3"/>three</p>')),
    "zones and picture": Situation(page(region(line("a"))),
        (f'<surface xml:id="s1" ulx="0" uly="0" lrx="100" lry="200"> <graphic url="0001.jpg"/> <zone points="{BOX}" xml:id="z1"/>',)),
    "words divided by signs": Situation(page(region(line("ver¬"), line("teilt unge⸗"), line("teilt soft\u00ad"), line("ware"))),
        ('ver¬<lb facs="#z3" break="no"/>teilt unge⸗<lb facs="#z4" break="no"/>teilt soft\u00ad<lb facs="#z5" break="no"/>ware',)),
    "words divided by hyphens": Situation(page(region(line("ver-"), line("teilt Nord-"), line("Süd -"), line("so"))),
        ('ver-<lb facs="#z3" break="no"/>teilt Nord-<lb facs="#z4"/>Süd -<lb facs="#z5"/>so',)),
    "reading order": Situation(page(_ORDER.format(_REFERENCE.format(1, "a") + _REFERENCE.format(0, "b"))
        + region(line("second"), ident="a") + region(line("first"), ident="b")), ("first</p> <p", "second</p>")),
    "reading order in custom": Situation(page(
        region(line("second"), custom="readingOrder {index:1;}") + region(line("first"), custom="readingOrder {index:0;}")), ("first</p> <p",)),
    "order of lines in custom": Situation(page(
        region(line("second", "readingOrder {index:1;}"), line("first", "readingOrder {index:0;}"))), ('first<lb facs="#z3"/>second',)),
    "heading": Situation(page(region(line("Letter"), kind="heading") + region(line("a"))), ('<head facs="#z1"><lb facs="#z2"/>Letter</head> <p',)),
    "heading by structure": Situation(page(region(line("a")) + region(line("Next"), custom="structure {type:heading;}") + region(line("b"))),
        ('a</p> </div> <div xml:id="d2"> <head',)),
    "page number and header": Situation(page(region(line("12"), kind="page-number") + region(line("Head"), kind="header") + region(line("a"))),
        ('<fw type="pageNum" facs="#z1"><lb facs="#z2"/>12</fw>', '<fw type="header"')),
    "catch-word and signature": Situation(page(region(line("a")) + region(line("und"), kind="catch-word") + region(line("B"), kind="signature-mark")),
        ('<fw type="catch"', '<fw type="sig"')),
    "marginal note": Situation(page(region(line("a")) + region(line("see"), kind="marginalia")), ('<note place="margin" facs="#z3" xml:id="n1"><lb facs="#z4"/>see</note>',)),
    "footnote": Situation(page(region(line("a")) + region(line("foot"), kind="footnote")), ('<note place="foot"',)),
    "caption": Situation(page(region(line("a ship"), kind="caption")), ('<p rend="caption"',)),
    "styles": Situation(page(region(line("bold and both", mark("textStyle", 0, 4, "bold:true;") + mark("textStyle", 9, 4, "bold:true; italic:true;")))),
        ('<hi rend="bold">bold</hi> and <hi rend="bold italic">both</hi>',)),
    "names": Situation(page(region(line("Ann in York", mark("person", 0, 3, "firstname:Ann;") + mark("place", 7, 4)))),
        ("<persName>Ann</persName> in <placeName>York</placeName>",)),
    "dates": Situation(page(region(line("on 2 May", mark("date", 3, 5, "year:1850; month:5; day:2;")))), ('<date when="1850-05-02">2 May</date>',)),
    "abbreviations": Situation(page(region(line("Mr A", mark("abbrev", 0, 2, "expansion:Mister;")))),
        ("<choice><abbr>Mr</abbr><expan>Mister</expan></choice> A",)),
    "slips": Situation(page(region(line("teh ship", mark("sic", 0, 3, "correction:the;")))), ("<choice><sic>teh</sic><corr>the</corr></choice> ship",)),
    "unclear words": Situation(page(region(line("a word", mark("unclear", 2, 4)))), ("a <unclear>word</unclear>",)),
    "tags of a project": Situation(page(region(line("a word", mark("dish", 2, 4)))), ('a <seg type="dish">word</seg>',), 'the tag "dish" has no element'),
    "nested tags": Situation(page(region(line("Ann Lee", mark("person", 0, 7) + mark("textStyle", 0, 3, "bold:true;")))),
        ('<persName><hi rend="bold">Ann</hi> Lee</persName>',)),
    "crossing tags": Situation(page(region(line("Ann Lee of", mark("person", 0, 7) + mark("textStyle", 4, 6, "bold:true;")))),
        ("<persName>Ann Lee</persName> of",), 'crosses other markup, and was left out: "Lee of"'),
    "tags outside the line": Situation(page(region(line("Ann", mark("person", 0, 30)))), ("Ann</p>",), "is outside its line"),
    "places that count as Java does": Situation(page(region(line("𝔄𝔅 Ann", mark("person", 5, 3)))), ("𝔄𝔅 <persName>Ann</persName>",)),
    "text of a region without lines": Situation(page(region(text="one\ntwo")), ("<lb/>one<lb/>two",)),
    "words without text of the line": Situation(page(region(
        '<TextLine id="l"><Word id="w"><TextEquiv><Unicode>one</Unicode></TextEquiv></Word><Word id="v"><TextEquiv><Unicode>two</Unicode></TextEquiv></Word></TextLine>')),
        ("one two",)),
    "several readings of a line": Situation(page(region(
        '<TextLine id="l"><TextEquiv index="1"><Unicode>worse</Unicode></TextEquiv><TextEquiv index="0"><Unicode>best</Unicode></TextEquiv></TextLine>')), (">best<",)),
    "table": Situation(page(f'<TableRegion id="t"><Coords points="{BOX}"/>{_CELL.format(0, 1, BOX, line("b"))}{_CELL.format(0, 0, BOX, line("a"))}'
        f'{_CELL.format(1, 0, BOX, line("c"))}</TableRegion>'), ("/>a</cell> <cell>", "<row> <cell>"), "1 table"),
    "regions within regions": Situation(page(f'<TextRegion id="o"><Coords points="{BOX}"/>{region(line("inner"))}</TextRegion>'), ("inner</p>",)),
    "an empty page": Situation(page(region(line("a")) + region() + region(line(" "))), ("a</p>",)),
}  # fmt: skip


def string(content: str, more: str = "") -> str:
    """A word of ALTO."""
    return f'<String CONTENT="{content}" {more}/>'


def alto_line(*parts: str) -> str:
    """A line of ALTO, whose parts are separated by spaces."""
    return f'<TextLine HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4">{"<SP/>".join(parts)}</TextLine>'


def block(*lines: str, more: str = "") -> str:
    """A block of ALTO."""
    return f'<TextBlock ID="b" {more}>{"".join(lines)}</TextBlock>'


def alto(
    content: str,
    *,
    before: str = "",
    styles: str = "",
    tags: str = "",
    space: str = "PrintSpace",
    ns: str = _ALTO,
) -> str:
    """A file of ALTO."""
    return (
        f'<alto xmlns="{ns}"><Description><sourceImageInformation><fileName>0001.jpg</fileName>'
        f"</sourceImageInformation></Description><Styles>{styles}</Styles><Tags>{tags}</Tags>{before}<Layout>"
        f'<Page WIDTH="100" HEIGHT="200" PRINTED_IMG_NR="7"><{space}>{content}</{space}></Page></Layout></alto>'
    )


_FONT = '<TextStyle ID="f" FONTSTYLE="bold italics"/>'
_HEAD = '<StructureTag ID="t" LABEL="heading"/>'
_GROUP = '<ReadingOrder><OrderedGroup><ElementRef REF="y"/><ElementRef REF="x"/></OrderedGroup></ReadingOrder>'
ALTO = {
    "words of a line": Situation(alto(block(alto_line(string("one"), string("two")))), ("one two</p>", '<pb facs="#s1" n="7"/>')),
    "lines": Situation(alto(block(alto_line(string("a")), alto_line(string("b")))), ('<p xml:id="p1"><lb facs="#z1"/>a<lb facs="#z2"/>b</p>',)),
    "zones": Situation(alto(block(alto_line(string("a")))), ('<zone points="1,2 4,2 4,6 1,6" xml:id="z1"/>',)),
    "polygons": Situation(alto(block(alto_line(string("a")), more='HPOS="0"').replace("<TextLine", '<Shape><Polygon POINTS="1 2 3 4 5 6"/></Shape><TextLine', 1)),
        ('<zone points="1,2 3,4 5,6"',)),
    "picture": Situation(alto(block(alto_line(string("a")))), ('<graphic url="0001.jpg"/>',)),
    "a hyphen": Situation(alto(block(alto_line(string("ver", 'SUBS_TYPE="HypPart1" SUBS_CONTENT="verteilt"') + '<HYP CONTENT="-"/>'), alto_line(string("teilt")))),
        ('ver-<lb facs="#z2" break="no"/>teilt',)),
    "a hyphen without content": Situation(alto(block(alto_line(string("ver") + "<HYP/>"), alto_line(string("teilt")))), ('ver\u00ad<lb facs="#z2" break="no"/>teilt',)),
    "styles of words": Situation(alto(block(alto_line(string("a", 'STYLE="bold"'), string("b", 'STYLE="superscript"')))), ('<hi rend="bold">a</hi> <hi rend="sup">b</hi>',)),
    "styles by reference": Situation(alto(block(alto_line(string("a", 'STYLEREFS="f"'))), styles=_FONT), ('<hi rend="bold italic">a</hi>',)),
    "styles of other kinds": Situation(alto(block(alto_line(string("a", 'STYLEREFS="p none"'))), styles='<ParagraphStyle ID="p"/>'), ("a</p>",)),
    "blocks": Situation(alto(block(alto_line(string("a"))) + block(alto_line(string("b")))), ("a</p> <p",)),
    "composed blocks": Situation(alto(f"<ComposedBlock>{block(alto_line(string('a')))}</ComposedBlock>"), ("a</p>",)),
    "reading order": Situation(alto(f'<TextBlock ID="x">{alto_line(string("second"))}</TextBlock><TextBlock ID="y">{alto_line(string("first"))}</TextBlock>', before=_GROUP),
        ("first</p> <p",)),
    "headings by tags": Situation(alto(block(alto_line(string("A")), more='TAGREFS="t"') + block(alto_line(string("b"))), tags=_HEAD), ("<head",)),
    "zones of SegmOnto": Situation(alto(block(alto_line(string("12")), more='TAGREFS="t"') + block(alto_line(string("b"))),
        tags='<OtherTag ID="t" LABEL="NumberingZone:page"/>'), ('<fw type="pageNum"',)),
    "main zones": Situation(alto(block(alto_line(string("b")), more='TAGREFS="t"'), tags='<OtherTag ID="t" LABEL="MainZone"/>'), ("<p ",)),
    "top margin": Situation(alto(block(alto_line(string("Head"))), space="TopMargin"), ('<fw type="header"',)),
    "margin": Situation(alto(block(alto_line(string("see"))), space="LeftMargin"), ('<note place="margin"',)),
    "no sizes": Situation(alto(block("<TextLine><String CONTENT='a'/></TextLine>")), ("<lb/>a",)),
    "version 2": Situation(alto(block(alto_line(string("a"))), ns="http://www.loc.gov/standards/alto/ns-v2#"), ("a</p>",)),
    "no namespace": Situation(alto(block(alto_line(string("a")))).replace(f' xmlns="{_ALTO}"', ""), ("a</p>",)),
    "signs of XML": Situation(alto(block(alto_line(string("&lt;b&gt; &amp;")))), ("&lt;b&gt; &amp;",)),
    "other scripts": Situation(alto(block(alto_line(string("שלום"), string("漢字")))), ("שלום 漢字",)),
}  # fmt: skip


def tei(body: str, *, head: str = "<title>T</title>", prolog: str = "", more: str = "") -> str:
    """A file of TEI, as Transkribus exports it."""
    return (
        f'{prolog}<TEI xmlns="{_TEI}"><teiHeader><fileDesc><titleStmt>{head}</titleStmt><publicationStmt>'
        "<publisher>x</publisher></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
        f"{more}<text><body>{body}</body></text></TEI>"
    )


_FACSIMILE = (
    '<facsimile xml:id="facs_1"><surface ulx="0" uly="0" lrx="9" lry="9"><graphic url="0001.jpg"/>'
    f'<zone points="{BOX}" xml:id="facs_1_r1"/></surface></facsimile>'
)
_BODIES = {
    "paragraph with lines": '<pb facs="#facs_1" n="1"/><p facs="#facs_1_r1"><lb n="N001"/>one<lb n="N002"/>two</p>',
    "names": "<p><persName>Ann</persName> in <placeName>York</placeName></p>",
    "styles": '<p><hi rend="bold:true;">one</hi></p>',
    "notes": '<p>a<note place="foot">b</note></p>',
    "divisions": "<div><head>A</head><p>a</p></div><div><p>b</p></div>",
    "tables": "<table><row><cell>a</cell></row></table>",
    "choices": "<p><choice><abbr>Mr</abbr><expan>Mister</expan></choice></p>",
    "deletions": "<p><del>a</del><add>b</add></p>",
    "unclear words": "<p><unclear>a</unclear><gap/></p>",
    "forms of work": '<fw type="header">A</fw><p>a</p>',
    "comments": "<p>a<!-- note --></p>",
    "character references": "<p>&#x201E;a&#8220; &amp;</p>",
    "CDATA": "<p><![CDATA[<b>]]></p>",
    "white space": "<p>\n    a\n\tb  </p>",
    "other scripts": "<p>שלום 漢字 𝔄</p>",
    "lines without paragraphs": "<ab><lb/>a<lb/>b</ab>",
    "verse": "<lg><l>a</l><l>b</l></lg>",
    "empty paragraphs": "<p/><p>a</p>",
}
TEI = {
    **{name: Situation(tei(body, more=_FACSIMILE), (body,), "taken as it is") for name, body in _BODIES.items()},
    "declaration": Situation(tei("<p>a</p>", prolog='<?xml version="1.0" encoding="UTF-8"?>\n'), ("<p>a</p>",)),
    "schema of its own": Situation(tei("<p>a</p>", prolog='<?xml-model href="my.rng"?>\n'), ('<?xml-model href="my.rng"?>',)),
}  # fmt: skip
