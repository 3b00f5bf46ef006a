"""Make a PDF with latexmk, and explain errors of LaTeX in plain words."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import EditionError
from tei_edition.runtime.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PACKAGES = "apt-get install latexmk texlive-xetex texlive-latex-extra xindy on Debian and Ubuntu"
_WITHOUT = "or make the PDF without LaTeX: -b weasyprint"
# What is in a log after the sign of an error, and what to do about it.
_PACKAGE = (
    "{0} belongs to a LaTeX package that is not installed; on Debian and Ubuntu most are in"
    " texlive-latex-extra and texlive-lang-other"
)
_FACE = (
    'install the typeface "{0}" (FreeSerif and its like are in fonts-freefont-otf), or name'
    " others in latex_elements of conf.py"
)
_HINTS = (
    (r"File [`']reledmac\.sty' not found", "on Debian and Ubuntu it is in texlive-humanities"),
    (r"File [`']([^']*)' not found", _PACKAGE),
    (r'font "([^"]*)" cannot be found', _FACE),
    (r"Unable to load picture or PDF file '([^']*)'", "the picture {0} cannot be read"),
    (r"Too many unprocessed floats", "there are too many pictures or tables on one page"),
)
_ERROR = re.compile(r"^! (.+)$", re.MULTILINE)
_CONTINUED = re.compile(r"\n\(\w+\)\s+")
_LINE = re.compile(r"^l\.(\d+) ", re.MULTILINE)
_MISSING = re.compile(r"^Missing character: There is no (\S+)(?: \((U\+[0-9A-F]+)\))? in font",
                      re.MULTILINE)  # fmt: skip
_UNDEFINED = re.compile(r"^LaTeX Warning: Reference [`']([^']*)'.* undefined", re.MULTILINE)
# A long edition takes minutes; an hour is a run that will never end.
_TIMEOUT = 3600


class LatexResult(NamedTuple):
    """A PDF, and warnings about it."""

    pdf: Path
    warnings: tuple[str, ...]


def make_pdf(source: Path) -> LatexResult:
    """Make the PDF of a LaTeX file, in the folder that Sphinx has written it into.

    Raises EditionError, with a hint, where a program is missing or LaTeX cannot go on.
    """
    folder = source.parent
    if not source.is_file():
        raise EditionError(
            f'there is no LaTeX file "{source}"', hint="see latex_documents in conf.py"
        )
    program = find_program("latexmk")
    engine = "xelatex" if "fontspec" in source.read_text(encoding="utf-8") else "pdflatex"
    settings = folder / "latexmkrc"
    uses_xindy = settings.is_file() and "xindy" in settings.read_text(encoding="utf-8")
    index = "xindy" if uses_xindy else "makeindex"
    for name in ("latexmk", engine, index):
        if not find_program(name):
            raise EditionError(
                f"{name} is not installed, and a PDF by LaTeX needs it",
                hint=f"{_PACKAGES}, {_WITHOUT}",
            )
    log = source.with_suffix(".log")
    # A .latexmkrc that is in the folder is Perl, and is not run; Sphinx has written latexmkrc.
    own = ["-r", settings.name] if settings.is_file() else []
    command = [program, "-norc", *own, "-pdf", "-dvi-", "-ps-", "-interaction=nonstopmode",
               "-halt-on-error", "-silent", source.name]  # fmt: skip
    # Whole lines in the log; and nothing that a text might bring runs a program, or opens a file
    # outside this folder and those of the installation.
    environment = {**os.environ, "max_print_line": "1000", "shell_escape": "f", "LATEXOPTS": "",
                   "openout_any": "p", "openin_any": "p", "MKTEXTFM": "0"}  # fmt: skip
    environment |= _read_options(folder / "Makefile")
    notes = source.with_suffix(".aux")
    may_be_old = notes.is_file()
    is_made = _run(command, folder, environment)
    if not is_made and may_be_old:
        # What an earlier run noted may be in the words of a package that is no longer loaded.
        notes.unlink(missing_ok=True)
        is_made = _run(command, folder, environment)
    said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    pdf = source.with_suffix(".pdf")
    if not is_made or not pdf.is_file():
        raise _explain(said, source, log)
    return LatexResult(pdf, tuple(list_warnings(said)))


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> bool:
    """Run latexmk; return whether it came to its end without an error."""
    try:
        done = subprocess.run(  # noqa: S603 (a program found on the path, a name of our own)
            command, cwd=folder, env=environment, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise EditionError("LaTeX did not finish within an hour") from None
    return done.returncode == 0


def _read_options(makefile: Path) -> dict[str, str]:
    """Return what Sphinx would have sorting of the index know, by the language of the edition."""
    text = makefile.read_text(encoding="utf-8") if makefile.is_file() else ""
    options = re.search(r"^export XINDYOPTS = (.*)$", text, re.MULTILINE)
    return {"XINDYOPTS": options[1]} if options else {}


def _explain(log: str, source: Path, path: Path) -> EditionError:
    message, line, hint = find_error(log)
    place = f" ({source.name}, line {line})" if line else ""
    if not message:
        message = "the index was not made" if "Output written" in log else "it gave no reason"
    return EditionError(
        f"LaTeX stopped{place}: {message}",
        hint=hint or f"the log of LaTeX is in {path}; {_WITHOUT}",
    )


def find_error(log: str) -> tuple[str, int, str]:
    """Return the first error in a log of LaTeX, the line of the source, and a hint.

    Empty if none.
    """
    error = _ERROR.search(log)
    if error is None:
        return "", 0, ""
    line = _LINE.search(log, error.end())
    # The message may go on below its first line, after the name of a package.
    message = log[error.start() + 2 : error.end() + 200].split("\n\n", 1)[0]
    words = " ".join(_CONTINUED.sub(" ", message).split())
    hint = next(
        (
            text.format(*found.groups())
            for form, text in _HINTS
            if (found := re.search(form, words))
        ),
        "",
    )
    return error[1].strip(), int(line[1]) if line else 0, hint


def list_warnings(log: str) -> Iterator[str]:
    """Yield what readers would notice from a log of LaTeX: lost characters, links to nowhere."""
    missing = dict.fromkeys(
        f"{sign} ({code})" if code else sign for sign, code in _MISSING.findall(log)
    )
    if missing:
        yield (
            f"the font lacks {', '.join(missing)}, which are missing from the PDF. Install a"
            " font that has them (fonts-noto-core has most scripts), or name it in conf.py"
        )
    undefined = dict.fromkeys(_UNDEFINED.findall(log))
    if undefined:
        yield f"these links lead nowhere in the PDF: {', '.join(undefined)}"
