"""Find the canonical references of a text, as its header declares them (`refsDecl`).

A `citeStructure` says which elements are cited and by what; a `cRefPattern` whose replacement is a
path (`#xpath(//div[@n='$1']/p[@n='$2'])`) says the same by example, and is read as if it were a
chain of the former (TEI Guidelines, sections 3.11.4 and 16.2.5). Paths are XPath 1.0, in which a
name without a prefix is one of TEI.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.source.stamps import REFERENCE, SHOWN
from tei_edition.tei import TEI_NS, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "tei"
_TOKEN = re.compile(r"""(?P<string>"[^"]*"|'[^']*')|(?P<name>\w[\w.-]*)|\s+|::|//|\.\.|.""")
_OPERATORS = frozenset({"and", "or", "div", "mod"})
# After these a name is the name of an element, never of an operator.
_OPENING = frozenset({"", "/", "//", "(", "[", ",", "|", "+", "-", "=", "<", ">", "::", "*"})
# An expression that walks through the whole text at each of its steps might never end: the
# steps of a path are carried out one by one, and what one of them may visit is bounded.
_WIDE = re.compile(r"//|\b(?:descendant|following|preceding|ancestor)")
_WIDE_AXES = frozenset({"descendant", "descendant-or-self", "following", "preceding"})
_MOST_WIDE, _LONGEST, _MOST_VISITS = 3, 500, 10_000_000
# The time for all references of a text, and what each of its elements adds.
_SECONDS, _SECONDS_AN_ELEMENT = 2.0, 20e-6
_TOO_LONG = "searches the whole text so often that it might never end"
_POSITION = re.compile(r"\bposition\(\s*\)")
_POINTER = re.compile(r"#?\s*xpath1?\((.*)\)\s*", re.DOTALL)
_VARIABLE = re.compile(r"""\[\s*(@[\w:.-]+)\s*=\s*(["'])\$(\d)\2\s*\]""")
_PATTERN = ("replacementPattern", "replacementPattern")
_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)")


class CitationLevel(NamedTuple):
    """One level of references: the elements, what cites each, and what is before that.

    `source` is the element of the header that says so. Of a level that is `passed`, references
    are only the beginnings of others.
    """

    source: etree._Element
    match: str
    use: str
    delim: str = ""
    unit: str = ""
    inner: tuple[CitationLevel, ...] = ()
    passed: bool = False


class CitedUnit(NamedTuple):
    """An element that is cited: its reference, that of the unit around it, how deep, what it is.

    `level` begins with 1; `parent` is empty at the top.
    """

    element: etree._Element
    reference: str
    parent: str
    level: int
    unit: str


class CitationScheme(NamedTuple):
    """A tree of references as a `refsDecl` declares it: its name, its units in the text's order.

    Each unit follows the one that it is part of.
    """

    name: str
    units: tuple[CitedUnit, ...]


class ReferenceFault(NamedTuple):
    """An attribute of the header that cannot be used, and why, as the end of a sentence."""

    element: etree._Element
    attribute: str
    reason: str


class _Found(NamedTuple):
    """An element, its reference, and how readers are shown it: without what has no @unit."""

    element: etree._Element
    reference: str = ""
    shown: str = ""
    has_unit: bool = False


def stamp_references(root: etree._Element) -> Iterator[ReferenceFault]:
    """Stamp each passage with its reference, in place; the first counts of those that it has.

    A reference whose first levels name no @unit, as if they were headings, while later ones do, is
    stamped again without them, as readers are shown it. Yields what cannot be used.
    """
    work = _Work(sum(1 for _ in root.iter(etree.Element)))
    for level in _read_levels(root):
        yield from _stamp(level, [_Found(root)], work)
    _shorten(root)


def _shorten(root: etree._Element) -> None:
    """Show numbers alone that go on through the text, where what is before them is a name.

    Of `fate.p4`, the paragraph `p4` of the chapter `fate`, readers are shown 4.
    """
    cited = [element for element in root.iter(tei("*")) if element.get(REFERENCE)]
    numbers = {element: found for element in cited if (found := _read_number(element))}
    given = list(numbers.values())
    # What is cited within a number is cited by its number too.
    holds_more = any(_find_above(element) in numbers for element in cited)
    if not holds_more and len(set(given)) == len(given):
        for element, number in numbers.items():
            element.set(SHOWN, number)


def _read_number(element: etree._Element) -> str:
    """Return the number at the end of a reference behind a name; empty for all others."""
    above = _find_above(element)
    if above is None:
        return ""
    before, reference = above.get(REFERENCE, ""), element.get(REFERENCE, "")
    own = re.fullmatch(
        rf"[^\w]*(?:{re.escape(local(element.tag))})?(\d+)", reference.removeprefix(before)
    )
    is_named = reference.startswith(before) and not re.search(r"\d", before)
    return own[1] if own and is_named else ""


def _find_above(element: etree._Element) -> etree._Element | None:
    """Return the nearest element around that is cited too."""
    return next((a for a in element.iterancestors() if a.get(REFERENCE)), None)


def list_schemes(root: etree._Element) -> list[CitationScheme]:
    """Return the trees of references that a header declares, those alone that cite something.

    Of several units with one reference the first takes precedence, as in all pointers.
    """
    work = _Work(sum(1 for _ in root.iter(etree.Element)))
    order = {element: place for place, element in enumerate(root.iter())}
    schemes: list[CitationScheme] = []
    for number, declaration in enumerate(root.iter(tei("refsDecl")), 1):
        found: dict[str, CitedUnit] = {}
        for level in _read_declaration(declaration):
            _gather(level, [_Found(root)], 1, work, found)
        if found:
            name = declaration.get(XML_ID) or declaration.get("n") or f"tree{number}"
            schemes.append(CitationScheme(name, tuple(_sort_units(found, order))))
    return schemes


def _gather(
    level: CitationLevel, above: list[_Found], depth: int, work: _Work, units: dict[str, CitedUnit]
) -> None:
    """Add the units of a level below each of some elements, then those of the next levels."""
    try:
        match = [_compile(level.source, step, work) for step in _split_path(level.match)]
        use = level.use if "[" in level.use else _POSITION.sub("$position", level.use)
        name = _compile(level.source, use, work)
        found = [(each, one) for each in above for one in _find(level, match, name, each, work)]
    except (ValueError, etree.XPathError):
        return  # a check tells why
    kept: list[_Found] = []
    own = level.unit or ("" if level.passed else level.source.get("n", ""))
    for each, one in found:
        unit = own or local(one.element.tag)
        made = CitedUnit(one.element, one.reference, each.reference, depth, unit)
        # Several patterns of one text each begin with the levels of the shorter ones.
        if units.setdefault(one.reference, made).element is one.element:
            kept.append(one)
            if own:
                units[one.reference] = units[one.reference]._replace(unit=own)
    for inner in level.inner if kept else ():
        _gather(inner, kept, depth + 1, work, units)


def _sort_units(
    units: dict[str, CitedUnit], order: dict[etree._Element, int]
) -> Iterator[CitedUnit]:
    """Yield units in the order of the text, each before those that are part of it."""
    inside: dict[str, list[CitedUnit]] = {}
    for unit in units.values():
        inside.setdefault(unit.parent, []).append(unit)
    for siblings in inside.values():
        siblings.sort(key=lambda unit: order[unit.element], reverse=True)
    stack = list(inside.get("", ()))
    while stack:
        unit = stack.pop()
        yield unit
        stack.extend(inside.get(unit.reference, ()))


def _read_levels(root: etree._Element) -> Iterator[CitationLevel]:
    for declaration in root.iter(tei("refsDecl")):
        yield from _read_declaration(declaration)


def _read_declaration(declaration: etree._Element) -> Iterator[CitationLevel]:
    for element in declaration.iterchildren(tei("citeStructure")):
        yield _read_structure(element)
    for element in declaration.iterchildren(tei("cRefPattern")):
        if level := _read_pattern(element):
            yield level


def _read_structure(element: etree._Element) -> CitationLevel:
    inner = tuple(_read_structure(child) for child in element.iterchildren(tei("citeStructure")))
    get = element.get
    return CitationLevel(
        element, get("match", ""), get("use", ""), get("delim", ""), get("unit", ""), inner
    )


def _read_pattern(element: etree._Element) -> CitationLevel | None:
    """Return a pattern as a chain of levels; None if it is not a path or has no references."""
    pointer = _POINTER.fullmatch(element.get("replacementPattern", ""))
    path = pointer[1].strip() if pointer else ""
    variables = list(_VARIABLE.finditer(path))
    delims = _split_pattern(element.get("matchPattern", ""))
    if not variables or [int(found[3]) for found in variables] != list(range(1, len(delims) + 1)):
        return None
    ends = [
        end if (end := path.find("/", found.end())) >= 0 else len(path) for found in variables[:-1]
    ]
    steps = [path[a:b] for a, b in zip([0, *ends], [*ends, len(path)], strict=True)]
    level: CitationLevel | None = None
    for step, found, delim in reversed(list(zip(steps, variables, delims, strict=True))):
        match = ("." if step.startswith("/") and found is not variables[0] else "") + step
        match = _VARIABLE.sub(r"[\1]", match)
        inner = (level,) if level else ()
        level = CitationLevel(element, match, found[1], delim, "", inner, bool(inner))
    return level


def _split_pattern(pattern: str) -> list[str]:
    """Return what is before each group of a simple regular expression; empty for any other."""
    literals = []
    parts = _GROUP.split(pattern.removeprefix("^").removesuffix("$"))
    for part in parts:
        text = re.sub(r"\\s[+*]?", " ", part)
        bare = re.sub(r"\\(\W)", r"\1", text)
        if re.search(r"[*+?\[\]{}|^$()]|\\\w", re.sub(r"\\\W", "", text)):
            return []
        literals.append(bare)
    return literals[:-1] if literals[-1] == "" else []


class _Work:
    """What is left of the time for the references of a text of so many elements."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.end = time.process_time() + _SECONDS + size * _SECONDS_AN_ELEMENT

    def check(self) -> None:
        """Raise ValueError, as the end of a sentence, when the time is over."""
        if time.process_time() > self.end:
            raise ValueError(_TOO_LONG)


def _stamp(level: CitationLevel, above: list[_Found], work: _Work) -> Iterator[ReferenceFault]:
    """Stamp what a level finds below each of some elements, then what the next ones do."""
    source = level.source
    attributes = ("match", "use") if source.tag == tei("citeStructure") else _PATTERN
    # A position inside a predicate is another's.
    use = level.use if "[" in level.use else _POSITION.sub("$position", level.use)
    attribute = attributes[0]
    if level.match.startswith("/") and above[0].element.getparent() is not None:
        yield ReferenceFault(
            source, attribute, "begins with /, but must be relative to the citeStructure around it"
        )
        return
    try:
        match = [_compile(source, step, work) for step in _split_path(level.match)]
        attribute = attributes[1]
        name = _compile(source, use, work)
        found = [one for each in above for one in _find(level, match, name, each, work)]
    except (ValueError, etree.XPathError) as error:
        yield ReferenceFault(source, attribute, str(error))
        return
    for one in found if not level.passed else ():
        if one.element.get(REFERENCE) is None:
            one.element.set(REFERENCE, one.reference)
            if one.shown != one.reference:
                one.element.set(SHOWN, one.shown)
    for inner in level.inner if found else ():
        yield from _stamp(inner, found, work)


def _find(
    level: CitationLevel,
    match: list[etree.XPath],
    name: etree.XPath,
    above: _Found,
    work: _Work,
) -> Iterator[_Found]:
    for position, element in enumerate(_walk(match, above.element, work), 1):
        if not isinstance(element, etree._Element) or not isinstance(element.tag, str):
            continue
        work.check()
        if own := _read_value(name(element, position=position)):
            is_first = bool(level.unit) and not above.has_unit
            yield _Found(
                element,
                f"{above.reference}{level.delim}{own}",
                own if is_first else f"{above.shown}{level.delim}{own}",
                above.has_unit or is_first,
            )


def _walk(steps: list[etree.XPath], start: etree._Element, work: _Work) -> list[object]:
    """Return what the steps of a path lead to, in the order of the document."""
    here: dict[object, None] = {start: None}
    for step in steps:
        there: dict[object, None] = {}
        for element in here:
            work.check()
            found = step(element) if isinstance(element, etree._Element) else ()
            there.update(dict.fromkeys(found if isinstance(found, list) else ()))
        here = there
    if len(steps) == 1:
        return list(here)
    return [element for element in start.getroottree().iter() if element in here]


def _split_path(path: str) -> list[str]:
    """Return a path in pieces of which each walks through the text once at most.

    Others as they are.
    """
    tokens = [found[0] for found in _TOKEN.finditer(path)]
    starts, depth = [0], 0
    for number, token in enumerate(tokens):
        if not depth and (token in {"|", "("} or token in _OPERATORS | {"=", "<", ">", "+"}):
            return [path]
        depth += (token in {"[", "("}) - (token in {"]", ")"})
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        is_wide = token == "//" or (token == "/" and following in _WIDE_AXES)  # noqa: S105
        if number and not depth and is_wide:
            starts.append(number)
    pieces = ["".join(tokens[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return [pieces[0], *(f".{piece}" for piece in pieces[1:])]


def _read_value(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, etree._Element):
        return words_of(value)
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(str(value).split())


def _compile(element: etree._Element, path: str, work: _Work) -> etree.XPath:
    """Return a path ready to be used.

    ValueError says why it cannot be, as the end of a sentence.
    """
    if not path.strip():
        raise ValueError("is missing")
    wide = len(_WIDE.findall(path))
    if len(path) > _LONGEST or wide > _MOST_WIDE or (wide > 1 and work.size**wide > _MOST_VISITS):
        raise ValueError(_TOO_LONG)
    prefix = _PREFIX
    while element.nsmap.get(prefix, TEI_NS) != TEI_NS:
        prefix += "_"
    names = {p: uri for p, uri in element.nsmap.items() if p}
    try:
        return etree.XPath(
            _name_tei(path, prefix), namespaces={**names, prefix: TEI_NS}, smart_strings=False
        )
    except etree.XPathSyntaxError as error:
        raise ValueError(f"is not an XPath 1.0 path: {error}") from None


def _name_tei(path: str, prefix: str) -> str:
    """Return a path in which names of elements that have no prefix get the one of TEI."""
    tokens = [found[0] for found in _TOKEN.finditer(path)]
    kinds = [found.lastgroup for found in _TOKEN.finditer(path)]
    made: list[str] = []
    before, axis = "", ""
    for number, (token, kind) in enumerate(zip(tokens, kinds, strict=True)):
        if token.isspace():
            made.append(token)
            continue
        after = next((t for t in tokens[number + 1 :] if not t.isspace()), "")
        is_name = kind == "name" and not token[0].isdecimal()
        is_operator = token in _OPERATORS and before not in _OPENING | _OPERATORS
        is_own = before in {"@", "$", ":"} or after in {"(", "::", ":"}
        if is_name and not (is_operator or is_own or axis in {"attribute", "namespace"}):
            made.append(f"{prefix}:{token}")
        else:
            made.append(token)
        axis = before if token == "::" else ""  # noqa: S105 - no password
        before = token
    return "".join(made)
