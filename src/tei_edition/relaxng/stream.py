"""A document judged in one pass of expat over its bytes, without a tree."""

from __future__ import annotations

import bisect
import contextlib
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.parsers import expat

from tei_edition.problems import Location, Problem, problem
from tei_edition.relaxng.judge import Judge
from tei_edition.relaxng.names import XML_NS
from tei_edition.relaxng.pattern import TooManyError

if TYPE_CHECKING:
    from tei_edition.relaxng.schema import Schema

_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_ATTRIBUTE = re.compile(rb"""\s*([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s/>]*(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_BETWEEN = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?:\s*\]\]>)?)*", re.DOTALL)


def judge_text(schema: Schema, text: str, file: str) -> list[Problem]:
    """Return what is wrong with a document by a schema; `text` is the decoded file.

    A document that is not well formed is one problem more, the last.
    """
    return _Stream(schema, text.encode("utf-8", "surrogatepass"), file).run()


class _Stream:
    """The handlers of expat; used once. A mark is the place of a tag among the bytes."""

    def __init__(self, schema: Schema, data: bytes, file: str) -> None:
        self.data = data
        self.file = file
        self.lines: list[int] = []
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator="}")
        self.judge = judge = Judge(schema, self)
        self.outer: list[dict[str, str]] = []
        judge.context.namespaces = {"xml": XML_NS}
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = judge.start
        parser.EndElementHandler = judge.end
        parser.CharacterDataHandler = judge.text.append
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.forget
        parser.EntityDeclHandler = self.note_entity

    def run(self) -> list[Problem]:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            return self.explain(error)
        except TooManyError:
            return self.judge.give_up(self.mark())
        return self.judge.finish()

    def explain(self, error: expat.ExpatError) -> list[Problem]:
        """Return what is wrong before a document ceases to be well-formed, and that it does."""
        place = Location(self.file, error.lineno, error.offset + 1)
        reason = expat.ErrorString(error.code) or "not well-formed"
        told = self.judge.problems
        if error.code != _MISMATCH or not self.judge.levels or self.judge.skipping:
            return [*told, problem("xml-not-well-formed", reason, place)]
        level = self.judge.levels[-1]
        # Expat points behind the "</".
        place = self.locate_tag(self.data.rfind(b"<", 0, self.parser.ErrorByteIndex + 1))
        opened = self.locate_tag(level.mark)
        name = level.name.rpartition("}")[2]
        reason = f"<{name}>, opened on line {opened.line}, column {opened.column}, is not closed"
        # What is after the tag that is not closed was judged in the wrong place.
        sound = [found for found in told if found.location < opened]
        hint = f"close it with </{name}> before this"
        return [*sound, problem("xml-not-well-formed", reason, place, hint=hint, related=(opened,))]

    def declare(self, prefix: str | None, uri: str | None) -> None:
        context = self.judge.context
        outer = dict(context.namespaces)
        self.outer.append(outer)
        context.namespaces = {**outer, prefix or "": uri or ""}

    def forget(self, _prefix: str | None) -> None:
        self.judge.context.namespaces = self.outer.pop()

    def note_entity(self, name: str, _is_parameter: bool, *rest: str | None) -> None:
        if rest[-1]:  # a notation: the entity is not parsed
            context = self.judge.context
            context.entities = context.entities | {name}

    # Places

    def mark(self) -> int:
        """Return the place of the event among the bytes."""
        return self.parser.CurrentByteIndex

    def locate_tag(self, mark: int) -> Location:
        """Line and column of a place among the bytes."""
        if not self.lines:
            starts = re.finditer(rb"\r\n|\r|\n", self.data)
            self.lines = [0, *(found.end() for found in starts)]
        line = bisect.bisect_right(self.lines, mark)
        before = self.data[self.lines[line - 1] : mark]
        return Location(self.file, line, len(before.decode("utf-8", "replace")) + 1)

    def locate_attribute(self, mark: int, index: int, name: str) -> Location:
        """Line and column of an attribute; of the tag, where a DTD or an entity gave it."""
        found = re.compile(rb"<[^\s/>]+").match(self.data, mark)
        count = 0
        while found and (found := _ATTRIBUTE.match(self.data, found.end())):
            written = found[1]
            if written == b"xmlns" or written.startswith(b"xmlns:"):
                continue
            if count == index:
                if written.rpartition(b":")[2].decode() == name.rpartition("}")[2]:
                    return self.locate_tag(found.start(1))
                break
            count += 1
        return self.locate_tag(mark)

    def count_children(self) -> Counter[tuple[str, str]]:
        """By another pass over the bytes: few documents need it."""
        parser = expat.ParserCreate("utf-8", namespace_separator="}")
        found: Counter[tuple[str, str]] = Counter()
        opened = [""]

        def start(name: str, _attributes: object) -> None:
            found[opened[-1], name] += 1
            opened.append(name)

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _name: opened.pop()
        with contextlib.suppress(expat.ExpatError):
            parser.Parse(self.data, True)
        return found

    def locate_text(self, mark: int, *, is_end: bool) -> Location:  # noqa: ARG002
        """Line and column of the first word after a tag."""
        tag = _TAG.match(self.data, mark)
        if not tag:
            return self.locate_tag(mark)
        between = _BETWEEN.match(self.data, tag.end())
        return self.locate_tag(between.end() if between else tag.end())
