"""The extension for VS Code: its manifest, its package, and its work as a client of the server."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from building import REPOSITORY, TEI, find_program, run
from tei_edition import __version__
from tei_edition.cli import main
from tei_edition.editing import tool_settings

FOLDER = REPOSITORY / "editors/vscode"
MANIFEST = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
SCRIPT = (FOLDER / "extension.js").read_text(encoding="utf-8")


def test_the_manifest_declares_what_the_script_has() -> None:
    """Commands, settings, version, and the name by which new editions recommend it."""
    declared = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    assert declared == set(re.findall(r'^    "(tei-edition\.\w+)":', SCRIPT, re.MULTILINE))
    read = set(re.findall(r'getConfiguration\("tei-edition"\)\.get\("(\w+)"\)', SCRIPT))
    assert {f"tei-edition.{name}" for name in read} == set(
        MANIFEST["contributes"]["configuration"]["properties"]
    )
    assert MANIFEST["version"] == __version__
    recommended = json.loads(tool_settings.EXTENSIONS)["recommendations"]
    assert recommended == [f"{MANIFEST['publisher']}.{MANIFEST['name']}"]
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] is False


def test_the_script_calls_commands_that_exist() -> None:
    """With options that they have."""
    for call in re.findall(r"runProgram\(([^.)]+)\)", SCRIPT):
        command, *options = json.loads(f"[{call}]")
        known = {name for parameter in main.commands[command].params for name in parameter.opts}
        assert set(options) <= known


@pytest.mark.program("tei-edition.vsix")
def test_the_package_has_the_bundle_and_no_sources(tmp_path: Path) -> None:
    """And is small."""
    package = Path(find_program("tei-edition.vsix"))
    with zipfile.ZipFile(package) as archive:
        names = {name for name in archive.namelist() if name.startswith("extension/")}

    assert names == {
        "extension/package.json", "extension/readme.md", "extension/dist/extension.js",
    }  # fmt: skip
    assert package.stat().st_size < 500_000


@pytest.mark.program("tei-edition.vsix", "node")
def test_the_packed_extension_shows_the_problems_of_the_server(tmp_path: Path) -> None:
    """It starts the server, registers what the server offers, and ends it."""
    with zipfile.ZipFile(find_program("tei-edition.vsix")) as archive:
        archive.extract("extension/dist/extension.js", tmp_path)
    program = tmp_path / "tei-edition"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tei_edition "$@"\n')
    program.chmod(0o755)
    text = tmp_path / "edition/tei/a.xml"
    text.parent.mkdir(parents=True)
    (tmp_path / "edition/edition.toml").touch()
    text.write_text(TEI.format(title="A", content="<text><body><p>A <nonsense/></p></body></text>"))
    bundle = tmp_path / "extension/dist/extension.js"

    done = run(shutil.which("node") or "", REPOSITORY / "tests/vscode/drive.js", bundle,
               text.parents[1], program, text, timeout=60,
               PYTHONPATH=os.pathsep.join(sys.path))  # fmt: skip

    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["errors"] == []
    assert any("nonsense" in problem for problem in seen["problems"])
    assert {"registerCompletionItemProvider", "registerRenameProvider"} <= set(seen["providers"])
    # Those of the extension, and the one that the server offers at entries of registers.
    own = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    assert {*seen["commands"]} == own | {"tei-edition.lookUp"}
