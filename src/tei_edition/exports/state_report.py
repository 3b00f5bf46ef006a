"""The changes between two states of an edition, for people and for programs."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Any

from tei_edition.exports.state_changes import ADDED, REMOVED, Change, compare_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 12


def write_json(changes: Iterable[Change]) -> str:
    """Return the changes as a list of objects."""
    made = [_describe(change) for change in changes]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _describe(change: Change) -> dict[str, Any]:
    item = change.item
    made: dict[str, Any] = {
        "kind": change.kind,
        "change": change.change,
        "text": item.text,
        "address": item.address,
        "reference": item.reference,
        "before": change.before.words if change.before else "",
        "after": change.after.words if change.after else "",
        "fields": {name: {"before": a, "after": b} for name, (a, b) in change.fields.items()},
    }
    return {key: value for key, value in made.items() if value}


def write_text(changes: Sequence[Change]) -> str:
    """Return the changes as lines, each kind of each text under a heading."""
    lines: list[str] = []
    heading = ""
    for change in changes:
        title = f"{change.item.text or 'register'}: {change.kind}"
        if title != heading:
            lines += ["", title] if lines else [title]
            heading = title
        lines.append(f"  {change.change} {_name(change)}".rstrip())
        lines += [f"    {line}" for line in _list_lines(change)]
    return "\n".join([*lines, ""]) if lines else ""


def _name(change: Change) -> str:
    item = change.item
    where = item.address if item.anchor else ""
    reference = f"({item.reference})" if item.reference else ""
    return " ".join(filter(None, (where, reference)))


def _list_lines(change: Change) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        sign = "+" if before is None else "-"
        return [f"{sign} {_shorten(change.item.words)}"]
    lines = []
    for name, (old, new) in change.fields.items():
        if name == "words":
            parts = [
                f"[-{p.words}-]" if p.change == REMOVED
                else f"{{+{p.words}+}}" if p.change == ADDED
                else _shorten(p.words)
                for p in compare_words(str(old), str(new))
            ]  # fmt: skip
            lines.append(" ".join(parts))
        else:
            lines += _list_field(name, old, new)
    if "words" not in change.fields and before.words:
        lines.insert(0, _shorten(after.words))
    return lines


def _list_field(name: str, old: Any, new: Any) -> list[str]:
    """Return a field as it was and as it is; of a list only what is not in both."""
    if not (isinstance(old, list | tuple) and isinstance(new, list | tuple)):
        return [f"{name}: {_show(old)} → {_show(new)}"]
    gone = [f"{name}: - {_show(value)}" for value in old if value not in new]
    came = [f"{name}: + {_show(value)}" for value in new if value not in old]
    return gone + came or [f"{name}: in another order"]


def _show(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _shorten(words: str) -> str:
    """Return the first and last words of a long row."""
    parts = words.split(" ")
    if len(parts) <= _LONGEST:
        return words
    half = _LONGEST // 2
    return " ".join([*parts[:half], "…", *parts[-half:]])


_STYLE = (
    "body{font:1rem/1.5 serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h2{font-size:1.1rem}ins{background:#d7f5d7;color:#063}del{background:#fbdcdc;color:#600}"
    "@media (prefers-color-scheme:dark){body{background:#161616;color:#eee}"
    "ins{background:#0b3d1d;color:#cfc}del{background:#4d1111;color:#fcc}}"
)


def write_page(changes: Sequence[Change], title: str, old: str, new: str) -> str:
    """Return the changes as a page of HTML that needs nothing beside it."""
    parts: list[str] = []
    heading = ""
    for change in changes:
        name = f"{change.item.text or 'register'}: {change.kind}"
        if name != heading:
            parts.append(f"</ul>\n<h2>{escape(name)}</h2>\n<ul>" if heading else
                         f"<h2>{escape(name)}</h2>\n<ul>")  # fmt: skip
            heading = name
        parts.append(f"<li>{escape(change.change)} {escape(_name(change))}: {_mark(change)}</li>")
    body = "\n".join([*parts, "</ul>"]) if parts else "<p>Nothing has changed.</p>"
    head = escape(f"{title}: {old} → {new}")
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{head}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{head}</h1>\n{body}\n"
        "</body></html>\n"
    )


def _mark(change: Change) -> str:
    if change.before is None:
        return f"<ins>{escape(change.item.words)}</ins>"
    if change.after is None:
        return f"<del>{escape(change.item.words)}</del>"
    marked = []
    for name, (old, new) in change.fields.items():
        if name == "words":
            tags = {REMOVED: "del", ADDED: "ins"}
            marked.append(" ".join(
                f"<{tags[p.change]}>{escape(p.words)}</{tags[p.change]}>"
                if p.change else escape(p.words)
                for p in compare_words(str(old), str(new))
            ))  # fmt: skip
        else:
            shown = f"<del>{escape(_show(old))}</del> <ins>{escape(_show(new))}</ins>"
            marked.append(f"{escape(change.after.words)} ({escape(name)}: {shown})")
    return "; ".join(marked) or escape(change.after.words)
