"""No file outside the edition's folder is read, shown or published, whatever the edition names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from building import TEI, run_command
from tei_edition.cli import main

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "private-words-of-the-user"
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
TEXT = "<text><body><p>x</p></body></text>"
TABLE = "[edition]\ntexts = [{texts}]\nregisters = []\n{more}\n"
PLAIN = TEI.format(title="T", content=TEXT)
PRIVATE = TEI.format(title="T", content=f"<text><body><p>{WORDS}</p></body></text>")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition, in which commands run; its neighbour `home` is the user's own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "private.xml").write_text(PRIVATE)
    (home / "secret.txt").write_text(WORDS)
    (home / "a.rng").write_text(f"<{WORDS}")
    (home / "a.rnc").write_text(f"start = {WORDS} {{")
    (home / "a.sch").write_text(
        f'<schema xmlns="{SCH}"><pattern id="p"><rule context="*">'
        f'<report test="true()">{WORDS}</report></rule></pattern></schema>'
    )
    (home / "a.css").write_text(f".{WORDS} {{}}")
    (home / "a.png").write_bytes(b"\x89PNG" + WORDS.encode())
    (home / "a.csl").write_text(f"<{WORDS}")
    (home / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>'
    )
    root = tmp_path / "edition"
    root.mkdir()
    (root / "a.xml").write_text(PLAIN)
    monkeypatch.chdir(root)
    return root


def write(folder: Path, more: str = "", texts: str = '"a.xml"') -> None:
    """The edition.toml of a folder."""
    (folder / "edition.toml").write_text(TABLE.format(texts=texts, more=more))


def call(*arguments: str) -> Result:
    """A command that ended by itself, and showed nothing of the user's."""
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert WORDS not in done.output
    return done


# What edition.toml may name in vain; H stands for the user's folder.
SETTINGS = {
    "a text": ("", '"../home/private.xml"'),
    "a text by its whole path": ("", '"H/private.xml"'),
    "a pattern": ("", '"../home/*.xml"'),
    "a pattern that climbs": ("", '"*/../../home/private.xml", "a.xml"'),
    "a path through a folder": ("", '"sub/../../home/private.xml"'),
    "a register": ("", '"a.xml"]\nregisters = ["../home/private.xml"'),
    "a schema": ('[check]\nschema = "../home/a.rng"', '"a.xml"'),
    "rules": ('[check]\nschematron = ["../home/a.sch"]', '"a.xml"'),
    "a copy-text": ('[check]\ncopy_text = { N = "H/secret.txt" }', '"a.xml"'),
    "a baseline": ('[check]\nbaseline = "../home/secret.txt"', '"a.xml"'),
    "a catalogue": ('[check]\ncatalogues = ["../home/catalog.xml"]', '"a.xml"'),
    "a catalogue's line": ('[check.catalogue]\n"https://x.org/a.rng" = "../home/a.rng"', '"a.xml"'),
    "a catalogue's table": (
        '[check.catalogue]\n"https://x.org/a.rng" = { file = "H/a.rng" }', '"a.xml"',
    ),
    "an ODD": ('[schema]\nodd = "../home/private.xml"', '"a.xml"'),
    "a source": ('[schema]\nsource = "../home/private.xml"', '"a.xml"'),
    "a style sheet": ('[site]\ncss = ["../home/a.css"]', '"a.xml"'),
    "a folder of templates": ('[site]\ntemplates = "../home"', '"a.xml"'),
    "a stylesheet": ("", '"a.xml"]\nxslt = "../home/private.xml"\nregisters = ["r.xml"'),
    "a style of citations": ('[citation]\nstyle = "../home/a.csl"', '"a.xml"'),
    "a project": ('[pages]\nsource = "../home"', '"a.xml"'),
}  # fmt: skip


@pytest.mark.parametrize("command", [("check",), ("html", "-o", "out"), ("export", "text")])
@pytest.mark.parametrize(("more", "texts"), SETTINGS.values(), ids=SETTINGS)
def test_settings_name_no_file_outside(
    folder: Path, command: tuple[str, ...], more: str, texts: str
) -> None:
    """A path of edition.toml that leaves its folder ends every command with one error."""
    (folder / "sub").mkdir()
    (folder / "r.xml").write_text(PLAIN)
    home = str(folder.parent / "home")
    table = TABLE.format(texts=texts, more=more).replace("H/", f"{home}/")
    table = table.replace("registers = []\n", "") if table.count("registers") > 1 else table
    (folder / "edition.toml").write_text(table)
    done = call(*command)
    assert (done.exit_code, "[outside-path]" in done.output) == (2, True), done.output
    assert not (folder / "out").exists()


LINKS = {
    "a text": ("tei/b.xml", "private.xml", '"tei/*.xml"', ""),
    "a folder of texts": ("tei", ".", '"tei/*.xml"', ""),
    "a folder below": ("tei/sub", ".", '"tei/*/*.xml"', ""),
    "a schema": ("a.rng", "a.rng", '"a.xml"', '[check]\nschema = "a.rng"'),
    "rules": ("rules/a.sch", "a.sch", '"a.xml"', '[check]\nschematron = ["rules/*.sch"]'),
    "a copy-text": ("n.txt", "secret.txt", '"a.xml"', '[check]\ncopy_text = { N = "n.txt" }'),
    "a style sheet": ("my.css", "a.css", '"a.xml"', '[site]\ncss = ["my.css"]'),
}


@pytest.mark.parametrize(("link", "target", "texts", "more"), LINKS.values(), ids=LINKS)
def test_links_lead_to_no_file_outside(
    folder: Path, link: str, target: str, texts: str, more: str
) -> None:
    """A link that leads out of the folder is as good as a path that does."""
    (folder / "tei").mkdir()
    (folder / "tei/a.xml").write_text(PLAIN)
    if link == "tei":
        (folder / "tei/a.xml").unlink()
        (folder / "tei").rmdir()
    (folder / link).parent.mkdir(exist_ok=True)
    (folder / link).symlink_to(folder.parent / "home" / target)
    write(folder, more, texts)
    assert "[outside-path]" in call("check").output
    assert "[outside-path]" in call("html", "-o", "out").output
    assert not (folder / "out").exists()


def test_templates_link_to_no_file_outside(folder: Path) -> None:
    """A template that includes another through a link publishes nothing of the user's."""
    (folder / "templates").mkdir()
    (folder / "templates/page.html").write_text('{% include "x.html" %}{% extends "!page.html" %}')
    (folder / "templates/x.html").symlink_to(folder.parent / "home/secret.txt")
    write(folder, '[site]\ntemplates = "templates"')
    done = run_command("build", "-o", "site", cwd=folder)
    assert done.returncode == 2
    assert "x.html" in done.stderr
    assert not list((folder / "site").rglob("*.html"))


def test_links_within_the_edition_are_followed(folder: Path) -> None:
    """A link to another file of the edition is as good as that file."""
    (folder / "sources").mkdir()
    (folder / "sources/b.xml").write_text(PLAIN)
    (folder / "tei").mkdir()
    (folder / "tei/b.xml").symlink_to(folder / "sources/b.xml")
    write(folder, '[check]\nschema = "none"', '"tei/*.xml"')
    assert call("check").exit_code == 0


@pytest.mark.parametrize("before", [True, False])
def test_the_command_line_allows_files_outside(folder: Path, before: bool) -> None:
    """With --allow-outside, before the command or behind it, what edition.toml names is read."""
    write(folder, '[check]\nschema = "none"', '"../home/private.xml"')
    words = (
        ["--allow-outside", "export", "text"] if before else ["export", "text", "--allow-outside"]
    )
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, WORDS in done.output) == (0, True), done.output


@pytest.mark.parametrize("key", ["allow_outside = true", 'named = ["/etc/passwd"]', 'root = "/"'])
def test_the_file_itself_allows_nothing(folder: Path, key: str) -> None:
    """Only the command line says that files outside are read."""
    (folder / "edition.toml").write_text(f'{key}\n[edition]\ntexts = ["a.xml"]\nregisters = []\n')
    done = call("check")
    assert (done.exit_code, "there is no key" in done.output) == (2, True)


def test_a_file_named_on_the_command_line_is_read(folder: Path) -> None:
    """Whoever names a file wants it to be read, wherever it lies."""
    write(folder, '[check]\nschema = "none"')
    done = CliRunner().invoke(main, ["check", "../home/private.xml"])
    assert done.exit_code == 0, done.output


# Schemas of the edition, and what they bring in.
SCHEMAS = {
    "an external reference": (
        "m.rng",
        f'<grammar xmlns="{RNG}"><start><externalRef href="../home/a.rng"/></start></grammar>',
    ),
    "an inclusion": (
        "m.rng", f'<grammar xmlns="{RNG}"><include href="H/a.rng"/></grammar>',
    ),
    "an address of a file": (
        "m.rng", f'<grammar xmlns="{RNG}"><include href="file://H/a.rng"/></grammar>',
    ),
    "the base of an address": (
        "m.rng", f'<grammar xmlns="{RNG}" xml:base="../home/"><include href="a.rng"/></grammar>',
    ),
    "a link": ("m.rng", f'<grammar xmlns="{RNG}"><include href="link/a.rng"/></grammar>'),
    "the compact syntax": ("m.rnc", 'include "../home/a.rnc"'),
    "the compact syntax, by another word": ("m.rnc", 'start = external "H/a.rnc"'),
    "an inclusion of rules": (
        "m.sch", f'<schema xmlns="{SCH}"><include href="../home/a.sch"/></schema>',
    ),
    "a fragment of rules": (
        "m.sch", f'<schema xmlns="{SCH}"><include href="../home/a.sch#p"/></schema>',
    ),
    "an extension of rules": (
        "m.sch", f'<schema xmlns="{SCH}"><extends href="link/a.sch"/></schema>',
    ),
    "a stylesheet of rules": (
        "m.sch",
        f'<schema xmlns="{SCH}" xmlns:x="{XSL}"><x:include href="../home/a.sch"/></schema>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.values(), ids=SCHEMAS)
def test_schemas_bring_in_no_file_outside(folder: Path, name: str, schema: str) -> None:
    """What a schema or rule includes from outside is a problem at its place, and is not read."""
    home = folder.parent / "home"
    (folder / "link").symlink_to(home)
    (folder / name).write_text(schema.replace("H/", f"{home}/"))
    key = "schematron = [" if name.endswith(".sch") else "schema = "
    write(folder, f'[check]\n{key}"{name}"' + ("]" if "[" in key else ""))
    output = call("check").output
    assert f"{name}:1:" in output
    assert "is outside the edition's folder, and is not read" in output


ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p>
</publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader><text><body>
<schemaSpec ident="s" start="p"{source}>{part}</schemaSpec></body></text></TEI>
"""
ODDS = {
    "a grammar": ("", '<moduleRef url="../home/a.rng"/>'),
    "a group": ("", '<specGrpRef target="../home/private.xml"/>'),
    "an address of a file": ("", '<specGrpRef target="file://H/private.xml"/>'),
    "a source": (' source="../home/private.xml"', '<elementRef key="p"/>'),
    "a source of one module": ("", '<moduleRef key="core" source="link/private.xml"/>'),
    "an XInclude": ("", '<xi:include href="../home/private.xml"/>'),
}


@pytest.mark.parametrize(("source", "part"), ODDS.values(), ids=ODDS)
def test_odds_draw_on_no_file_outside(folder: Path, source: str, part: str) -> None:
    """Sources, grammars and parts of an ODD lie in the edition's folder."""
    home = folder.parent / "home"
    (folder / "link").symlink_to(home)
    text = ODD.format(source=source, part=part).replace("H/", f"{home}/")
    (folder / "my.odd").write_text(text)
    write(folder, '[schema]\nodd = "my.odd"')
    output = call("schema", "compile").output
    assert "is outside the edition's folder, and is not read" in output


# What a text names itself, with or without --allow-outside; what is reported.
TEXTS = {
    "a schema": ('<?xml-model href="../home/a.rng"?>', "", "[schema-unreadable]"),
    "rules": (
        f'<?xml-model href="../home/a.sch" schematypens="{SCH}"?>', "", "[schematron-unreadable]",
    ),
    "an XInclude": ("", '<xi:include href="../home/private.xml"/>', "[xinclude-failed]"),
    "an XInclude of text": (
        "", '<xi:include href="link/secret.txt" parse="text"/>', "[xinclude-failed]",
    ),
    "a picture": ("", '<p><graphic url="../home/a.png"/></p>', "[unshown-picture]"),
    "a picture by a link": ("", '<p><graphic url="link/a.png"/></p>', "[unshown-picture]"),
}  # fmt: skip


@pytest.mark.parametrize("option", [(), ("--allow-outside",)])
@pytest.mark.parametrize(("before", "inside", "code"), TEXTS.values(), ids=TEXTS)
def test_texts_bring_in_no_file_outside(
    folder: Path, before: str, inside: str, code: str, option: tuple[str, ...]
) -> None:
    """Whatever a text names outside is reported, and is not on its page."""
    (folder / "link").symlink_to(folder.parent / "home")
    content = f'<text xmlns:xi="http://www.w3.org/2001/XInclude"><body>{inside}</body></text>'
    text = TEI.format(title="T", content=content).replace("<TEI", f"{before}\n<TEI", 1)
    (folder / "a.xml").write_text(text)
    write(folder)
    assert code in call(*option, "check").output
    call(*option, "html", "-o", "out")
    made = [path for path in (folder / "out").rglob("*") if path.is_file()]
    assert not any(WORDS.encode() in path.read_bytes() for path in made)


def test_a_catalogue_maps_to_no_file_outside(folder: Path) -> None:
    """A catalogue that came with the edition cannot stand for files of the user."""
    (folder / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="https://x.org/a.rng" uri="../home/a.rng"/></catalog>'
    )
    text = PLAIN.replace("<TEI", '<?xml-model href="https://x.org/a.rng"?>\n<TEI', 1)
    (folder / "a.xml").write_text(text)
    write(folder, '[check]\ncatalogues = ["catalog.xml"]')
    output = call("check").output
    assert "[schema-unreadable]" in output
    assert "outside the edition" in output


def test_a_catalogue_follows_none_outside(folder: Path) -> None:
    """The next catalogue lies in the edition's folder too."""
    (folder / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<nextCatalog catalog="../home/catalog.xml"/></catalog>'
    )
    text = PLAIN.replace("<TEI", '<?xml-model href="https://x.org/a.rng"?>\n<TEI', 1)
    (folder / "a.xml").write_text(text)
    write(folder, '[check]\ncatalogues = ["catalog.xml"]')
    done = call("check")
    assert (done.exit_code, "[outside-path]" in done.output) == (2, True), done.output


def test_what_was_read_with_leave_is_not_shown_without(folder: Path) -> None:
    """What is kept of a run with --allow-outside does not stand for one without it."""
    (folder / "m.rng").write_text(
        f'<grammar xmlns="{RNG}"><include href="../home/b.rng"/></grammar>'
    )
    (folder.parent / "home/b.rng").write_text(
        f'<grammar xmlns="{RNG}"><start><element><anyName/><text/></element></start></grammar>'
    )
    write(folder, '[check]\nschema = "m.rng"')
    assert "outside" not in call("--allow-outside", "check").output
    assert "is outside" in call("check").output
