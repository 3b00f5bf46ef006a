"""Characters that are described in another file of the edition are shown as those of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.checks import check_edition
from tei_edition.config import read_config
from tei_edition.config.tables import TextTable
from tei_edition.loading.edition import load_tree, read_edition
from tei_edition.reader.reading_text import Runs
from tei_edition.source.stamps import DRAWN, strip_stamps
from tei_edition.tei import tei

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from tei_edition.loading.edition import LoadedEdition

TOML = '[edition]\ntexts = ["tei/{}.xml"]\nregisters = ["tei/chars.xml"]\n'
FILE = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
    "</titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc><p>x</p></sourceDesc>"
    "</fileDesc><encodingDesc>{header}</encodingDesc></teiHeader>{content}</TEI>"
)
CHARACTERS = (
    '<charDecl><char xml:id="ct"><mapping type="standard">ct</mapping></char>'
    '<char xml:id="ivy"><localProp name="Name" value="ivy leaf"/></char>'
    '<glyph xml:id="leaf"><figure><graphic url="img/leaf.png"/></figure></glyph></charDecl>'
)
PEOPLE = (
    '<standOff><listPerson><person xml:id="v"><persName>Vi<g ref="#ct"/>or</persName></person>'
    "</listPerson></standOff>"
)
PREFIX = '<prefixDef ident="c" matchPattern="(.+)" replacementPattern="chars.xml#$1"/>'


def write(root: Path, body: str, *, name: str = "a", characters: str = CHARACTERS) -> Path:
    """An edition of a text with that body, and of a file that describes characters."""
    if not root.exists():
        make_edition(root, {}, toml=TOML.format(name))
    path = root / f"tei/{name}.xml"
    path.parent.mkdir(exist_ok=True)
    content = f"<text><body>{body}</body></text>"
    header = f"<listPrefixDef>{PREFIX}</listPrefixDef>"
    path.write_text(FILE.format(header=header, content=content))
    (root / "tei/chars.xml").write_text(FILE.format(header=characters, content=PEOPLE))
    return root


def load(root: Path, name: str = "a") -> tuple[etree._Element, LoadedEdition]:
    """The tree of a text as it was read, and the edition."""
    loaded = read_edition(read_config(root))
    (text,) = (text for text in loaded.edition.texts if text.file == f"tei/{name}.xml")
    return load_tree(loaded, text), loaded


@pytest.mark.parametrize(
    ("g", "words"),
    [
        ('do<g ref="chars.xml#ct"/>or', "doctor"),
        ('do<g ref="./chars.xml#ct"/>or', "doctor"),
        ('do<g ref="c:ct"/>or', "doctor"),
        ('a <g ref="chars.xml#ivy"/> b', "a [ivy leaf] b"),
        ('a <g ref="chars.xml#gone"/> b', "a [gone] b"),
        ('a <g ref="chars.xml#ivy">❦</g> b', "a ❦ b"),
        ('a <g ref="#ct"/> b', "a [ct] b"),
    ],
)
def test_characters_of_another_file_are_shown(tmp_path: Path, g: str, words: str) -> None:
    """A mapping or a name is found where the pointer leads, and nowhere else."""
    tree, _ = load(write(tmp_path / "edition", f"<p>{g}</p>"))
    assert Runs(tree, TextTable()).lines() == words


def test_characters_are_found_from_every_folder_and_in_every_part(tmp_path: Path) -> None:
    """Readings, registers and quotations have the character too."""
    app = '<app><lem wit="#A">a<g ref="../chars.xml#ct"/></lem><rdg wit="#B">b<g ref="c:x"/></rdg>'
    name = '<persName ref="../chars.xml#v">Vi<g ref="../chars.xml#ct"/>or</persName>'
    body = f"<p>{name} {app}</app></p>"
    _, loaded = load(write(tmp_path / "edition", body, name="part/b"), "part/b")
    (text,) = loaded.edition.texts
    (register,) = loaded.edition.registers

    assert [reading.text for reading in text.entries[0].readings] == ["act", "b[x]"]
    assert text.mentions[0].quotation.surface == "Victor"
    assert [entity.name for entity in register.entities] == ["Victor"]


def test_the_picture_of_a_character_is_found_from_every_folder(tmp_path: Path) -> None:
    """Its address is relative to the text that shows it; a mapped character has none."""
    body = '<p><g ref="../chars.xml#leaf"/> <g ref="../chars.xml#ct"/></p>'
    tree, loaded = load(write(tmp_path / "edition", body, name="part/b"), "part/b")
    (text,) = loaded.edition.texts

    assert [g.get(DRAWN) for g in tree.iter(tei("g"))] == ["../img/leaf.png", None]
    assert [picture.url for picture in text.pictures] == ["../img/leaf.png"]
    strip_stamps(tree)
    assert [dict(g.attrib) for g in tree.iter(tei("g"))] == [
        {"ref": "../chars.xml#leaf"},
        {"ref": "../chars.xml#ct"},
    ]


def test_a_text_is_read_again_when_its_characters_change(tmp_path: Path) -> None:
    """What was kept of the text depends on the file that describes its characters."""
    body = '<p>do<g ref="chars.xml#ct"/>or</p>'
    root = write(tmp_path / "edition", body)
    load(root)
    write(root, body, characters=CHARACTERS.replace(">ct<", ">ĉt<"))

    assert Runs(load(root)[0], TextTable()).lines() == "doĉtor"


def test_a_character_that_is_described_nowhere_is_reported(tmp_path: Path) -> None:
    """A pointer into another file that leads to nothing is an error, as in the same file."""
    body = '<p><g ref="chars.xml#ct"/> <g ref="chars.xml#gone"/> <g ref="none.xml#a"/></p>'
    _, loaded = load(write(tmp_path / "edition", body))
    told = [p.message for p in check_edition(loaded.edition, loaded.config)]

    assert [m for m in told if m.startswith("@ref")] == [
        '@ref: nothing in "chars.xml" has the xml:id "gone"',
        '@ref: there is no file "none.xml" in the edition',
    ]


def test_private_characters_that_another_file_describes_are_not_reported(tmp_path: Path) -> None:
    """A `g` with a pointer is described where that leads; a bare character is not."""
    described = '<p>a <g ref="chars.xml#ivy">\ue001</g></p>'
    bare = "<p>a \ue002</p>"
    _, loaded = load(write(tmp_path / "edition", described + bare))
    told = [p.message for p in loaded.problems if p.code == "private-character"]

    assert len(told) == 1
    assert "U+E002" in told[0]
    assert "U+E001" not in told[0]
