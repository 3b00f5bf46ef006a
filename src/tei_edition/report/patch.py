"""Write a unified diff with all corrections that are certain."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING

from tei_edition.report.edits import choose_edits
from tei_edition.report.lines import SourceLines
from tei_edition.report.record import show_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.report.edits import ChosenEdits
    from tei_edition.report.lines import File
    from tei_edition.report.record import Report

_CONTEXT = 3


def make_patch(report: Report) -> bytes:
    """Return a diff for `patch -p1` or `git apply`, in the bytes of the files; nothing is written.

    Paths count from the report's base; from the edition's folder, if a file is outside the base,
    since the programs that apply a diff refuse to leave the folder that they are in. If two
    corrections overlap, the first is taken. Files in UTF-16 are left out, because those programs do
    not treat them as text, and so are files with invalid bytes.
    """
    files = SourceLines(report.root)
    edits = choose_edits(report.problems, files, _is_patchable)
    paths = {name: show_path(name, report) for name in sorted(edits)}
    if any(path.startswith("../") for path in paths.values()):
        paths = {name: name for name in paths}
    return b"".join(_compare(path, files[name], edits[name]) for name, path in paths.items())


def compare_bytes(path: str, before: bytes, after: bytes) -> bytes:
    """Return the diff of a file of which some lines change, but not their number."""
    old = _split(before)
    new = {n: b for n, (a, b) in enumerate(zip(old, _split(after), strict=True)) if a != b}
    return _write_diff(path, old, new)


def _is_patchable(file: File) -> bool:
    return file.is_exact and not file.encoding.startswith("utf-16")


def _compare(path: str, file: File, edits: ChosenEdits) -> bytes:
    """Return the diff of one file; its lines end with a line feed here, whatever XML says."""
    old = _split(file.data)
    return _write_diff(path, old, _change_lines(old, file, edits))


def _write_diff(path: str, old: list[bytes], new: dict[int, bytes]) -> bytes:
    if not new:
        return b""
    name = _quote(f"a/{path}"), _quote(f"b/{path}")
    head = f"--- {name[0]}\n+++ {name[1]}\n".encode()
    return head + b"".join(_write_hunk(old, new, hunk) for hunk in _group(sorted(new)))


def _split(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _change_lines(old: list[bytes], file: File, edits: ChosenEdits) -> dict[int, bytes]:
    """Return the lines that change, by their numbers from 0."""
    starts = list(itertools.accumulate((len(line) for line in old), initial=0))
    pieces: dict[int, list[tuple[int, bytes, bytes]]] = {}
    done, at = 0, len(file.mark)
    for start in edits.starts:
        edit = edits.by_start[start]
        at += len(file.text[done:start].encode(file.encoding))
        done = start
        line = bisect.bisect(starts, at) - 1
        words = edit.old.encode(file.encoding), edit.new.encode(file.encoding, "xmlcharrefreplace")
        pieces.setdefault(line, []).append((at - starts[line], *words))
    changed = {}
    for line, found in pieces.items():
        parts: list[bytes] = []
        data, done = old[line], 0
        for offset, before, after in found:
            parts += [data[done:offset], after]
            done = offset + len(before)
        changed[line] = b"".join((*parts, data[done:]))
    return changed


def _group(changed: list[int]) -> Iterator[list[int]]:
    """Lines that are near enough to be in one hunk."""
    group = changed[:1]
    for line in changed[1:]:
        if line - group[-1] > 2 * _CONTEXT:
            yield group
            group = []
        group.append(line)
    yield group


def _write_hunk(old: list[bytes], new: dict[int, bytes], changed: list[int]) -> bytes:
    first = max(0, changed[0] - _CONTEXT)
    last = min(len(old), changed[-1] + _CONTEXT + 1)
    size = last - first
    parts = [f"@@ -{first + 1},{size} +{first + 1},{size} @@\n".encode()]
    for is_changed, run in itertools.groupby(range(first, last), new.__contains__):
        lines = list(run)
        parts += [_mark(b"-" if is_changed else b" ", old[n]) for n in lines]
        parts += [_mark(b"+", new[n]) for n in lines if is_changed]
    return b"".join(parts)


def _mark(sign: bytes, line: bytes) -> bytes:
    end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
    return sign + line + end


def _quote(path: str) -> str:
    """Return a name as diffs have it: with a tab behind spaces, in quotes where it may mislead."""
    if any(char in '"\\' or not char.isprintable() for char in path):
        shown = "".join(
            f"\\{char}"
            if char in '"\\'
            else char
            if char.isprintable()
            else "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
            for char in path
        )
        return f'"{shown}"'
    return f"{path}\t" if " " in path else path
