"""The schema that the toolkit ships, tei/edition.rng: what it takes and what it refuses."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from building import make_edition, run, run_command
from tei_edition.relaxng import Schema, compare_schemas, judge_text, read_schema
from tei_edition.relaxng.derivative import list_required
from tei_edition.schema.odd import Compiled, compile_odd, write_compiled
from tei_edition.tei import TEI_NS, tei

REPOSITORY = Path(__file__).parents[1]
ODD = REPOSITORY / "tei/edition.odd"
SCHEMA = REPOSITORY / "tei/edition.rng"
PAGES = REPOSITORY / "docs/manual/reference/elements"
TEI_ALL = REPOSITORY.parent / "shared/tei/tei_all.rng"
EDITION = sorted((REPOSITORY / "tei").glob("*.xml"))

RELAXNG = "{http://relaxng.org/ns/structure/1.0}"
MATHML = "http://www.w3.org/1998/Math/MathML"
ANNOTATIONS = "{http://relaxng.org/ns/compatibility/annotations/1.0}"

# Elements that editors of critical editions missed.
EDITORS = frozenset(
    (
        "charDecl", "glyph", "g", "delSpan", "addSpan", "damageSpan", "secl", "mod", "object",
        "nym", "metDecl", "decoDesc", "bindingDesc", "colophon", "seal", "bloc", "geoDecl",
        "correspDesc", "sourceDoc", "spanGrp", "gi", "formula", "notatedMusic", "locusGrp",
        "msItemStruct", "recordHist", "source", "custodialHist", "custEvent", "msFrag",
        "substJoin", "listTranspose", "transpose", "undo", "redo", "retrace",
        "certainty", "precision", "respons", "index", "media", "ruby", "rb", "rt",
        "age", "alt", "annotationBlock", "biblFull", "eg", "fs", "incident", "join",
        "langKnowledge", "measureGrp", "population", "u",
        "prologue", "recordingStmt", "state", "timeline", "trait", "unicodeProp",
    )
)  # fmt: skip
MANUAL = REPOSITORY / "docs/manual"
# The names of the TEI's elements, for words in pages that look like tags.
WHOLE_TEI = (
    set(re.findall(r'<element name="(\w+)"', TEI_ALL.read_text(encoding="utf-8")))
    if TEI_ALL.is_file()
    else {"dictScrap"}
)

SOUND = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>A letter</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher></publicationStmt>
<sourceDesc><listWit><witness xml:id="A">A print</witness></listWit></sourceDesc>
</fileDesc></teiHeader><text><body><div>
<head>The <app><lem wit="#A">first</lem><rdg cause="slip">last</rdg></app> letter</head>
<p>On <date when="1917-11-07">that day</date> <persName ref="#k">K.</persName> came.</p>
<list><item>One</item></list><p><ref target="#A">See A</ref></p>
</div></body></text></TEI>"""

# What is wrong, the words of SOUND that it replaces, and the words that replace them.
MISTAKES = {
    "misspelt element": ("persName", "persname"),
    "misspelt attribute": ('ref="#k"', 'reff="#k"'),
    "attribute of another element": ("<p>On", '<p type="first">On'),
    "month that does not exist": ("1917-11-07", "1917-13-07"),
    "day that does not exist": ("1917-11-07", "1917-02-30"),
    "date in words": ("1917-11-07", "7 November 1917"),
    "text in a list": ("<list>", "<list>stray"),
    "list without items": ("<item>One</item>", ""),
    "missing title": ("<title>A letter</title>", ""),
    "missing header": ("teiHeader", "header"),
    "header in the wrong order": (
        "<titleStmt><title>A letter</title></titleStmt>",
        "<sourceDesc><p>None.</p></sourceDesc><titleStmt><title>A letter</title></titleStmt>",
    ),
    "paragraph in a heading": ("letter</head>", "<p>letter</p></head>"),
    "paragraph after a division": ("</div></body>", "</div><p>Late.</p></body>"),
    "reading outside an entry": ("<p>On", "<p><rdg>In</rdg> On"),
    "lemma after a reading": (
        '<rdg cause="slip">last</rdg>',
        '<rdg cause="slip">last</rdg><lem>late</lem>',
    ),
    "empty entry": ('<lem wit="#A">first</lem><rdg cause="slip">last</rdg>', ""),
    "certainty that is no degree": ("<p>On", '<p cert="perhaps">On'),
    "subtype without a type": ("<div>", '<div subtype="letter">'),
    "milestone without a unit": ("<p>On", "<p><milestone/>On"),
    "link that leads nowhere": ('<ref target="#A">See A</ref>', "<ptr/>"),
    "identifier with a space": ('xml:id="A"', 'xml:id="A 1"'),
}


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    """Give the shipped schema, compiled by libxml2."""
    return etree.RelaxNG(etree.parse(SCHEMA))


def is_valid(schema: etree.RelaxNG, text: str) -> bool:
    """Tell whether the schema takes a document; ids are its business, not the parser's."""
    parser = etree.XMLParser(collect_ids=False, recover=True)
    return bool(schema.validate(etree.fromstring(text, parser)))


@pytest.mark.parametrize(
    ("content", "valid"),
    [
        (f'<math xmlns="{MATHML}" display="block"><mi mathvariant="bold">a</mi></math>', True),
        (f'x = <m:math xmlns:m="{MATHML}"><m:mn>1</m:mn></m:math>', True),
        (f'<math xmlns="{MATHML}"><p xmlns="{TEI_NS}">no</p></math>', False),
        ('<math xmlns="http://example.org/"/>', False),
        ("<math/>", False),
        ("a^2", True),
    ],
)
def test_formulas_may_be_mathml(schema: etree.RelaxNG, content: str, *, valid: bool) -> None:
    """A formula holds MathML in its own namespace, and nothing else of another."""
    text = SOUND.replace("K.</persName>", f"K.</persName> <formula>{content}</formula>")

    assert is_valid(schema, text) is valid


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    """Give the shipped ODD, compiled."""
    return compile_odd(ODD, REPOSITORY)


@pytest.fixture(scope="module")
def fragments(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """Give the shipped schema for parts of documents: any of its elements may be the root."""
    grammar = etree.parse(SCHEMA).getroot()
    start = grammar.find(f"{RELAXNG}start")
    assert start is not None
    start.clear()
    roots = etree.SubElement(start, f"{RELAXNG}choice")
    for element in grammar.iterfind(f"{RELAXNG}define/{RELAXNG}element[@name]"):
        etree.SubElement(roots, f"{RELAXNG}ref", name=element.get("name", ""))
    path = tmp_path_factory.mktemp("schema") / "fragments.rng"
    path.write_bytes(etree.tostring(grammar))
    return read_schema(path)


def list_examples() -> dict[str, etree._Element]:
    """Give the example of each element, with its elements in the namespace of TEI."""
    text = ODD.read_text(encoding="utf-8").replace("http://www.tei-c.org/ns/Examples", TEI_NS)
    root = etree.fromstring(text.encode(), etree.XMLParser(collect_ids=False))
    found = {}
    for spec in root.iter(tei("elementSpec")):
        [example] = spec.iter(tei("egXML"))
        found[str(spec.get("ident"))] = example[0]
    return found


EXAMPLES = list_examples()


def judge(schema: Schema, element: etree._Element) -> list[str]:
    """Tell what a schema finds wrong in an element."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return [found.message for found in judge_text(schema, text, "example.xml")]


def find_own(name: str) -> tuple[etree._Element, etree._Element]:
    """Give a copy of an element's example, and the first such element in it."""
    example = copy.deepcopy(EXAMPLES[name])
    example.tail = None
    return example, next(example.iter(tei(name)))


def test_the_schema_and_its_pages_are_those_of_the_odd(compiled: Compiled, tmp_path: Path) -> None:
    """`make schema` was run after the last change of the ODD."""
    [schema] = write_compiled(compiled, "rng", tmp_path / "edition.rng")
    write_compiled(compiled, "docs", tmp_path / "pages")

    made = {path.name: path.read_bytes() for path in (tmp_path / "pages").iterdir()}
    kept = {path.name: path.read_bytes() for path in PAGES.iterdir()}
    assert compiled.problems == ()
    assert schema.read_bytes() == SCHEMA.read_bytes()
    assert made == kept


def test_sphinx_has_nothing_to_complain_of_in_the_pages(tmp_path: Path) -> None:
    """Every link of the pages leads somewhere."""
    shutil.copytree(PAGES, tmp_path / "docs")
    (tmp_path / "docs" / "conf.py").write_text('html_theme = "basic"\nnitpicky = True\n')

    options = ("-q", "-W", "--keep-going")
    done = run(sys.executable, "-m", "sphinx", *options, tmp_path / "docs", tmp_path / "out")

    assert (done.returncode, done.stderr) == (0, "")
    assert 'id="tei-edition-element-app"' in (tmp_path / "out" / "apparatus.html").read_text()


def test_everything_in_the_odd_is_described(compiled: Compiled) -> None:
    """Each element, class, datatype, macro, attribute and value has words of its own."""
    root = etree.parse(ODD).getroot()
    kinds = ("elementSpec", "classSpec", "macroSpec", "dataSpec", "attDef", "moduleSpec")
    described = [element for kind in kinds for element in root.iter(tei(kind))]
    assert len(described) > 700
    for element in described:
        desc = element.find(tei("desc"))
        assert desc is not None
        words = " ".join("".join(map(str, desc.itertext())).split())
        assert words.endswith("."), element.get("ident")


def test_the_schema_says_of_every_element_what_it_is() -> None:
    """Each element has its documentation, in a definition that bears its name."""
    elements = etree.parse(SCHEMA).findall(f".//{RELAXNG}element[@name]")
    assert len(elements) == len(EXAMPLES) > 300
    for element in elements:
        name = element.get("name")
        parent = element.getparent()
        assert parent is not None
        assert parent.get("name") == name
        assert (element.findtext(f"{ANNOTATIONS}documentation") or "").endswith("."), name


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_an_element_is_valid(fragments: Schema, name: str) -> None:
    """What the manual shows of an element is as the schema wants it, and has the element in it."""
    example, own = find_own(name)

    assert own is not None
    assert judge(fragments, example) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_element_refuses_what_it_may_not_hold(fragments: Schema, name: str) -> None:
    """A header inside, an attribute that it has not, and none that it needs: each is refused."""
    example, own = find_own(name)
    etree.SubElement(own, tei("teiHeader"))
    assert judge(fragments, example)

    example, own = find_own(name)
    own.set("nonsense", "yes")
    assert judge(fragments, example)

    for attribute in list_needed(fragments, name):
        example, own = find_own(name)
        del own.attrib[attribute]
        assert judge(fragments, example), attribute


def list_needed(schema: Schema, name: str) -> list[str]:
    """Give the attributes that an element must have, by the schema."""
    [element] = schema.by_name[f"{TEI_NS}}}{name}"]
    needed = list_required(element.content)
    return [name for attribute in needed for name in attribute.name_class.list_names()]


def test_the_shipped_edition_has_texts() -> None:
    """There is something for the schema to judge."""
    assert {path.name for path in EDITION} >= {"october.xml", "register.xml"}


@pytest.mark.parametrize("path", EDITION, ids=lambda path: path.name)
def test_the_shipped_edition_is_valid(schema: etree.RelaxNG, path: Path) -> None:
    """Every file of the shipped edition is valid under the shipped schema."""
    valid = schema.validate(etree.parse(path))
    assert valid, schema.error_log


def test_a_sound_document_is_taken(schema: etree.RelaxNG) -> None:
    """The document from which the mistakes are made is itself without one."""
    assert is_valid(schema, SOUND), schema.error_log


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused(schema: etree.RelaxNG, mistake: str) -> None:
    """One mistake makes a sound document invalid."""
    old, new = MISTAKES[mistake]
    assert old in SOUND
    assert not is_valid(schema, SOUND.replace(old, new))


@pytest.mark.corpora
@pytest.mark.skipif(
    not TEI_ALL.is_file(), reason="the TEI's own schema, ../shared/tei, cannot be found"
)
def test_what_the_schema_allows_is_tei(tmp_path: Path) -> None:
    """What is valid by the shipped schema is valid by the TEI's own, but for MathML; not back."""
    grammar = etree.parse(SCHEMA)
    # MathML in a formula is what the TEI leaves to its users.
    for space in list(grammar.iterfind(f".//{RELAXNG}nsName[@ns='{MATHML}']")):
        element = space.getparent()
        assert element is not None
        element.clear()
        element.tag = f"{RELAXNG}notAllowed"
    bare = tmp_path / "bare.rng"
    bare.write_bytes(etree.tostring(grammar))
    ours, theirs = read_schema(bare), read_schema(TEI_ALL)

    assert compare_schemas(ours, theirs) == []
    assert compare_schemas(theirs, ours) != []


@pytest.mark.corpora
@pytest.mark.skipif(
    not TEI_ALL.is_file(), reason="the TEI's own schema, ../shared/tei, cannot be found"
)
def test_the_shipped_odd_is_valid_tei() -> None:
    """The ODD is a TEI document as any other."""
    assert judge_text(read_schema(TEI_ALL), ODD.read_text(encoding="utf-8"), "edition.odd") == []


@pytest.mark.corpora
@pytest.mark.skipif(
    not TEI_ALL.is_file(), reason="the TEI's own schema, ../shared/tei, cannot be found"
)
@pytest.mark.skipif(
    shutil.which("jing") is None, reason="jing cannot be found: apt-get install jing"
)
def test_the_shipped_edition_is_valid_tei() -> None:
    """Every file of the shipped edition is valid under the TEI's own schema, by jing."""
    done = subprocess.run(
        ["jing", TEI_ALL, *EDITION], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_manual_s_own_elements_are_in_the_schema(schema: etree.RelaxNG) -> None:
    """Coordinates, registers of objects and names, and secluded words are taken as TEI has them."""
    header = "<encodingDesc><geoDecl datum='MGRS'>The grid.</geoDecl></encodingDesc></teiHeader>"
    register = (
        "<listObject><object xml:id='o'><objectIdentifier><objectName>Lamp</objectName>"
        "</objectIdentifier></object></listObject>"
        "<listNym><nym xml:id='n'><form>Johann</form></nym></listNym>"
    )
    text = SOUND.replace("</teiHeader>", header).replace("<p>On", f"{register}<p><secl>On</secl>")
    assert is_valid(schema, text)
    assert not is_valid(schema, text.replace("<form>Johann</form>", "<item>Johann</item>"))
    assert not is_valid(schema, text.replace("<geoDecl", "<geoDecl unit='m'"))


def test_the_schema_has_every_element_that_the_manual_teaches(compiled: Compiled) -> None:
    """What the manual shows of TEI, but for the elements of ODDs, is in the schema."""
    pages = [path for path in MANUAL.rglob("*.rst") if PAGES not in path.parents]
    shown = {name for path in pages for name in re.findall(r"<([a-z]\w*)[\s/>]", path.read_text())}
    odd = {
        "attDef", "attList", "classes", "content", "dataRef", "datatype", "elementRef",
        "elementSpec", "macroRef", "macroSpec", "memberOf", "moduleRef", "param", "schemaSpec",
        "textNode",
    }  # fmt: skip

    assert compiled.schema is not None
    ours = set(compiled.schema.list_names("element"))
    assert len(shown & ours) > 80
    assert (shown & WHOLE_TEI) - ours - odd == {"dictScrap"}  # a page says what is not handled


@pytest.mark.parametrize("name", sorted(EDITORS))
def test_the_schema_has_what_critical_editions_need(compiled: Compiled, name: str) -> None:
    """The elements of transcriptions, manuscripts, variants and registers are there."""
    assert compiled.schema is not None
    assert name in compiled.schema.list_names("element")


DICTIONARY = """<div><entry xml:id="lantern" type="main"><form type="lemma"><orth>lantern</orth>
<pron notation="ipa">x</pron><form type="inflected"><number>pl.</number><orth>lanterns</orth></form>
</form><gramGrp><pos norm="noun">n.</pos><gen>m.</gen></gramGrp>
<sense n="1" level="1"><usg type="domain">seafaring</usg><def>A lamp.</def>
<cit type="example"><quote>The <oRef/> was out.</quote><bibl>Log</bibl></cit>
<cit type="translation" xml:lang="de"><form><orth>Laterne</orth></form></cit></sense>
<re type="compound"><form><orth>dark lantern</orth></form><sense><def>One.</def></sense></re>
<etym>from <lang>Latin</lang> <mentioned xml:lang="la">lanterna</mentioned></etym>
<xr type="see">see <ref target="#lamp">lamp</ref></xr></entry>
<entryFree xml:id="lamp"><orth>lamp</orth>, <pos>n.</pos>: <def>a light</def>.</entryFree>
<superEntry><form><orth>keep</orth></form><entry n="1"><hom><sense><def>To hold.</def></sense></hom>
</entry></superEntry></div>"""
# What is wrong in a dictionary, the words that it replaces, and the words that replace them.
SLIPS = {
    "words directly in an entry": ("<gramGrp><pos norm", "noun <gramGrp><pos norm"),
    "a paragraph in an entry": ("<etym>", "<p>Old.</p><etym>"),
    "an entry in a paragraph": ("<entryFree", "<p><entryFree"),
    "a meaning outside entries": ("<superEntry>", "<sense><def>a</def></sense><superEntry>"),
    "an entry without anything": ("<hom><sense><def>To hold.</def></sense></hom>", ""),
    "a depth in words": ('level="1"', 'level="first"'),
    "a reading in a form": ("<orth>lanterns</orth>", "<rdg>lanterns</rdg>"),
}


def test_a_dictionary_is_taken(schema: etree.RelaxNG) -> None:
    """Entries with forms, grammar, meanings, examples and translations are valid."""
    text = SOUND.replace("</body>", f"{DICTIONARY}</body>")
    assert is_valid(schema, text), schema.error_log


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_dictionary_is_refused(schema: etree.RelaxNG, slip: str) -> None:
    """Each part of an entry has its place."""
    old, new = SLIPS[slip]
    assert old in DICTIONARY
    wrong = DICTIONARY.replace(old, new, 1)
    if slip == "an entry in a paragraph":
        wrong = wrong.replace("</entryFree>", "</entryFree></p>")
    assert not is_valid(schema, SOUND.replace("</body>", f"{wrong}</body>"))


def list_allowed(root: str) -> set[str]:
    """List the elements that the schema allows anywhere inside an element."""
    grammar = etree.parse(SCHEMA).getroot()
    definitions: dict[str, list[etree._Element]] = {}
    for definition in grammar.iter(f"{RELAXNG}define"):
        definitions.setdefault(definition.get("name", ""), []).append(definition)
    found: set[str] = set()
    seen = {root}
    waiting = [root]
    while waiting:
        for definition in definitions[waiting.pop()]:
            found.update(e.get("name", "") for e in definition.findall(f"{RELAXNG}element[@name]"))
            names = {r.get("name", "") for r in definition.iter(f"{RELAXNG}ref")} - seen
            seen |= names
            waiting += names
    return found


def test_every_element_that_a_text_may_have_is_shown_in_its_own_way(tmp_path: Path) -> None:
    """Nothing that the schema allows in a text is reported as an element that pages do not know."""
    names = sorted(list_allowed("text") - {"binaryObject"})
    assert len(names) > 290
    words = "".join(f"<div><p><{name}>Words</{name}></p></div>" for name in names)
    holder = "".join(f"<div><{name}>Words</{name}></div>" for name in names)
    sources = {"inline": words, "block": holder, "strange": "<p><strange>Words</strange></p>"}
    texts = {key: f"<text><body>{body}</body></text>" for key, body in sources.items()}
    root = make_edition(tmp_path / "edition", texts, toml='[check]\nschema = "none"\n')

    done = run_command("html", "-o", root / "out", cwd=root)

    told = re.findall(r"(\S+?):\d+:\d+: note: <(\w+)> has no style of its own", done.stderr)
    assert told == [("tei/strange.xml", "strange")]
