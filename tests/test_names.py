"""Public names of the package: one name for one thing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "tei_edition"
LONGEST = 450


def test_public_class_names_are_unique() -> None:
    """No public class has the name of a class in another module.

    The patterns of RELAX NG have the names that the specification gives them.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(path.relative_to(PACKAGE).as_posix())

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


# Topics that each layer treats in a module of its own: facts, reader, pages, checks, commands.
TOPICS = frozenset({
    "apparatus", "bases", "downloads", "edition", "facsimile", "files", "header", "letters",
    "names", "page", "parallels", "patterns", "phrases", "pictures", "pointers", "problems",
    "record", "unidentified",
    "registers", "schema", "staging", "text", "titles", "values", "witnesses",
})  # fmt: skip
# Folders that describe a standard in its own words.
OWN_WORDS = ("relaxng/", "schema/", "language/mathematics/")


def test_module_names_have_one_sense() -> None:
    """A name that two modules share is a topic that both layers treat, not two things."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.stem != "__init__" and not name.startswith(OWN_WORDS):
            places[path.stem].add(name)
    shared = {stem for stem, found in places.items() if len(found) > 1}

    assert shared - TOPICS == set()
    assert TOPICS - shared == set()


def test_top_of_the_package_stays_small() -> None:
    """At most 25 entries stand at the top of the package."""
    entries = [p for p in PACKAGE.iterdir() if p.name != "__pycache__"]

    assert 0 < len(entries) <= 25


def test_long_modules_give_their_reason() -> None:
    """A module above 450 lines says in its docstring why it is not split."""
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
    }
    long = {name: text for name, text in texts.items() if len(text.splitlines()) > LONGEST}

    assert len(texts) > len(long) > 0
    assert [
        name
        for name, text in long.items()
        if not re.search(
            r"^Long because \w.*\.$", ast.get_docstring(ast.parse(text)) or "", re.MULTILINE
        )
    ] == []


def test_all_event_handlers_are_connected_in_one_place() -> None:
    """Only the setup of the extension connects handlers, so that their order is seen there."""
    connecting = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "sphinxext").rglob("*.py")
        if ".connect(" in path.read_text(encoding="utf-8")
    }

    assert connecting == {"sphinxext/__init__.py"}
