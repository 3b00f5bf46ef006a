"""Each module imports what the design allows it, and no more."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "tei_edition"

# What each module, or package of modules, may import of the package (DESIGN, "Modules"). Whoever
# adds a line here says in which layer a new module lies; an import that is not here goes upward.
ALLOWED: dict[str, str] = {
    # what everybody may know
    "problems": "",
    "tei": "",
    "calendars": "",
    "collation": "",
    "words": "",
    "folding": "",
    "passages": "",
    "resources": "problems",
    "config": "problems",
    "workers": "problems",
    # a file, and what it says
    "stamps": "problems tei",
    "anchors": "problems stamps tei",
    "references": "stamps tei",
    "source": "anchors problems references stamps tei",
    "facts": "problems",
    "timespans": "calendars facts",
    "datings": "config facts stamps tei timespans",
    "runs": "config facts pointers stamps tei",
    "apparatus": "config facts runs stamps tei",
    "joining": "apparatus runs source stamps tei",
    "coordinates": "facts stamps tei",
    "prose": "config facts problems runs stamps tei",
    "identifiers": "",
    "entities": "calendars facts stamps tei",
    "headers": "facts stamps tei",
    "reader": "apparatus config coordinates datings entities facts headers problems prose runs"
    " source stamps tei",
    "attachments": "tei",
    "plan": "attachments facts stamps tei",
    "pointers": "facts",
    "witnesses": "facts pointers problems",
    "witnessing": "apparatus facts runs stamps tei witnesses",
    # judging it
    "relaxng": "problems",
    "selection": "config problems",
    "transform": "problems tei workers",
    "schema": "cache config problems relaxng resources source stamps tei transform",
    "checks": "calendars citation config coordinates datings facts identifiers pictures pointers"
    " problems prose references relaxng schema source stamps tei timespans witnesses",
    # making something of it
    "catalogue": "collation config facts pointers",
    "book": "calendars catalogue config facts plan pointers tei timespans witnesses witnessing"
    " words",
    "citation": "book config facts pointers problems",
    "downloads": "book plan stamps tei",
    "page_facts": "book facts",
    "timeline": "calendars page_facts",
    "chronology": "book calendars facts page_facts timeline",
    "places": "book facts page_facts pointers",
    "registers": "book catalogue chronology downloads facts page_facts places",
    "pictures": "book cache",
    "explanations": "config problems resources",
    "report": "explanations problems source",
    "findings": "book facts page_facts problems report stamps tei",
    "witness_pages": "book facts page_facts witnesses",
    "cache": "config facts plan problems source",
    "reading": "apparatus cache checks config facts joining plan problems reader selection source"
    " workers",
    "judging": "cache checks config problems reading source workers",
    "pipeline": "book cache checks citation config downloads facts findings pictures places"
    " problems reading registers resources selection source tei transform witness_pages"
    " witnessing workers",
    "editing": "book config problems runs source stamps tei",
    "exports": "config facts runs witnesses witnessing",
    "imprint": "config facts",
    "latexmk": "problems",
    "typesetting": "problems",
    "progress": "",
    "watching": "problems",
    # at the top, beside each other
    "site": "config latexmk problems",
    "cli": "checks config editing explanations exports judging pipeline problems progress reading"
    " report schema selection site source watching witnesses",
    "__main__": "cli",
    "sphinxext": "book calendars citation collation config facts folding imprint passages pipeline"
    " problems resources typesetting words",
}
# Who may import these; nobody else knows Saxon or Sphinx.
OWNERS = {
    "saxonche": {"transform"},
    "sphinx": {"sphinxext", "site"},
    "docutils": {"sphinxext"},
    "weasyprint": {"typesetting"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_layer(path: Path) -> str:
    """The module, or the package of modules, that a file belongs to; empty for the top."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def list_imports(path: Path) -> set[str]:
    """All that a file imports, in dotted names, wherever in it; names may be attributes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def list_layers(path: Path) -> set[str]:
    """The layers of the package that a file imports, without its own and the version."""
    names = {name.split(".")[1] for name in list_imports(path) if name.startswith("tei_edition.")}
    return names - {"__version__", name_layer(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_it_may(path: Path) -> None:
    """What a module imports of the package stands in the table."""
    assert list_layers(path) <= set(ALLOWED.get(name_layer(path), "").split())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_libraries_have_their_owners(path: Path) -> None:
    """Saxon is known to one module, Sphinx to its extension and to what starts it."""
    libraries = {name.split(".")[0] for name in list_imports(path)}

    assert {x for x in libraries & set(OWNERS) if name_layer(path) not in OWNERS[x]} == set()


def test_the_table_is_true() -> None:
    """Every module has a line in the table, every line a module, and no line allows what is unused.

    A permission that nobody uses hides the next import that goes upward.
    """
    used: dict[str, set[str]] = {}
    for path in MODULES:
        if layer := name_layer(path):
            used.setdefault(layer, set()).update(list_layers(path))

    assert used == {layer: set(allowed.split()) for layer, allowed in ALLOWED.items()}


def test_nobody_imports_the_extension() -> None:
    """The Sphinx extension is at the top: no other layer imports it, and there are no circles."""
    done: set[str] = set()
    while left := set(ALLOWED) - done:
        free = {layer for layer in left if set(ALLOWED[layer].split()) <= done}
        assert free, f"these import each other: {left}"
        done |= free

    assert not any("sphinxext" in allowed.split() for allowed in ALLOWED.values())


def test_the_command_starts_light() -> None:
    """What is slow to import is imported inside the commands: not at the top of `cli`."""
    tree = ast.parse((PACKAGE / "cli.py").read_text(encoding="utf-8"))
    top = {
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and "tei_edition." in node.module
    }

    assert top <= {"tei_edition.config", "tei_edition.problems"}
