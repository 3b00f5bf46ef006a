"""The works of registers as references in the edition's citation style.

What a style has no place for follows its words: no part of a reference is lost.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.citation.formats import make_csl_date
from tei_edition.citation.style import is_own, keep_upright, render_item, tidy, to_runs, to_text
from tei_edition.facts.registers import ReferencePart, ReferenceRun, write_part, write_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.citation.record import Style
    from tei_edition.language.wording import Wording

_NAMES = frozenset({"author", "container-author", "editor", "translator"})
_WORD = re.compile(r"\w+")
_CLOSED = (".", "!", "?", "…")
# Signs for words that are put in afterwards: of private use, which no reference has.
_FIRST, _LAST = 0xE100, 0xF8FF
_SIGNS = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")

Reference = tuple[ReferencePart, ...]


def make_work_writer(
    find: Callable[[str], Style],
) -> Callable[[Reference, Wording, str], tuple[ReferenceRun, ...]]:
    """Return a function that writes references in the style that `find` returns for a language.

    References that are written out in the edition stay unchanged.
    """

    def write(reference: Reference, words: Wording, language: str) -> tuple[ReferenceRun, ...]:
        kind = next((p.variable for p in reference if not p.text and p.variable), "")
        titles = any(part.variable == "title" for part in reference)
        if not (kind and titles):
            return (ReferenceRun(write_reference(reference, words)),)
        return write_work(reference, kind, find(language), words)

    return write


def write_work(
    reference: Reference, kind: str, style: Style, words: Wording
) -> tuple[ReferenceRun, ...]:
    """Return a reference to a work of a CSL type in a style, and after it what the style lacks.

    Raises EditionError if the style fails on it.
    """
    parts = [p for p in reference if p.text and (p.variable or _WORD.search(p.text))]
    rendered = _render_own(parts, style, words) if is_own(style) else _render(parts, kind, style)
    left = " ".join(_close(write_part(part, words)) for part in _list_left(parts, rendered))
    rendered = _close(rendered) if left else rendered
    return to_runs(tidy(f"{rendered} {left}"))


def _close(words: str) -> str:
    return words if to_text(words).endswith(_CLOSED) else f"{words}."


def _list_left(parts: list[ReferencePart], rendered: str) -> Iterable[ReferencePart]:
    """Return the parts that a style has not rendered.

    How it renders its variables is left to it: *A. Go* says *Go, Ann*. Of the parts that it does
    not know every word must be there.
    """
    free = Counter(_list_words(to_text(rendered)))
    said: set[int] = set()
    for number, part in sorted(enumerate(parts), key=lambda pair: -len(pair[1].text)):
        wanted = Counter(_list_words(part.text))
        found = free & wanted
        if found == wanted or (part.variable and found):
            said.add(number)
            free -= found
    return (part for number, part in enumerate(parts) if number not in said)


def _list_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _gather(parts: list[ReferencePart]) -> dict[str, list[ReferencePart]]:
    """Return the parts by their variables."""
    found: dict[str, list[ReferencePart]] = {}
    for part in parts:
        if part.variable:
            found.setdefault(part.variable, []).append(part)
    return found


def _split_name(part: ReferencePart) -> dict[str, str]:
    family, comma, given = part.text.partition(", ")
    if part.is_inverted and comma:
        return {"family": family, "given": given}
    return {"literal": part.text}


def _render(parts: list[ReferencePart], kind: str, style: Style) -> str:
    """Return a reference in somebody else's style, which may change what it renders."""
    item: dict[str, Any] = {"id": "work", "type": kind}
    for variable, found in _gather(parts).items():
        if variable in _NAMES:
            item[variable] = [_split_name(part) for part in found]
        elif variable == "issued":
            item[variable] = make_csl_date(found[0].text)
        else:
            item[variable] = ", ".join(part.text for part in found)
    return render_item(item, style)[1]


def _render_own(parts: list[ReferencePart], style: Style, words: Wording) -> str:
    """Return a reference in our style: references with the same parts are rendered once."""
    signs: dict[str, str] = {}

    def sign(text: str) -> str:
        made = chr(_FIRST + len(signs))
        signs[made] = text
        return made

    shape: dict[str, Any] = {"type": "book"}
    gathered = _gather(parts)
    whole = gathered.get("container-title", ())
    makers = "; ".join(p.text for p in gathered.pop("container-author", ())) if whole else ""
    for variable, found in gathered.items():
        if variable in _NAMES:
            names = [_split_name(part) for part in found]
            shape[variable] = [{key: sign(text) for key, text in name.items()} for name in names]
        else:
            # The words for volume and page are ours, as everywhere in registers.
            text = ", ".join(write_part(part, words) for part in found)
            if makers and variable == "container-title":
                text = f"{keep_upright(f'{makers}, ')}{text}"
            said = sign(text)
            name = "note" if variable == "edition" else variable
            shape[name] = {"literal": said} if variable == "issued" else said
    if "container-title" in shape:
        shape["type"] = "chapter"
    if len(signs) > _LAST - _FIRST:
        return ""
    form = _render_shape(msgspec.json.encode(shape, order="sorted"), style)
    return _SIGNS.sub(lambda match: signs.get(match[0], match[0]), form)


@functools.lru_cache(maxsize=1024)
def _render_shape(shape: bytes, style: Style) -> str:
    return render_item({"id": "work", **msgspec.json.decode(shape)}, style)[1]
