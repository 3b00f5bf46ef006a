"""RELAX NG: read a schema, validate a document, say what may be written in it, compare schemas.

Written from the specification (OASIS, 3 December 2001; ISO/IEC 19757-2), with its compact syntax
and its DTD compatibility. The package knows nothing of TEI, and makes problems in the words of
those who write documents, not of those who write schemas.

>>> schema = read_schema(Path("edition.rng"))
>>> problems = judge_text(schema, path.read_text(), "text.xml")
"""

from tei_edition.relaxng.completion import Allowed
from tei_edition.relaxng.cursor import Cursor, CursorKind, find_cursor, list_allowed
from tei_edition.relaxng.inclusion import Difference, compare_schemas
from tei_edition.relaxng.node import SchemaError
from tei_edition.relaxng.schema import Schema, read_schema
from tei_edition.relaxng.storage import dump_schema, load_schema
from tei_edition.relaxng.stream import judge_text
from tei_edition.relaxng.tree import judge_tree
from tei_edition.relaxng.walker import Walker

__all__ = [
    "Allowed",
    "Cursor",
    "CursorKind",
    "Difference",
    "Schema",
    "SchemaError",
    "Walker",
    "compare_schemas",
    "dump_schema",
    "find_cursor",
    "judge_text",
    "judge_tree",
    "list_allowed",
    "load_schema",
    "read_schema",
]
