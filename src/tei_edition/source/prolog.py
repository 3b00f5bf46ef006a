"""Read the prolog of a file and the name of its root, and nothing more."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from tei_edition.problems import Location

_CHUNK = 1 << 14
_SPACE = re.compile(r"\s*")
_PSEUDO = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Instruction(NamedTuple):
    """A processing instruction: `<?target text?>`, with its place.

    `space` is what is between target and text, the ends of lines as they are.
    """

    target: str
    text: str
    location: Location
    space: str = " "

    def locate(self, name: str) -> Location:
        """Where the value of what is written like an attribute begins; else where this does."""
        for found in _PSEUDO.finditer(self.text):
            if found[1] == name:
                before = f"<?{self.target}{self.space}{self.text[: found.start()]}"
                value = found.start(2) if found[2] is not None else found.start(3)
                lines = f"{before}{self.text[found.start() : value]}".split("\n")
                column = len(lines[-1]) + (self.location.column if len(lines) == 1 else 1)
                return Location(self.location.file, self.location.line + len(lines) - 1, column)
        return self.location

    @property
    def attributes(self) -> dict[str, str]:
        """What is written in it like attributes (Associating Schemas with XML documents, 3)."""
        return {name: one or other for name, one, other in _PSEUDO.findall(self.text)}


class Prolog(NamedTuple):
    """The root's name in Clark notation, empty if there is none; whether a DTD is declared."""

    root: str = ""
    instructions: tuple[Instruction, ...] = ()
    has_doctype: bool = False


class _Reached(Exception):  # noqa: N818 - no error
    """The root is reached."""


def read_prolog(text: str, file: str) -> Prolog:
    """Return what is before the root; as much of it as can be read."""
    parser = expat.ParserCreate("utf-8", namespace_separator="}")
    root = ""
    instructions: list[Instruction] = []
    has_doctype = False

    def add(target: str, data: str) -> None:
        place = Location(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        # Expat does not tell the space behind the target.
        end = parser.CurrentByteIndex
        before = text[:end].encode("utf-8", "surrogatepass")[:end].decode("utf-8", "ignore")
        space = _SPACE.match(text, len(before) + len(f"<?{target}"))
        instructions.append(Instruction(target, data, place, space[0] if space else " "))

    def declare(*_: object) -> None:
        nonlocal has_doctype
        has_doctype = True

    def reach(name: str, _attributes: dict[str, str]) -> None:
        nonlocal root
        root = f"{{{name}" if "}" in name else name
        raise _Reached

    parser.ProcessingInstructionHandler = add
    parser.StartDoctypeDeclHandler = declare
    parser.StartElementHandler = reach
    try:
        for start in range(0, len(text), _CHUNK):
            parser.Parse(text[start : start + _CHUNK].encode("utf-8", "surrogatepass"), False)
    except (_Reached, expat.ExpatError):
        pass
    return Prolog(root, tuple(instructions), has_doctype)
