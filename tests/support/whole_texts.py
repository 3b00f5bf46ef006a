"""Small whole TEI texts, made at random: sound ones put together, then their structure changed.

Random elements are mostly no text at all. These begin as texts that an editor may have written (the
examples of all problems, and the passages here), so that what is changed in them is met by every
step: reading, checks, pages, exports.
"""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from building import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable

TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
# What a text has at most when it has been changed.
_MOST = 500
_HEADERS = (
    """<teiHeader><fileDesc><titleStmt><title>T</title><author ref="#p1">A</author>
    <editor xml:id="ed">E</editor></titleStmt>
    <publicationStmt><publisher>P</publisher><date when="2020">2020</date><availability>
    <licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence></availability>
    </publicationStmt><sourceDesc><listWit><witness xml:id="A" n="A">One</witness>
    <witness xml:id="B">Two</witness><witness xml:id="C"><msDesc><msIdentifier><settlement>X
    </settlement><idno>1</idno></msIdentifier></msDesc></witness></listWit>
    <listPerson><person xml:id="p1" sex="F"><persName>Anna <surname>Bo</surname></persName>
    <birth when="1850-01-02"/><death notBefore="1900"/></person><person xml:id="p2">
    <persName>Carl</persName></person></listPerson></sourceDesc></fileDesc>
    <encodingDesc><variantEncoding method="{method}" location="{location}"/>
    <listPrefixDef><prefixDef ident="per" matchPattern="(.+)" replacementPattern="#$1"/>
    </listPrefixDef><refsDecl><citeStructure unit="chapter" match="//body/div" use="position()">
    <citeStructure unit="verse" match=".//l | .//p" use="position()" delim="."/></citeStructure>
    </refsDecl></encodingDesc><profileDesc><langUsage><language ident="en">English</language>
    </langUsage></profileDesc></teiHeader>""",
    """<teiHeader><fileDesc><titleStmt><title>Letter</title></titleStmt>
    <publicationStmt><p>P</p></publicationStmt><sourceDesc><listPlace><place xml:id="l1">
    <placeName>Rome</placeName><location><geo>41.9 12.5</geo></location></place>
    <place xml:id="l2"><placeName>Trastevere</placeName></place></listPlace>
    <listOrg><org xml:id="o1"><orgName>Club</orgName></org></listOrg></sourceDesc></fileDesc>
    <profileDesc><correspDesc><correspAction type="sent"><persName ref="#p1">A</persName>
    <placeName ref="#l1">Rome</placeName><date when="1850-03-04"/></correspAction>
    <correspAction type="received"><persName>B</persName></correspAction></correspDesc>
    </profileDesc><revisionDesc><change when="2020-01-01" who="#ed">c</change></revisionDesc>
    </teiHeader>""",
    """<teiHeader><fileDesc><titleStmt><title>Two &amp; =1+1</title></titleStmt><publicationStmt>
    <p>P</p></publicationStmt><sourceDesc><recordingStmt><recording type="audio" dur="PT12S"><media
    mimeType="audio/mpeg" url="a.mp3"/></recording></recordingStmt><listRelation><relation
    name="spouse" mutual="#p1 #p2"/></listRelation></sourceDesc></fileDesc><encodingDesc><charDecl>
    <char xml:id="g1"><mapping type="standard">y</mapping></char><glyph xml:id="g2"><figure><graphic
    url="a.png"/></figure></glyph></charDecl></encodingDesc><profileDesc><particDesc><listPerson>
    <person xml:id="p1"><persName>Ada <surname>{Hale}</surname></persName></person><person
    xml:id="p2"><persName>Tom</persName></person></listPerson></particDesc><correspDesc
    xml:id="cd1"><correspAction type="sent"><persName ref="#p1">A</persName><date
    when="1850-03-04"/></correspAction><correspContext><ref type="next" target="#d8"/>
    </correspContext></correspDesc>
    <correspDesc corresp="#d8"><correspAction type="sent"><persName ref="#p2">B</persName><date
    notBefore="1850" notAfter="1851"/></correspAction></correspDesc></profileDesc></teiHeader>""",
)
_PASSAGES = (
    """<div xml:id="d1"><head>One <note place="foot">n</note></head><p xml:id="k1">A
    <app><lem wit="#A">ship</lem><rdg wit="#B #C">boat<note>x</note></rdg></app> for
    <persName ref="#p1">Anna</persName>, <placeName ref="#l1">Rome</placeName>, on
    <date when="1850-03-04">4 March</date> <pb n="2" facs="a.png"/> end<lb break="no"/>less.</p>
    <p n="2">so <choice><sic>teh</sic><corr resp="#ed">the</corr></choice> and
    <choice><abbr>Dr</abbr><expan>D<ex>octo</ex>r</expan></choice></p></div>""",
    """<div type="scene"><head>Act</head><stage>Enter</stage><sp who="#p1"><speaker>A</speaker>
    <lg><l n="1">one <caesura/> two</l><l part="I">three</l></lg></sp><sp who="#p2">
    <l part="F">four</l></sp><castList><castItem><role xml:id="r1">R</role></castItem></castList>
    </div>""",
    """<p>from<anchor xml:id="a1"/> here to<anchor xml:id="a2"/> there<anchor xml:id="a3"/> on
    <app from="#a1" to="#a2"><lem>here to</lem><rdg wit="#B">hither</rdg></app>
    <app from="#a2" to="#a3"><lem wit="#A">there</lem><rdgGrp><rdg wit="#C">thence</rdg><rdg
    wit="#B"/></rdgGrp></app></p>""",
    """<p xml:id="k2">loc of it <app loc="k2"><lem>of</lem><rdg wit="#B">off</rdg></app>
    <app loc="d1 1"><rdg wit="#C">x</rdg><witDetail wit="#C">torn</witDetail></app></p>""",
    """<list type="gloss"><label>a</label><item>b <list><item>c</item></list></item></list>
    <table><head>t</head><row role="label"><cell cols="2">x</cell></row><row><cell>1</cell>
    <cell rows="2">2</cell></row></table><figure><graphic url="a.png" width="40%"/><head>f</head>
    <figDesc>d</figDesc></figure><formula notation="TeX">x^2</formula>""",
    """<p>a <delSpan spanTo="#e1"/>gone <addSpan spanTo="#e2"/>both <anchor xml:id="e1"/> new
    <anchor xml:id="e2"/> <subst><del rend="overstrike">o</del><add place="above">n</add></subst>
    <mod><seg xml:id="s1">u</seg></mod> <seg xml:id="s2">v</seg> <restore><del>w</del></restore>
    <gap reason="lost" quantity="3" unit="line"/> <unclear>q</unclear> <supplied>z</supplied>
    <damageSpan spanTo="#e2"/><listTranspose><transpose><ptr target="#s2"/><ptr target="#s1"/>
    </transpose></listTranspose></p>""",
    """<entry xml:id="w1"><form type="lemma"><orth>go</orth><pron>x</pron></form><gramGrp>
    <pos>v</pos></gramGrp><sense n="1"><def>move</def><cit type="example"><quote>we go</quote>
    <bibl>B, <citedRange>3</citedRange></bibl></cit></sense><re><form><orth>gone</orth></form></re>
    <xr>see <ref target="#w1">go</ref></xr></entry>""",
    """<opener><dateline><placeName ref="#l1">Rome</placeName>, <date when="1850">1850</date>
    </dateline><salute>Dear</salute></opener><p>See <ref target="#k1">there</ref>,
    <ptr target="b.xml#d1"/>, <ref target="https://example.org/">web</ref>, <ref
    target="per:p2">him</ref> <foreign xml:lang="grc">λόγος</foreign> <hi rend="italic">i <hi
    rend="bold">b</hi></hi> <q>said <q>he</q></q> <title ref="#x">T</title></p><closer><signed>A
    </signed></closer><postscript><p>PS</p></postscript>""",
    """<p><w part="I">wo</w><lb/><w part="F">rd</w> <w lemma="be">is</w><pc join="left">.</pc>
    <handShift new="#h"/> <space quantity="2" unit="chars"/> <fw type="head">h</fw> <cb n="2"/>
    <milestone unit="section" n="3"/> <g ref="#g">g</g> <num value="3">iij</num>
    <ruby><rb>字</rb><rt>zi</rt></ruby> <code lang="x">c</code> <egXML
    xmlns="http://www.tei-c.org/ns/Examples"><p>e</p></egXML></p>""",
    """<lg type="stanza" xml:id="g1"><head>V</head><l n="1">a <app xml:id="q1" type="substantive">
    <lem wit="#A" source="#B">b</lem><rdg wit="#B" cause="homeoteleuton"><app><lem wit="#B">c</lem>
    <rdg wit="#C">d</rdg></app></rdg><rdg type="om" wit="#C"/></app></l><l>e <note type="critical"
    target="#q1">n</note></l></lg><p copyOf="#k1"/><join target="#k1 #k2" result="p"/>""",
    """<u who="#p1" start="#t0" end="#t2">Who <pause dur="PT1.5S"/> lit it? <shift feature="loud"
    new="p"/>he<shift feature="loud"/></u><annotationBlock who="#p2" start="#t1" end="#t3"><u
    trans="latching"><seg>I <vocal><desc>laughs</desc></vocal></seg></u><spanGrp type="pos"><span
    from="#t1" to="#t2">V</span></spanGrp></annotationBlock><incident start="#t0"><desc>a bell
    </desc></incident><u who="#p2" synch="#t2">so <kinesic who="#p1" dur="PT2M"/> <writing>w
    </writing></u>""",
    """<div type="edition" xml:id="o1"><p n="1" xml:id="o2">Viator</p><p n="2">siste <w xml:id="o3"
    corresp="#o6">viam</w></p><lg n="3"><l n="1">a</l><l n="2">b</l></lg></div><div
    type="translation" xml:lang="en" corresp="#o1"><p n="1" corresp="#o2">Traveller</p><p n="2-3">
    stop <w xml:id="o6" corresp="#o3">way</w></p><link target="#o2 #o6"/></div>""",
    """<div type="letter" xml:id="d7" decls="#cd1"><opener><dateline><date when="1850-03-04">x
    </date></dateline></opener><p>one <g ref="b.xml#g1"/><g ref="#g1">v</g></p></div><div
    type="letter" xml:id="d8"><p>two<pb facs="#f1"/> three<pb facs="a.png" break="no"/></p>
    </div>""",
)  # fmt: skip
_APART = (
    """<standOff><listApp><app from="#k1" to="#k2"><lem>x</lem><rdg wit="#B">y</rdg></app>
    <app loc="k1"><rdg wit="#C">z</rdg></app></listApp><listAnnotation><note target="#k1">n</note>
    </listAnnotation><listEvent><event when="1850-03-04" xml:id="ev"><label>E</label>
    <p>with <persName ref="#p1">A</persName></p></event></listEvent></standOff>""",
    """<facsimile><surface xml:id="f1" ulx="0" uly="0" lrx="9" lry="9"><graphic url="a.png"/>
    <zone xml:id="z1" ulx="1" uly="1" lrx="5" lry="5"/></surface></facsimile>""",
    """<standOff><listRelation><relation name="parent" active="#p1" passive="#p2"/></listRelation>
    <listPlace><place><placeName>Y</placeName><place xml:id="l3"><placeName>X</placeName></place>
    </place></listPlace><timeline unit="s" origin="#t0"><when xml:id="t0"/><when xml:id="t1"
    interval="5.2"/><when xml:id="t2" interval="6" since="#t1"/><when xml:id="t3"
    absolute="12:00:00"/></timeline><listBibl><biblStruct xml:id="b1"><monogr><title>M</title>
    <imprint><date when="1900"/></imprint></monogr></biblStruct></listBibl></standOff>""",
    "",
)
_ODD_TEXT = (
    "", " ", "\n", "x", " , ", "\u0301", "\u202e", "\u200d", "]]>", "<b>", "&amp;", "{", "字", "א",
    "a-", "-", "\u00ad", "\U0001d11e", "\t\t", "…", "'", '"', "\\", "$x$", "%", "_", "^", "*", "|",
    "\\input{/etc/passwd}", "=cmd|' /C calc'!A0", "@SUM(1)", "</script><script>x</script>", "\n}",
    "<!--", "${x}", "{{x}}", "\u2028",
)  # fmt: skip
_ODD_VALUES = (
    "", "#", "#k1", "#k1 #k2", "#p1", "#l2", "#A", "#A #B", "#e1", "#a3", "b.xml", "b.xml#d1",
    "b.xml#none", "#none", "1", "0", "-1", "99999999999999999999", "1850", "1850-13-40", "-0044",
    "--03", "x", "x y", "http://[", "javascript:x", "mailto:a@b", "de", "he", "zz-Zzzz", "no",
    "lem", "I", "F", "true", "10%", "#match(k1,'a')", "#range(a1,a2)", "#string-index(k1,1)",
    "internal", "../a.xml#k1", "per:p1", "per:", ":", "1/0", "1e9", "unbounded", "\n", "above",
)  # fmt: skip


class WholeText(NamedTuple):
    """Texts by their names, and the settings of the edition that they are."""

    files: dict[str, bytes]
    table: dict[str, object]


@cache
def _list_examples() -> tuple[etree._Element, ...]:
    """The sound and the unsound examples of all problems that are TEI, as trees."""
    parser = etree.XMLParser(resolve_entities=False, collect_ids=False)
    found = []
    for path in sorted((REPOSITORY / "tests/problems").glob("*/*.xml")):
        try:
            root = etree.parse(path, parser).getroot()
        except (etree.XMLSyntaxError, OSError):
            continue
        if root.tag == f"{{{TEI}}}TEI":
            found.append(root)
    return tuple(found)


def _compose(chance: random.Random) -> etree._Element:
    """A sound text of some passages."""
    method = chance.choice(["parallel-segmentation", "double-end-point", "location-referenced"])
    header = chance.choice(_HEADERS).replace("{method}", method)
    header = header.replace("{location}", chance.choice(["internal", "external"]))
    passages = "".join(chance.sample(_PASSAGES, chance.randint(1, 4)))
    whole = (
        f'<TEI xmlns="{TEI}" xml:lang="{chance.choice(["en", "de", "he", "zh"])}">{header}'
        f"{chance.choice(_APART)}<text><body>{passages}</body></text></TEI>"
    )
    return etree.fromstring(whole, etree.XMLParser(collect_ids=False))


# Changes of structure. Each takes the tree, one of its elements, and others that may be used.


def _read(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _move(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    other = chance.choice(others)
    if element in (other, *other.iterancestors()):
        return
    other.insert(chance.randint(0, len(other)), element)


def _double(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    other = chance.choice(others)
    other.insert(chance.randint(0, len(other)), copy.deepcopy(element))


def _delete(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del chance, others
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del chance, others
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _wrap(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    model, parent = chance.choice(others), element.getparent()
    if parent is None:
        return
    made = etree.Element(model.tag, _read(model) if chance.random() < 0.5 else {})
    at = parent.index(element)
    made.tail, element.tail = element.tail, None
    parent[at] = made
    made.append(element)


def _rename(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    element.tag = chance.choice(others).tag


def _empty(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del chance, others
    for child in list(element):
        element.remove(child)
    element.text = None


def _split(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del others
    made = etree.Element(element.tag, _read(element))
    at = chance.randint(0, len(element))
    for child in list(element)[at:]:
        made.append(child)
    if element.getparent() is not None:
        element.addnext(made)


def _reverse(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del chance, others
    element[:] = list(element)[::-1]


def _set(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    model = chance.choice(others)
    names = [*model.attrib, *element.attrib] or [_ID, "n", "type", "ref"]
    element.set(chance.choice(names), chance.choice(_ODD_VALUES))


def _copy_attributes(
    chance: random.Random, element: etree._Element, others: list[etree._Element]
) -> None:
    element.attrib.update(chance.choice(others).attrib)


def _forget(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del others
    if element.attrib:
        del element.attrib[chance.choice([*element.attrib])]


def _point(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    """Let a pointer lead to an element of the text: itself, what is around it, anything."""
    names = ["target", "from", "to", "spanTo", "copyOf", "sameAs", "next", "prev", "corresp",
             "synch", "exclude", "ref", "wit", "loc", "facs", "who"]  # fmt: skip
    ids = [other.get(_ID) for other in others if other.get(_ID)]
    found = [name for name in names if element.get(name)] or [chance.choice(names)]
    if ids:
        element.set(chance.choice(found), f"#{chance.choice(ids)}")


def _identify(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    ids = [other.get(_ID, "") for other in others]
    element.set(_ID, chance.choice([*filter(None, ids), "new", "é", "_1"]))


def _say(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    del others
    word = chance.choice(_ODD_TEXT) * chance.choice([1, 1, 1, 40])
    if chance.random() < 0.5:
        element.text = (element.text or "") + word
    else:
        element.tail = word


def _interrupt(
    chance: random.Random, element: etree._Element, others: list[etree._Element]
) -> None:
    del others
    name = chance.choice(["lb", "pb", "anchor", "note", "gap", "ptr"])
    made = [
        etree.Comment(" c "),
        etree.ProcessingInstruction("p", "i"),
        etree.Element(f"{{{TEI}}}{name}"),
        etree.Element("{urn:other}x"),
        etree.Element("none"),
        etree.Element("{http://www.w3.org/1998/Math/MathML}math"),
        etree.Element("{http://www.w3.org/2000/svg}script"),
    ]
    element.insert(chance.randint(0, len(element)), chance.choice(made))


def _nest(chance: random.Random, element: etree._Element, others: list[etree._Element]) -> None:
    """Put an element into itself some times over."""
    del others
    shell = etree.Element(element.tag, _read(element))
    for _ in range(chance.randint(1, 12)):
        _wrap(chance, element, [shell])


_CHANGES: tuple[Callable[[random.Random, etree._Element, list[etree._Element]], None], ...] = (
    _move, _move, _double, _delete, _unwrap, _wrap, _wrap, _rename, _empty, _split, _reverse, _set,
    _set, _set, _copy_attributes, _forget, _point, _point, _identify, _say, _interrupt, _nest,
)  # fmt: skip


def _list_elements(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter() if isinstance(element.tag, str)]


def _change(chance: random.Random, root: etree._Element) -> None:
    """Change a tree some times over; its root, its header and its text stay what they are."""
    foreign = chance.choice(_list_examples())
    for _ in range(chance.choice([0, 1, 1, 2, 3, 4, 6, 9, 15])):
        own = _list_elements(root)
        kept = {root, *root.iterchildren(f"{{{TEI}}}teiHeader", f"{{{TEI}}}text")}
        chosen = chance.choice([element for element in own if element not in kept] or own[-1:])
        if chosen in kept or len(own) > _MOST:
            return
        others = own if chance.random() < 0.8 else _list_elements(copy.deepcopy(foreign))
        chance.choice(_CHANGES)(chance, chosen, others)


def make_whole_text(number: int) -> WholeText:
    """An edition of one to three texts; always the same for a number."""
    chance = random.Random(number)  # noqa: S311 - nothing of it is secret
    files = {}
    for name in ("a.xml", "b.xml", "register.xml")[: chance.choice([1, 1, 1, 2, 3])]:
        if chance.random() < 0.3:
            root = copy.deepcopy(chance.choice(_list_examples()))
        else:
            root = _compose(chance)
        _change(chance, root)
        files[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    texts = [name for name in files if name != "register.xml"]
    some = chance.random() < 0.5
    table: dict[str, object] = {
        "edition": {
            "texts": texts,
            "registers": [name for name in files if name == "register.xml"],
            "url": "https://example.org/e/",
        },
        "text": {"corrected": some, "expanded": chance.random() < 0.5},
        "pages": {"report": chance.random() < 0.3, "split": chance.choice(["auto", "none", 1])},
        "apparatus": {"witness_pages": some},
        "check": {} if chance.random() < 0.2 else {"schema": "none"},
        "facsimile": {"tiles": some, "beside": chance.random() < 0.7},
        "dts": {"queries": some},
    }
    if len(texts) > 1 and some:
        table["translations"] = {texts[1]: texts[0]}
    return WholeText(files, table)
