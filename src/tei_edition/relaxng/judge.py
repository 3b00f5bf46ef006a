"""Validate a document event by event, and report its faults as problems.

As long as all is well a start tag costs a few look-ups. Where something is wrong the diagnosis
says why, and how to go on as if it were right; what cannot be judged then is not judged.

Long because one walk judges a document and goes on after each fault.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from tei_edition.problems import Edit, Problem, problem
from tei_edition.relaxng import diagnosis, messages
from tei_edition.relaxng.datatypes import WHITE, Context, split_words
from tei_edition.relaxng.fault import ElementFault, FaultKind
from tei_edition.relaxng.order import OrderFault, can_precede, find_order
from tei_edition.relaxng.pattern import JUDGING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tei_edition.problems import Location
    from tei_edition.relaxng.messages import Message
    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import Opening, State, ValueTest

# So many elements may be named as what something is to be wrapped in.
_FEW = 3

# Where an event stands, as the reader of the document marks it: found out only when it is needed.
Mark = Any


class Places(Protocol):
    """Finds the places of marks."""

    def mark(self) -> Mark:
        """Return the mark of the tag that is read."""

    def locate_tag(self, mark: Mark) -> Location:
        """Return the place of a tag."""

    def locate_attribute(self, mark: Mark, index: int, name: str) -> Location:
        """Return the place of an attribute of a start tag."""

    def locate_text(self, mark: Mark, *, is_end: bool) -> Location:
        """Return the place of the first words after a tag."""

    def count_children(self) -> Mapping[tuple[str, str], int]:
        """Return how often the document has a child of the second name in a parent of the first."""


class JudgedElement:
    """An element that is open."""

    __slots__ = ("astray", "children", "has_children", "has_text", "is_bare", "is_damaged",
                 "is_quiet", "last", "lent", "mark", "name", "opening", "owed", "resume",
                 "unwrapped", "wrappers")  # fmt: skip

    def __init__(self, name: str, opening: Opening, mark: Mark, resume: State | None) -> None:
        self.name = name
        self.opening = opening
        self.mark = mark
        # The state behind the element, where it is as if it were not there.
        self.resume = resume
        self.has_children = False
        self.children: list[tuple[str, Mark]] = []  # those that are judged
        self.last: tuple[Mark, bool] = (mark, False)  # the last tag in it, and whether an end tag
        self.astray: Mark = None  # the end of the last child that was out of place
        self.is_damaged = False  # something in it was left out: what is missing may be that
        self.is_quiet = (
            False  # it is out of place itself: what does not fit into it is not reported
        )
        self.has_text = False  # text was reported
        self.is_bare = False  # attributes were reported missing
        self.owed: dict[str, int] = {}  # what was reported missing, with the problem's index
        self.lent: dict[str, int] = {}  # the same of the children: it may have slipped out of them
        self.wrappers: frozenset[str] = frozenset()  # what the last stray could be wrapped in
        self.unwrapped: tuple[Mark, bool] | None = None  # the tag before text that was reported


class Judge:
    """Judges one document by a schema; used once.

    Give it the events, `start`, `end`, and text by appending to `text`; then `finish`.
    """

    def __init__(self, schema: Schema, places: Places) -> None:
        self.schema = schema
        self.places = places
        schema.patterns.room = JUDGING
        self.problems: list[Problem] = []
        self.text: list[str] = []
        self.context = Context()
        self.state = schema.states.find((schema.start,))
        self.levels: list[JudgedElement] = []
        self.skipping = 0
        self.ids: dict[str, tuple[Mark, int, str]] = {}
        self.references: list[tuple[str, Mark, int, str]] = []
        # What has a duplicate id: what it holds is a copy too.
        self.copied: JudgedElement | None = None
        self.has_ids = schema.id_fault is None
        self.moved: tuple[str, str] | None = None  # a wrong namespace, and the one meant
        self.usage: Mapping[tuple[str, str], int] | None = None

    def report(self, message: Message, location: Location, related: Any = ()) -> None:
        """Add a problem."""
        code, told, hint, *words, about = message
        fix = [Edit(location, *words)] if message.new else []
        self.problems.append(
            problem(code, told, location, hint=hint, related=related, fix=fix, about=about)
        )

    def give_up(self, mark: Mark) -> list[Problem]:
        """Return what was wrong up to a place from which the schema takes too long to judge."""
        told = "the rest of the file was not validated: the schema takes too long for it"
        hint = "the schema allows the same parts in far too many orders: simplify its interleaves"
        place = self.places.locate_tag(mark)
        return [*self.problems, problem("schema-unreadable", told, place, hint=hint)]

    # Events

    def start(self, name: str, attributes: list[str]) -> None:
        """Judge a start tag, with the attributes' names and values by turns."""
        if self.skipping:
            self.skipping += 1
            return
        mark = self.places.mark()
        if self.levels:
            level = self.levels[-1]
            level.has_children = True
            if self.text:
                if not self.state.is_mixed:
                    self.take_text(level)
                self.text.clear()
        if self.moved:
            name = diagnosis.move_name(name, *self.moved)
        opening = self.state.open(name)
        if opening is None:
            self.start_fault(name, attributes, mark)
            return
        if self.levels:
            level.children.append((name, mark))
        self.levels.append(JudgedElement(name, opening, mark, None))
        self.state = self.judge_tag(opening, name, attributes, mark)

    def start_fault(self, name: str, attributes: list[str], mark: Mark) -> None:
        """Judge the start tag of an element that is not allowed."""
        name, opening, resume, kind = self.recover(name, mark)
        if opening is None:
            self.skipping = 1
            return
        if self.levels and resume is None:
            self.levels[-1].children.append((name, mark))
        level = JudgedElement(name, opening, mark, resume)
        level.is_damaged = resume is not None  # one mistake is enough for an element
        level.is_quiet = kind in {FaultKind.WRONG_PARENT, FaultKind.WRONG_ROOT}
        self.levels.append(level)
        self.state = self.judge_tag(opening, name, attributes, mark)

    def judge_tag(self, opening: Opening, name: str, attributes: list[str], mark: Mark) -> State:
        """Return the state after a start tag."""
        shape = opening.find_shape(tuple(attributes[::2]))
        if shape is not None:
            for i, test in shape.tests:
                if not test.passes(attributes[2 * i + 1], self.context):
                    break
            else:
                for i, test in shape.typed:
                    self.note_id(test, attributes[2 * i + 1], mark, i, attributes[2 * i])
                return shape.content
        return self.judge_attributes(opening, name, attributes, mark)

    def end(self, _name: str = "") -> None:
        """Judge an end tag."""
        if self.skipping:
            self.skipping -= 1
            if not self.skipping:
                self.text.clear()
                if self.levels:
                    self.note_end(is_astray=True)
            return
        level = self.levels.pop()
        state = self.state
        is_moved = False
        if level.owed:
            is_moved = self.settle(level)
            if self.levels:
                self.levels[-1].lent.update(level.owed)
        if state.has_data and not level.has_children:
            bits = self.match_text(level)
        else:
            if self.text and not state.is_mixed:
                self.take_text(level)
                state = self.state
            bits = state.accepted
            if not bits and not is_moved:
                self.report_end(level)
        self.text.clear()
        if not bits:
            alive = (i for i, p in enumerate(state.patterns) if p is not state.factory.not_allowed)
            bits = sum(1 << i for i in alive) or (1 << len(state.patterns)) - 1
        self.state = level.resume or level.opening.after(bits)
        if self.levels:
            self.note_end(is_astray=level.resume is not None)

    def note_end(self, *, is_astray: bool) -> None:
        """Remember where the last child of an element ended."""
        level = self.levels[-1]
        mark = self.places.mark()
        level.last = (mark, True)
        if is_astray:
            level.astray = mark

    def finish(self) -> list[Problem]:
        """Return the end of the document; all that is wrong with it."""
        for value, mark, index, name in self.references:
            if value not in self.ids:
                message = messages.explain_reference(name, value, self.ids)
                self.report(message, self.places.locate_attribute(mark, index, name))
        return self.problems

    # Elements

    def recover(self, name: str, mark: Mark) -> tuple[str, Opening | None, State | None, FaultKind]:
        """Report why an element is not allowed, and choose how to continue.

        That is a name, its opening (None: it is not judged), the state after it (None: that
        which the opening says), and what was the matter.
        """
        level = self.levels[-1] if self.levels else None
        opening = level.opening if level else None
        fault = diagnosis.diagnose_element(self.schema, self.state, name, opening)
        if level is not None and self.is_owed(fault, level, mark):
            return name, self.schema.open_anywhere(name), self.state, FaultKind.TOO_LATE
        if not self.is_consequence(fault, level):
            if fault.kind is FaultKind.TOO_EARLY and level is not None:
                level.owed.update(dict.fromkeys(fault.others, len(self.problems)))
            parent = level.name if level else ""
            remedy, blocker = self.find_remedy(fault, level) if level else ("", "")
            if level is not None and fault.kind is FaultKind.WRONG_PARENT:
                shown = replace(fault, others=self.rank_wrappers(fault.others, level.name))
                remedy = remedy or self.find_home(shown.others, level.name)
            else:
                shown = fault
            message = messages.explain_element(
                self.schema, shown, parent, remedy=remedy, blocker=blocker
            )
            self.report(message, self.places.locate_tag(mark))
        if level is not None and fault.kind is FaultKind.WRONG_PARENT:
            level.wrappers = frozenset(fault.others)
        return (*self.go_on(fault, level), fault.kind)

    def find_remedy(self, fault: ElementFault, level: JudgedElement) -> tuple[str, str]:
        """Return where an element belongs, judging by its siblings and ancestors.

        With it, the sibling that is too early, if that is the fault.
        """
        if fault.kind is FaultKind.TOO_LATE:
            names = [name for name, _ in level.children]
            if order := find_order(self.schema, level.opening, names, fault.name):
                blocker, mark = level.children[order.number]
                line = self.places.locate_tag(mark).line
                told = messages.explain_order(order, fault.name, blocker, line, level.name)
                return told, blocker if order.fault is OrderFault.BEFORE else ""
        if fault.kind is not FaultKind.WRONG_PARENT or level.resume is not None:
            return "", ""
        if ended := self.list_before(fault.name):
            return messages.explain_follow(fault.name, ended), ""
        if len(self.levels) > 1 and self.state.is_mixed and self.may_precede(fault.name):
            return messages.explain_precede(level.name), ""
        return "", ""

    def may_precede(self, name: str) -> bool:
        """Whether an element might be before the one in which it is not allowed."""
        outer = self.levels[-2]
        names = [child for child, _ in outer.children]
        return bool(names) and can_precede(outer.opening, names, name)

    def list_before(self, name: str) -> list[str]:
        """Return the open elements to end so that an element may follow; none if it may not.

        Only those with text in them: a missing end tag of any other is no likely mistake.
        """
        found: list[str] = []
        is_text = self.state.is_mixed
        for level in reversed(self.levels[1:]):
            if not is_text or level.resume is not None:
                return []
            found.append(level.name)
            opening = level.opening
            if opening.after((1 << len(opening.elements)) - 1).open(name):
                return found
            is_text = opening.outer.is_mixed
        return []

    def rank_wrappers(self, wrappers: Sequence[str], parent: str) -> tuple[str, ...]:
        """Return what to wrap something in: what the document uses, in such a parent or elsewhere.

        Where it uses none of them they come as they are if they are few, else none is likely.
        """
        if len(wrappers) < 2:
            return tuple(wrappers)
        if self.usage is None:
            self.usage = self.places.count_children()
        everywhere: Counter[str] = Counter()
        for (_, name), count in self.usage.items():
            everywhere[name] += count
        used = [name for name in wrappers if everywhere[name]]
        here = {name: self.usage.get((parent, name), 0) for name in used}
        return tuple(sorted(used, key=lambda n: (-here[n], -everywhere[n]))) or (
            tuple(wrappers) if len(wrappers) <= _FEW else ()
        )

    def find_home(self, wrappers: Sequence[str], parent: str) -> str:
        """Into which part an element belongs that its parent has, and has once only."""
        first = wrappers[0] if wrappers else ""
        opening = self.state.open(first) if first else None
        if opening is None or not (self.usage or {}).get((parent, first)):
            return ""
        behind = opening.after((1 << len(opening.elements)) - 1)
        return messages.explain_home(first, wrappers[1:]) if behind.open(first) is None else ""

    def is_consequence(self, fault: ElementFault, level: JudgedElement | None) -> bool:
        """Whether a fault is probably a consequence of one already reported."""
        if level is None:
            return False
        if fault.kind is FaultKind.TOO_EARLY:
            return level.is_damaged or not level.owed.keys().isdisjoint(fault.others)
        if fault.kind in {FaultKind.WRONG_PARENT, FaultKind.TOO_LATE}:
            # Several in a row that want one wrapper, or one that was taken away.
            if level.unwrapped == level.last and not level.wrappers.isdisjoint(fault.others):
                return True
            return level.is_quiet or (level.astray is not None and level.last[0] == level.astray)
        return False

    def is_owed(self, fault: ElementFault, level: JudgedElement, mark: Mark) -> bool:
        """Whether an element that was reported missing comes here, too late: one mistake."""
        lender = level.owed if fault.name in level.owed else level.lent
        index = lender.pop(fault.name, None)
        if index is None:
            return False
        self.move_up(index, fault.name, mark)
        return True

    def settle(self, level: JudgedElement) -> bool:
        """Change the problems of missing elements that were found later, and say if any were.

        Such an element was judged where it is: what seems to be missing after it is not.
        """
        is_moved = False
        for name, mark in level.children:
            index = level.owed.get(name)
            if index is not None and self.places.locate_tag(mark) > self.problems[index].location:
                del level.owed[name]
                self.move_up(index, name, mark)
                is_moved = True
        return is_moved

    def move_up(self, index: int, name: str, mark: Mark) -> None:
        """Change the problem that an element is missing into one that it comes too late."""
        told, place = self.problems[index], self.places.locate_tag(mark)
        hint = f"{messages.show_element(name)} is further down, on line {place.line}: move it up"
        self.problems[index] = problem(
            told.code, told.message, told.location, hint=hint, related=(place,), about=told.about
        )

    def go_on(
        self, fault: ElementFault, level: JudgedElement | None
    ) -> tuple[str, Opening | None, State | None]:
        """Return what an element that is not allowed is taken for."""
        name, state = fault.name, self.state
        if (
            fault.kind is FaultKind.MISSPELT
            and diagnosis.is_misspelling(name, fault.others[0])
            and (opening := state.open(fault.others[0]))
        ):
            return fault.others[0], opening, None
        if fault.kind is FaultKind.NAMESPACE:
            meant = fault.others[0]
            if opening := state.open(meant):
                if level is None:
                    self.moved = diagnosis.correct_namespace(name, meant)
                    return meant, opening, None
                # A part of another vocabulary, or one that lost its namespace: what follows may
                # follow the element that was meant, or stand where there is none.
                behind = opening.after((1 << len(opening.elements)) - 1)
                self.state = self.schema.states.either(state, behind)
                return name, None, None
        if fault.kind is FaultKind.TOO_EARLY:
            for missing in fault.others:
                opening = state.open(missing)
                assert opening is not None
                state = opening.after((1 << len(opening.elements)) - 1)
            self.state = state
            return name, state.open(name), None
        if level is not None and fault.kind is not FaultKind.TOO_LATE:
            level.is_damaged = True
        if fault.kind in {FaultKind.MISSPELT, FaultKind.UNKNOWN, FaultKind.NAMESPACE}:
            return name, None, None
        return name, self.schema.open_anywhere(name), state

    def report_end(self, level: JudgedElement) -> None:
        """Report what an element lacks at its end, unless this was probably reported already."""
        if level.is_damaged or level.has_text or self.state.is_dead:
            return
        if self.levels:
            missing = diagnosis.list_missing(self.state)
            self.levels[-1].lent.update(dict.fromkeys(missing, len(self.problems)))
        message = messages.explain_end(self.schema, self.state, level.name)
        self.report(message, self.places.locate_tag(level.mark))

    # Text

    def take_text(self, level: JudgedElement) -> None:
        """Text beside elements."""
        text = "".join(self.text)
        if not text.strip(WHITE):
            return
        behind = self.state.take_text()
        if not behind.is_dead:
            self.state = behind
            return
        # An element after it that wants the same wrapper is no mistake of its own.
        level.unwrapped = level.last
        if level.has_text or level.is_quiet:
            return
        level.has_text = True
        expected = diagnosis.list_expected(self.state)
        wrappers = diagnosis.find_text_wrappers(self.schema, expected)
        if level.is_bare and not expected:
            return  # what the attributes should say, in an element that is empty
        if level.astray == level.last[0] and not level.wrappers.isdisjoint(wrappers):
            return  # nor is the text behind such an element
        level.wrappers = frozenset(wrappers)
        ranked = self.rank_wrappers(wrappers, level.name)
        message = messages.explain_text(text, level.name, expected, ranked)
        mark, is_end = level.last
        self.report(message, self.places.locate_text(mark, is_end=is_end))

    def match_text(self, level: JudgedElement) -> int:
        """All the text of an element without children, where it may have to be of a form."""
        text = "".join(self.text)
        state = self.state
        bits = state.match(text, self.context)
        if not bits and not level.is_damaged:
            message = messages.explain_content(level.name, text, list(state.patterns))
            if text.strip(WHITE):
                place = self.places.locate_text(level.mark, is_end=False)
            else:
                place = self.places.locate_tag(level.mark)
            self.report(message, place)
        return bits

    # Attributes

    def judge_attributes(
        self, opening: Opening, name: str, attributes: list[str], mark: Mark
    ) -> State:
        """Return the state after a start tag, its attributes judged one by one."""
        state = opening.content
        unknown = False
        for index in range(0, len(attributes), 2):
            attribute, value = attributes[index : index + 2]
            step = state.take_attribute(attribute)
            if step is None:
                if self.levels[-1].is_quiet:
                    continue
                behind = self.report_attribute(opening, state, name, attributes, index, mark)
                unknown = True
                state = behind or state
                continue
            bits = 0
            for i, test in enumerate(step.values):
                if test.is_free or test.passes(value, self.context):
                    bits |= 1 << i
                    if test.id_type:
                        self.note_id(test, value, mark, index // 2, attribute)
            behind = step.take(bits) if bits else None
            if behind is None or behind.is_dead:
                tests = step.values
                id_type = tests[0].id_type if len(tests) == 1 else ""
                patterns = [test.pattern for test in tests]
                message = messages.explain_value(name, attribute, value, patterns, id_type)
                place = self.places.locate_attribute(mark, index // 2, attribute)
                self.report(message, place)
                behind = step.take((1 << len(tests)) - 1)
            state = behind
        closed = state.close()
        if not closed.is_dead:
            return closed
        if not unknown and not self.levels[-1].is_damaged:
            missing = diagnosis.list_required_attributes(state)
            allowed = diagnosis.list_completing_attributes(state)
            message = messages.explain_missing_attributes(name, missing, allowed)
            self.report(message, self.places.locate_tag(mark))
            self.levels[-1].is_bare = True
        return state.forgive()

    def report_attribute(
        self,
        opening: Opening,
        state: State,
        name: str,
        attributes: list[str],
        index: int,
        mark: Mark,
    ) -> State | None:
        """Report an attribute that is not allowed; return the state after the intended one."""
        attribute = attributes[index]
        given = set(attributes[::2])
        allowed = {
            other: pattern
            for other, pattern in diagnosis.list_allowed_attributes(state).items()
            if other not in given
        }
        excluded = ""
        if opening.content.take_attribute(attribute):
            excluded = attributes[index - 2] if index else ""
        holders = self.schema.list_holders(attribute)
        message = messages.explain_unknown_attribute(
            name, attribute, allowed, is_excluded=excluded, holders=holders
        )
        self.report(message, self.places.locate_attribute(mark, index // 2, attribute))
        near = () if excluded else messages.find_near_attributes(attribute, allowed)
        if near and (step := state.take_attribute(near[0])):
            return step.take((1 << len(step.values)) - 1)
        return None

    def note_id(self, test: ValueTest, value: str, mark: Mark, index: int, name: str) -> None:
        """Remember an identifier, or a reference to one."""
        if not self.has_ids:
            return
        if test.id_type != "ID":
            self.references.extend((word, mark, index, name) for word in split_words(value))
            return
        key = value.strip(WHITE)
        first = self.ids.setdefault(key, (mark, index, name))
        if first != (mark, index, name) and self.copied not in self.levels:
            self.copied = self.levels[-1]
            related = (self.places.locate_attribute(*first),)
            place = self.places.locate_attribute(mark, index, name)
            self.report(messages.explain_duplicate_id(name, key), place, related)
