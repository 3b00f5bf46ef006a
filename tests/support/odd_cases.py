"""Cases of ODD: a schemaSpec with what it decides, and how it is compiled and tried."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tei_edition.relaxng import Schema, judge_text, read_schema
from tei_edition.schema.odd import Compiled, Options, compile_odd, write_xml

HERE = Path(__file__).parents[1] / "odd"
SOURCE = HERE / "source.xml"
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
# Lines of the schema are counted from the one behind this.
HEAD = f"""<TEI {TEI}><teiHeader><fileDesc><titleStmt><title>An ODD</title></titleStmt>
<publicationStmt><p>None.</p></publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc>
</teiHeader><text><body>
"""
_TAIL = "\n</body></text></TEI>\n"
_KEY = re.compile(r"(schema|hand|valid|invalid|problem|told|file [\w./]+): ?(.*)")


@dataclass
class Case:
    """A schemaSpec with its files, the schema written by hand, and what both decide."""

    title: str
    schema: str = ""
    hand: str = ""
    files: dict[str, str] = field(default_factory=dict)
    decided: list[tuple[str, str]] = field(default_factory=list)


def read_cases(name: str) -> list[Case]:
    """All cases of a file."""
    cases = []
    for part in (HERE / name).read_text(encoding="utf-8").split("\n== ")[1:]:
        title, *lines = part.strip("\n").split("\n")
        case = Case(title)
        for line in lines:
            found = _KEY.fullmatch(line)
            if found is None:
                case.schema += f"\n{line}"
            elif found[1] in {"schema", "hand"}:
                setattr(case, found[1], found[2])
            elif found[1].startswith("file "):
                case.files[found[1][5:]] = found[2]
            else:
                case.decided.append((found[1], found[2]))
        cases.append(case)
    return cases


def write_odd(folder: Path, schema: str, name: str = "my.odd") -> Path:
    """Write an ODD with a schemaSpec."""
    path = folder / name
    path.write_text(HEAD + schema + _TAIL, encoding="utf-8")
    return path


def compile_text(folder: Path, schema: str, options: Options | None = None) -> Compiled:
    """Compile an ODD with a schemaSpec, over the small source."""
    return compile_odd(write_odd(folder, schema), folder, options or Options(source=SOURCE))


def load(folder: Path, compiled: Compiled) -> Schema:
    """Read a compiled schema as a validator does."""
    assert compiled.grammar is not None, compiled.problems
    path = folder / "my.rng"
    path.write_bytes(write_xml(compiled.grammar))
    return read_schema(path)


def complete(document: str) -> str:
    """A document whose root is in the TEI's namespace, unless it is in another."""
    root = document[: document.index(">")]
    return document if " xmlns=" in root else re.sub(r"^<(\w+)", rf"<\1 {TEI}", document, count=1)


def is_valid(schema: Schema, document: str) -> bool:
    """Whether a schema takes a document."""
    return not judge_text(schema, complete(document), "text.xml")
