"""An edition of many habits has the mentions that XPath finds in its TEI, for every entity.

The edition is of the kinds of encoding that editions by others have beside each other: lists of
authorities and lists in the back of each text, names by several elements, several pointers in one,
persons by address and by identifier. What is expected is counted by some lines that import nothing
of the package.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from building import run_command
from oracle import find_all, parse_page

if TYPE_CHECKING:
    from pathlib import Path

GND = "https://d-nb.info/gnd/"
HEADER = """<teiHeader><fileDesc><titleStmt><title>{title}</title><author ref="persons.xml#ann">Ann
Author</author></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><listWit><witness
xml:id="A"><persName ref="persons.xml#bob">Bob</persName>’s copy</witness><witness xml:id="B">B
</witness></listWit></sourceDesc></fileDesc>{profile}</teiHeader>"""
PROFILE = """<profileDesc><correspDesc><correspAction type="sent"><persName ref="persons.xml#ann"/>
<settlement ref="places.xml#york">York</settlement><date when="1850-03-01"/></correspAction>
<correspAction type="received"><persName ref="persons.xml#bob">Bob</persName></correspAction>
</correspDesc></profileDesc>"""
REGISTERS = {
    "persons": """<listPerson><person xml:id="ann"><persName>Ann</persName><birth when="1800">
        <placeName ref="places.xml#york">York</placeName></birth><idno type="GND">118540238</idno>
        <note>friend of <persName ref="#bob">Bob</persName></note></person>
        <person xml:id="bob"><persName>Bob</persName></person>
        <person xml:id="eve"><persName>Eve</persName></person></listPerson>
        <personGrp xml:id="crew"><persName>Crew</persName></personGrp>
        <listOrg><org xml:id="guild"><orgName>Guild</orgName><org xml:id="branch"><orgName>Branch
        </orgName><listOrg><org xml:id="office"><orgName>Office</orgName></org></listOrg></org>
        </org></listOrg>""",
    "places": """<listPlace><place xml:id="uk"><country>United Kingdom</country><place
        xml:id="york"><placeName>York</placeName></place></place><place xml:id="moors"><geogName>
        Moors</geogName></place><place xml:id="north"><region>North</region></place><place
        xml:id="west"><bloc>West
        </bloc></place></listPlace><listObject><object xml:id="ring"><objectIdentifier><objectName>
        Ring</objectName></objectIdentifier></object></listObject>""",
}
LETTER = """<text xml:lang="en"><body><div><opener><salute>Dear <persName ref="persons.xml#bob">B.
</persName></salute></opener><p>In <settlement ref="places.xml#york">York</settlement>, <country
ref="places.xml#uk">England</country>, <region ref="places.xml#north">the north</region>, <bloc
ref="places.xml#west">the West</bloc>, <geogName ref="places.xml#moors">the moors</geogName>, with
the <objectName ref="places.xml#ring">ring</objectName>: <rs ref="persons.xml#ann persons.xml#bob">
both</rs>. <placeName ref="places.xml#york"><settlement ref="places.xml#york">York</settlement>
</placeName><note>Of <persName ref="persons.xml#eve">Eve</persName> and <persName
ref="GND118540238">A.</persName></note> <app><lem wit="#A"><persName ref="persons.xml#ann">Ann
</persName></lem><rdg wit="#B"><persName ref="persons.xml#eve">Eve</persName></rdg></app> <choice>
<abbr><orgName ref="persons.xml#guild">G.</orgName></abbr><expan><orgName
ref="persons.xml#guild">Guild</orgName></expan></choice> <settlement key="x">Leeds</settlement>
<title ref="#tale">the tale</title> <orgName ref="persons.xml#branch persons.xml#guild">the branch
</orgName>, <rs type="org" ref="persons.xml#office">there</rs>, <persName
ref="persons.xml#crew">crew</persName> <persName>nobody</persName></p></div></body><back><div>
<listPerson><person xml:id="local{n}"><persName ref="persons.xml#ann">Local</persName></person>
</listPerson><listBibl><bibl xml:id="tale"><title>Tale</title>, <author ref="persons.xml#bob">Bob
</author></bibl><listBibl><bibl xml:id="inner{n}"><editor ref="persons.xml#branch">Branch</editor>,
<title>Inner</title></bibl></listBibl></listBibl>
<p>By <persName ref="#local{n}">L.</persName></p></div></back></text>"""
PLAY = """<text xml:lang="en"><body><div><stage>Enter <persName ref="persons.xml#eve">Eve</persName>
</stage><sp who="persons.xml#eve persons.xml#bob"><speaker>Both</speaker><l>We</l></sp><sp
who="persons.xml#ann"><speaker><persName ref="persons.xml#ann">Ann</persName></speaker><l>I</l></sp>
<sp who="persons.xml#ann"><l>Still I</l></sp></div></body></text>"""

TEI = "http://www.tei-c.org/ns/1.0"
NAMES = "persName orgName placeName geogName eventName objectName name rs"
# What is a name: by its element; with @ref; no name of an entry, nor in the back's lists of works,
# nor one that is all of the same name around it.
XPATH = """//t:{place}//t:*[
    (contains(' {names} ', concat(' ', local-name(), ' ')) and (@ref or @key)) or
    ((self::t:settlement or self::t:country or self::t:region or self::t:bloc or self::t:title
      or self::t:author) and @ref)]
  [not(ancestor::t:person or ancestor::t:bibl[@xml:id])]
  [not(../@ref = @ref and normalize-space(..) = normalize-space())]"""


def write_edition(root: Path) -> Path:
    """Two letters and a play, with their registers."""
    (root / "tei").mkdir()
    texts = {"one": (PROFILE, LETTER), "two": (PROFILE, LETTER), "play": ("", PLAY)}
    for number, (name, (profile, text)) in enumerate(texts.items()):
        content = HEADER.format(title=name.title(), profile=profile)
        content += text.replace("{n}", str(number)).replace("GND", GND)
        content = content.replace('"tale"', f'"tale{number}"').replace("#tale", f"#tale{number}")
        (root / f"tei/{name}.xml").write_text(f'<TEI xmlns="{TEI}">{content}</TEI>')
    for name, content in REGISTERS.items():
        head = HEADER.format(title=name, profile="").partition("<sourceDesc>")[0]
        (root / f"tei/{name}.xml").write_text(
            f'<TEI xmlns="{TEI}">{head}<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>'
            f"<standOff>{content}</standOff></TEI>"
        )
    (root / "edition.toml").write_text(
        '[edition]\\ntexts = ["tei/*.xml"]\\nregisters = ["tei/persons.xml", "tei/places.xml"]\\n'
        '[check]\\nschema = "none"\\n[registers]\\nunmentioned = "show"\\n'.replace("\\n", "\n")
    )
    return root


def count_by_xpath(folder: Path) -> Counter[str]:
    """How often the texts name each entity, by its id."""
    counts: Counter[str] = Counter()
    for path in folder.glob("*.xml"):
        root = etree.parse(path).getroot()
        found = [
            element.get("ref", "").split()
            for place in ("text", "correspDesc")
            for element in find_all(root, XPATH.format(place=place, names=NAMES))
        ]
        for speech in find_all(root, "//t:sp[@who]"):
            named = [e.get("ref", "") for e in find_all(speech, "t:speaker//t:*[@ref]")]
            found.append([who for who in speech.get("who", "").split() if who not in named])
        for pointers in found:
            counts.update({"ann" if GND in p else p.rpartition("#")[2] for p in pointers} - {""})
    return counts


def test_every_entity_has_the_mentions_that_xpath_finds(tmp_path: Path) -> None:
    """No entity is listed twice, none has more or fewer mentions than its TEI."""
    root = write_edition(tmp_path)
    done = run_command("html", "-o", "html", cwd=root)
    listed: Counter[str] = Counter()
    pages = set((root / "html").rglob("*.html")) - {root / "html/edition/witnesses.html"}
    for page in pages:
        for term in parse_page(page).xpath("//dt[contains(@class, 'tei-entity')]"):
            assert term.get("id") not in listed, f"{term.get('id')} has two entries"
            quotations = term.getnext().xpath(".//li/p[contains(@class, 'tei-mention ')]")
            listed[term.get("id")] = len(quotations)

    assert done.returncode == 0, done.stderr
    assert +listed == count_by_xpath(root / "tei")
    assert sum(listed.values()) > 48
    assert set(listed) == {
        "ann", "bob", "eve", "guild", "uk", "york", "moors", "north", "west", "ring", "local0",
        "local1", "tale0", "tale1", "crew", "branch", "office", "inner0", "inner1",
    }  # fmt: skip
