"""An edition from a stranger is read, and nothing that its folder brings is run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.schema.schematron.error import SchematronError
from tei_edition.schema.schematron.reader import resolve_schematron

if TYPE_CHECKING:
    from pathlib import Path

_WORK = """
from tei_edition.runtime.workers import Workers
if __name__ == "__main__":
    with Workers(2) as pool:
        print(pool.map(abs, [-1], apart=True))
"""


@pytest.mark.parametrize("module", ["struct", "signal", "pickle", "socket"])
def test_workers_do_not_import_modules_of_the_current_folder(tmp_path: Path, module: str) -> None:
    """A worker process that starts in an edition's folder runs no Python file that lies there."""
    folder = tmp_path / "edition"
    folder.mkdir()
    canary = tmp_path / "canary"
    (folder / f"{module}.py").write_text(f"open({str(canary)!r}, 'w').close()")
    script = tmp_path / "work.py"
    script.write_text(_WORK)
    path = os.pathsep.join(part for part in sys.path if part)
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop("PYTHONSAFEPATH", None)
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == "[1]", done.stderr
    assert not canary.exists()


@pytest.mark.parametrize(
    "part",
    [
        '<xsl:function name="a"><xsl:result-document href="x"/></xsl:function>',
        '<xsl:template match="/" priority="9"/>',
        '<xsl:function name="a"><xsl:evaluate xpath="b"/></xsl:function>',
        '<xsl:function name="a"><xsl:source-document href="x"/></xsl:function>',
        '<let name="a"><xsl:result-document href="x"/></let>',
    ],
)
def test_rules_with_xslt_that_does_more_than_compute_are_refused(part: str) -> None:
    """Rules in Schematron that would write or replace our own templates are an error."""
    root = etree.fromstring(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"'
        f' xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{part}</schema>'
    )
    with pytest.raises(SchematronError):
        resolve_schematron(root)
