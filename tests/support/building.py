"""Editions to build, and ways to build them: in this process, or in one of their own.

No test writes into the checkout: every edition is copied, or made, in a folder of pytest's own.
Warnings are errors in all builds.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from click.testing import CliRunner
from sphinx import locale
from sphinx.cmd.build import build_main

from in_process import working_here
from oracle import parse_page
from tei_edition.cli import main
from tei_edition.runtime.user_folder import find_kept_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
CORPORA = SHARED / "corpora"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# What npm brings: the environment variable that may name it, and where it lies else.
BROUGHT = {
    "axe.min.js": ("AXE_JS", "axe-core/axe.min.js"),
    "mirador.min.js": ("MIRADOR_JS", "mirador/dist/mirador.min.js"),
    "tify.js": ("TIFY_JS", "tify/dist/tify.js"),
    "vnu.jar": ("VNU_JAR", "vnu-jar/build/dist/vnu.jar"),
    "tei-edition.vsix": ("TEI_EDITION_VSIX", "../editors/vscode/tei-edition.vsix"),
}
HINTS = {
    "axe.min.js": "npm install axe-core, and name its axe.min.js in AXE_JS",
    "chromium": "apt-get install chromium",
    "epubcheck": "apt-get install epubcheck",
    "java": "apt-get install default-jre-headless",
    "jing": "apt-get install jing",
    "mirador.min.js": "npm install mirador, and name its dist/mirador.min.js in MIRADOR_JS",
    "tify.js": "npm install tify, and name its dist/tify.js in TIFY_JS",
    "latexmk": "apt-get install latexmk texlive-xetex texlive-latex-extra",
    "nvim": "apt-get install neovim",
    "pandoc": "apt-get install pandoc",
    "makeindex": "apt-get install texlive-binaries",
    "pdflatex": "apt-get install texlive-latex-recommended",
    "pdftoppm": "apt-get install poppler-utils",
    "pdftotext": "apt-get install poppler-utils",
    "reledmac.sty": "apt-get install texlive-humanities",
    "node": "apt-get install nodejs",
    "tei-edition.vsix": "in editors/vscode: npm install && npm run pack",
    "vnu.jar": "npm install vnu-jar, and name the jar in VNU_JAR",
    "xelatex": "apt-get install texlive-xetex texlive-latex-extra",
    "xindy": "apt-get install xindy",
}

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher><date when="2020">2020</date></publicationStmt>
<sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>
{content}
</TEI>
"""
CONF = """
extensions = ["tei_edition.sphinxext"]
tei_edition_config = "../edition.toml"
html_theme = "{theme}"
{more}
"""
INDEX = "The edition\n===========\n\n.. toctree::\n\n   edition/index\n"


# Programs.


def find_program(name: str) -> str:
    """The path of a program, or of what npm has brought; empty where it is missing."""
    if name in BROUGHT:
        variable, inside = BROUGHT[name]
        named = Path(os.environ.get(variable, REPOSITORY / "node_modules" / inside))
        return str(named) if named.is_file() else ""
    if name.endswith(".sty"):
        finder = shutil.which("kpsewhich") or "false"
        return subprocess.run([finder, name], capture_output=True, text=True, check=False).stdout
    names = BROWSERS if name == "chromium" else (name,)
    return next((found for n in names if (found := shutil.which(n))), "")


def has_pagefind() -> bool:
    """Whether an edition can be searched with Pagefind here."""
    return find_spec("pagefind") is not None


def check_epub(book: str | Path) -> subprocess.CompletedProcess[str]:
    """Run epubcheck on an EPUB; a warning is an error."""
    program = Path(find_program("epubcheck"))
    is_jar = program.read_bytes().startswith(b"PK")  # which not every system can run by itself
    command = ["java", "-jar", program] if is_jar else [program]
    return run(*command, "--failonwarnings", book)


# Building.


@dataclass(frozen=True)
class Build:
    """One run of Sphinx: where it wrote, which documents it read and wrote, what it said."""

    out: Path
    read: tuple[str, ...]
    written: tuple[str, ...]
    log: str


def run(
    *command: str | Path, cwd: Path | None = None, timeout: float = 300, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def run_command(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `tei-edition` in a folder, in this process: that takes a third of the time."""
    command = [str(part) for part in arguments]
    _forget_catalogues()
    with contextlib.chdir(cwd), working_here():
        done = CliRunner(env={"NO_COLOR": "1"}).invoke(
            main, command, prog_name="tei-edition", catch_exceptions=False
        )
    return subprocess.CompletedProcess(command, done.exit_code, done.stdout, done.stderr)


def copy_edition(
    root: Path,
    name: str,
    texts: Sequence[Path],
    registers: Sequence[Path],
    *,
    keys: str = "",
    toml: str = "",
    conf: str = "",
    theme: str = "basic",
) -> Path:
    """A copy of files of an edition by others, with an edition.toml and a Sphinx project of ours.

    `keys` are further ones of [edition], `toml` further tables; `conf` is for conf.py, where their
    faults may be kept from being warnings: they are theirs, and no fault of the build.
    """
    source = CORPORA / name
    for path in (*texts, *registers):
        copy = root / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    names = [[p.relative_to(source).as_posix() for p in paths] for paths in (texts, registers)]
    (root / "edition.toml").write_text(
        f"[edition]\n{keys}texts = {names[0]}\nregisters = {names[1]}\n"
        f'[check]\nschema = "none"\n{toml}'
    )
    (root / "docs").mkdir()
    (root / "docs/conf.py").write_text(CONF.format(theme=theme, more=conf))
    (root / "docs/index.rst").write_text(INDEX)
    return root


def build_site(
    root: Path,
    builder: str = "html",
    *,
    parallel: int = 1,
    out: Path | None = None,
    doctrees: Path | None = None,
    options: Sequence[str] = (),
) -> Build:
    """Build the Sphinx project of an edition; whatever it warns of fails the test.

    What is wrong with the edition itself is not told, unless an option asks for it.
    """
    out = out or root / "build" / builder
    command = [
        "-W", "--keep-going", "-b", builder, "-j", str(parallel),
        "-d", doctrees or find_doctrees(root), "-D", "tei_edition_check=0", *options,
        root / "docs", out,
    ]  # fmt: skip
    start = run_sphinx if parallel == 1 else start_sphinx
    done = start(*map(str, command), cwd=root)
    log = done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return Build(out, _list_documents("reading sources", log), _list_documents("writing", log), log)


def run_sphinx(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `sphinx-build` in a folder, as `start_sphinx` does, but in this process."""
    said, warned = io.StringIO(), io.StringIO()
    _forget_catalogues()
    with (
        contextlib.chdir(cwd),
        working_here(),
        patch.dict(os.environ, NO_COLOR="1"),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(warned),
    ):
        status = build_main(arguments)
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), warned.getvalue())


def _forget_catalogues() -> None:
    # Sphinx keeps those of the last build, and would take words of its language for a next one.
    locale.translators.clear()


def start_sphinx(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `sphinx-build` in a folder, in a process of its own, as users start it."""
    return run(sys.executable, "-m", "sphinx", *arguments, cwd=cwd)


def find_doctrees(root: Path) -> Path:
    """Where `build_site` keeps what Sphinx has read of an edition: beside its folder."""
    return root.with_name(f"{root.name}-doctrees")


def clear(root: Path) -> None:
    """Delete all that was built of an edition, and all that is kept of it."""
    for folder in (root / "build", root / "docs/edition", find_doctrees(root), find_kept(root)):
        shutil.rmtree(folder, ignore_errors=True)


def find_kept(root: Path) -> Path:
    """Where work on an edition is kept between runs."""
    return find_kept_folder(root.resolve())


def _list_documents(step: str, log: str) -> tuple[str, ...]:
    found = re.findall(rf"{step}[^\n]*?\[ *\d+%\] ([^\n\x1b]+)", log.replace("\r", "\n"))
    return tuple(sorted({name.strip() for names in found for name in names.split(" .. ")}))


# Editions.


def copy_shipped(folder: Path) -> Path:
    """Copy the edition that the project ships, with its Sphinx project.

    The pages on each element of its encoding stay behind: they have their own test, and would
    make every build longer.
    """
    leave = shutil.ignore_patterns("edition", "build", "_build", "__pycache__", ".*")
    for name in ("docs", "tei", "seeds"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=leave)
    shutil.copy(REPOSITORY / "edition.toml", folder)
    elements = folder / "docs" / "manual" / "reference" / "elements"
    shutil.rmtree(elements)
    elements.mkdir()
    (elements / "index.rst").write_text("The elements\n============\n")
    return folder


def make_edition(
    folder: Path,
    texts: dict[str, str],
    *,
    register: str = "",
    toml: str = "",
    theme: str = "basic",
    conf: str = "",
) -> Path:
    """Make an edition: `texts` are `text` elements by name, `register` is what a standOff holds."""
    for name in ("tei", "docs"):
        (folder / name).mkdir(parents=True)
    for name, text in texts.items():
        write_text(folder, name, text)
    if register:
        content = f"<standOff>{register}</standOff>"
        (folder / "tei/register.xml").write_text(TEI.format(title="Register", content=content))
    default = '[check]\nschema = "none"\n' if "[check]" not in toml else ""
    (folder / "edition.toml").write_text(default + toml)
    (folder / "docs/conf.py").write_text(CONF.format(theme=theme, more=conf))
    (folder / "docs/index.rst").write_text(INDEX)
    return folder


def write_text(folder: Path, name: str, text: str) -> Path:
    """Write a TEI file of an edition from its `text` element."""
    path = folder / "tei" / f"{name}.xml"
    path.write_text(TEI.format(title=name.title(), content=text), encoding="utf-8")
    return path


# Sites.


def list_pages(site: Path, docname: str) -> list[Path]:
    """The pages of a text in reading order: its first, and what follows below it."""
    pages = [site / f"{docname}.html"]
    while True:
        following = parse_page(pages[-1]).xpath("string(//link[@rel='next']/@href)")
        page = Path(os.path.normpath(pages[-1].parent / following))
        if not following or not page.is_relative_to(site / docname):
            return pages
        pages.append(page)


# What Sphinx keeps for itself in the folder of a site: the last also of the settings before.
_OF_SPHINX = {".doctrees", ".buildinfo", ".buildinfo.bak"}


def list_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a built site, without what Sphinx keeps for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.relative_to(folder).parts) & _OF_SPHINX
    }


def describe_differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """The names of files that only one of two sites has, or that differ."""
    return [name for name in sorted(one | two) if one.get(name) != two.get(name)]
