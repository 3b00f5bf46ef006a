"""Make the manual's reference of the stylesheets from the stylesheets themselves.

Modes, parameters, values, functions and templates are listed with their types and with the comments
that stand before them. Run by `make generated` (an argument names another folder to write to); a
test compares the pages with what this makes. What has no comment ends it with a message.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
XSLT = ROOT / "xslt"
PAGES = ROOT / "docs" / "manual" / "reference" / "stylesheets"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"
# What reStructuredText would take for markup.
_SPECIAL = re.compile(r"[*|\\`]|(?<=\w)_(?!\w)")
_NO_MATCH = {
    "fail": "an error",
    "shallow-copy": "copied, and its content treated",
    "shallow-skip": "left out, and its content treated",
    "text-only-copy": "its text",
}


class Pipeline(NamedTuple):
    """A stylesheet that is run, and the page that describes its modules."""

    sheet: str
    page: str
    title: str
    intro: str


PIPELINES = (
    Pipeline("edition.xsl", "texts", "Pages of texts", "A text in TEI becomes pages."),
    Pipeline(
        "register.xsl",
        "facts",
        "Pages of registers",
        "Registers, chronology, places, witnesses, downloads, contents and problems are made of "
        "facts that come sorted and grouped (:doc:`/manual/reference/page-vocabulary`).",
    ),
    Pipeline("html.xsl", "html", "Plain HTML", "``tei-edition html`` makes HTML of pages."),
)
_INDEX = """\
.. Made by `make generated` from the comments in xslt/: change those, not this file.

The stylesheets
===============

These pages list what a stylesheet of your own (:doc:`/manual/how-to/stylesheet`) can use and
override. Your stylesheet extends each of the three stylesheets that are run. A template of yours
that matches a node in the same mode takes precedence over ours, whatever its priority;
``xsl:next-match`` calls ours. A function, named template or value of yours replaces ours of the
same name; it must have the same parameters.

Each entry says what it gives, as a type of XPath; a template of yours should give the same.

.. toctree::
   :maxdepth: 1

{pages}

Namespaces
----------

{namespaces}

Names that begin with ``fp:`` are not listed: they may change with any version.


Modes
-----

{modes}
"""
_PAGE = """\
.. Made by `make generated` from the comments in xslt/: change those, not this file.

{title}
{line}

{intro} What is run is ``xslt/{sheet}``; it includes the modules below.

{modules}
"""


class UndescribedError(Exception):
    """Something that editors may use has no comment."""


def make_pages() -> dict[str, str]:
    """Return the pages of the reference, by their file names."""
    missing: list[str] = []
    pages: dict[str, str] = {}
    told: set[Path] = set()
    for one in PIPELINES:
        modules = [path for path in _list_modules(XSLT / one.sheet) if path not in told]
        told.update(modules)
        pages[f"{one.page}.rst"] = _PAGE.format(
            title=one.title,
            line="=" * len(one.title),
            intro=_fill(one.intro),
            sheet=one.sheet,
            modules="\n\n".join(filter(None, (_describe_module(m, missing) for m in modules))),
        )
    pages["index.rst"] = _INDEX.format(
        pages="\n".join(f"   {one.page}" for one in PIPELINES),
        namespaces=_describe_namespaces(),
        modes="\n\n".join(_describe_modes(missing)),
    )
    if missing:
        raise UndescribedError("no comment stands before " + "\n  and ".join(missing))
    return pages


def _list_modules(sheet: Path) -> list[Path]:
    """List the modules that a stylesheet includes, in order, and the modules of those."""
    found: list[Path] = []
    for node in etree.parse(sheet).getroot().iterchildren(f"{_XSL}include"):
        path = (sheet.parent / str(node.get("href"))).resolve()
        found += [path, *_list_modules(path)]
    return [path for path in found if path.name != "modes.xsl"]


def _describe_namespaces() -> str:
    root = etree.parse(XSLT / "doctree" / "apparatus.xsl").getroot()
    told = {
        "f": "functions and named templates",
        "m": "modes",
        "v": "values",
        "src": "what was found out about an element before (``src:anchor`` is its anchor)",
    }
    return "\n".join(
        f"``{prefix}:``\n   {words}: ``{root.nsmap[prefix]}``" for prefix, words in told.items()
    )


def _describe_modes(missing: list[str]) -> Iterator[str]:
    path = XSLT / "modes.xsl"
    for node in etree.parse(path).getroot().iterchildren(f"{_XSL}mode"):
        otherwise = _NO_MATCH[str(node.get("on-no-match"))]
        comment = _find_comment(node, path, missing)
        words = f"{comment} What no template matches: {otherwise}."
        yield _define(f"``{node.get('name')}``", words)


def _describe_module(path: Path, missing: list[str]) -> str:
    """Return the section on a module; empty if it has nothing that editors can use."""
    root = etree.parse(path).getroot()
    default = root.get("default-mode", "")
    items = [
        _define(term, f"{_find_comment(node, path, missing)} {_describe_parameters(node)}")
        for node in root.iterchildren(f"{_XSL}*")
        if (term := _name(node, default))
    ]
    before = root.getprevious()
    assert before is not None, f"{path.name} has no comment at its beginning"
    title = f"``{path.relative_to(XSLT).as_posix()}``"
    intro = _fill(_escape(_join(str(before.text))))
    return "\n\n".join([f"{title}\n{'-' * len(title)}", intro, *items]) if items else ""


def _name(node: etree._Element, default: str) -> str:
    """Return how the page calls a declaration; empty if it is not for editors."""
    kind = node.tag.removeprefix(_XSL)
    name, gives = node.get("name", ""), _show_type(node)
    if name.startswith("fp:"):
        return ""
    if kind == "function":
        parameters = ", ".join(
            f"${p.get('name')} as {_show_type(p)}" for p in node.iterchildren(f"{_XSL}param")
        )
        return f"function ``{name}({parameters})`` as ``{gives}``"
    if kind == "template" and name:
        return f"named template ``{name}`` as ``{gives}``"
    if kind == "template":
        mode = node.get("mode", default)
        told = [f"template ``{_join(node.get('match', ''))}``", *(f"``{m}``" for m in mode.split())]
        told += [f"priority {node.get('priority')}"] if node.get("priority") else []
        return f"{', '.join(told)} as ``{gives}``"
    if kind == "param":
        default = _join(node.get("select", ""))
        value = f", default ``{default}``" if default else ""
        return f"parameter ``${name}`` as ``{gives}``{value}"
    return f"value ``${name}`` as ``{gives}``" if kind == "variable" else ""


def _describe_parameters(node: etree._Element) -> str:
    """Return the parameters of a template, which are not in its name."""
    if node.tag != f"{_XSL}template":
        return ""
    told = [
        f"``${p.get('name')}`` as ``{_show_type(p)}``"
        + (" (tunnel)" if p.get("tunnel") == "yes" else "")
        for p in node.iterchildren(f"{_XSL}param")
    ]
    return f"Parameters: {', '.join(told)}." if told else ""


def _find_comment(node: etree._Element, path: Path, missing: list[str]) -> str:
    """Return the comment before a declaration, or before those of its kind that it follows.

    The first of a module may do without one: the comment on the module describes it.
    """
    before = node.getprevious()
    while before is not None and before.tag == node.tag:
        before = before.getprevious()
    if before is None:
        before = node.getroottree().getroot().getprevious()
    if before is None or not callable(before.tag):  # as that of a comment is
        name = node.get("name") or _join(node.get("match", ""))
        missing.append(f"{name} in {path.relative_to(ROOT)}:{node.sourceline}")
        return ""
    return _escape(_join(str(before.text)))


def _show_type(node: etree._Element) -> str:
    return node.get("as", "item()*").replace("Q{}", "")


def _join(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    """Words of a comment, in which code stands between backticks."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(
        f"`{part}`" if part.startswith("`") else _SPECIAL.sub(r"\\\g<0>", part) for part in parts
    )


def _define(term: str, words: str) -> str:
    return f"{term}\n{textwrap.indent(_fill(words), '   ')}"


def _fill(words: str) -> str:
    return textwrap.fill(words.strip(), 110, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else PAGES
    try:
        made = make_pages()
    except UndescribedError as error:
        sys.exit(str(error))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
