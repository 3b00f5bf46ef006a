"""Check the project's English against the list of words in CONTRIBUTING.md.

The manual, the read-me files, the strings and comments of the program and the comments of the
stylesheets are checked. Each row of the table "Instead of | write" has phrases, separated by
commas, and their plain English. Prints each place, and exits with 1 if there is any.
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[1]
_HEAD = "| Instead of | write |"
_PAGES = ("README.md", "CHANGELOG.md", "SECURITY.md", "docs/*.rst", "docs/manual/**/*.rst")
_CODE = ("src/**/*.py", "tools/*.py", "bench/*.py", "xslt/**/*.xsl")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Pages that are made from the ODD, whose words are those of the TEI, and from the stylesheets.
_MADE = ("reference/elements/", "reference/stylesheets/")


def read_vocabulary(text: str) -> dict[str, str]:
    """Return what to write for each phrase of the table in a page of Markdown."""
    rows = text.partition(_HEAD)[2].partition("\n\n")[0].splitlines()[2:]
    found = {}
    for row in rows:
        phrases, plain = (cell.strip() for cell in row.strip("| ").split("|"))
        found.update({phrase.strip(" *"): plain for phrase in phrases.split(",")})
    return found


def list_faults(text: str, vocabulary: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield line, phrase and what to write for each phrase of the vocabulary in a text."""
    phrases = sorted(vocabulary, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
    for number, line in enumerate(text.splitlines(), 1):
        for found in pattern.finditer(line):
            yield number, found[0], vocabulary[found[0].casefold()]


def read_prose(path: Path) -> str:
    """Return the prose of a file on its lines: of code only strings and comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".xsl":
        # Everything else is blanked, so that comments keep their lines.
        parts = _COMMENT.split(text)
        blank = ["\n" * part.count("\n") for part in parts]
        comments = [*_COMMENT.findall(text), ""]
        return "".join(f"{lines}{words}" for lines, words in zip(blank, comments, strict=True))
    if path.suffix != ".py":
        return text
    lines = [""] * (text.count("\n") + 2)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in {tokenize.STRING, tokenize.COMMENT} and " " in token.string:
            for offset, line in enumerate(token.string.splitlines()):
                lines[token.start[0] + offset - 1] += line
    return "\n".join(lines)


def main() -> int:
    """Check all files; returns the exit status."""
    vocabulary = read_vocabulary((REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    faults = 0
    for pattern in (*_PAGES, *_CODE):
        for path in sorted(REPOSITORY.glob(pattern)):
            name = path.relative_to(REPOSITORY).as_posix()
            if any(part in name for part in _MADE):
                continue
            for line, phrase, plain in list_faults(read_prose(path), vocabulary):
                sys.stdout.write(f'{name}:{line}: "{phrase}": write {plain}\n')
                faults += 1
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
