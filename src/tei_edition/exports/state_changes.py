"""What changed between two states of an edition, item by item and word by word."""

from __future__ import annotations

import difflib
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.exports.common_rows import (
    MOST_PAIRS,
    count_pairs,
    find_moved,
    list_steps,
    match_rows,
)
from tei_edition.exports.state_items import KINDS, StateItem, list_items, list_texts
from tei_edition.exports.state_markup import compare_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tei_edition.exports.holdings import Holdings

CHANGED, ADDED, REMOVED, MOVED, RENAMED = "changed", "added", "removed", "moved", "renamed"
# How alike two items must be to be the same that was changed, 0 to 1.
_ALIKE = 0.5
_MOST_COMPARED = 400
_MOST_TIMES = 5
# Their words are those of the text, which reports them itself.
_OF_TEXT = frozenset({"names", "dates"})
# What has to be known to compare these.
_NEEDED = {"notes": "text", "names": "register"}
Pair = tuple[StateItem, StateItem]


class Change(NamedTuple):
    """A change of an item, as it was and as it is; one of them is missing where it came or went.

    `fields` are the facts that differ, each with both values.
    """

    kind: str
    change: str
    before: StateItem | None
    after: StateItem | None
    fields: Mapping[str, tuple[Any, Any]] = MappingProxyType({})

    @property
    def item(self) -> StateItem:
        """The item as it is now, or else as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has an item")
        return found


class Words(NamedTuple):
    """A run of words: kept, or of one of the two states alone (`removed`, `added`)."""

    change: str
    words: str


def compare_states(
    old: Holdings, new: Holdings, kinds: tuple[str, ...] = KINDS
) -> Iterator[Change]:
    """Yield every change of these kinds, by kind and text, in the order of the text."""
    # What is the same passage or entry is known even where only their notes or names are asked for.
    needed = dict.fromkeys((*kinds, *(_NEEDED[kind] for kind in kinds if kind in _NEEDED)))
    before, after = list_items(old, tuple(needed)), list_items(new, tuple(needed))
    texts = (dict(list_texts(old)), dict(list_texts(new)))
    renamed = _find_renamed(before, after, texts)
    before = {_rename(key, renamed): items for key, items in before.items()}
    entries = _match_anchors(before.get("register", []), after.get("register", []))
    whole: set[str] = set()
    if "text" in kinds:
        changes = list(_compare_texts(*texts, renamed))
        whole = {change.item.text for change in changes if change.change != RENAMED}
        yield from changes
    keys = [key for key in {*before, *after} if key.split(" ")[0] in kinds]
    for key in sorted(keys, key=lambda key: (KINDS.index(key.split(" ")[0]), key)):
        kind, _, name = key.partition(" ")
        items, others = before.get(key, []), after.get(key, [])
        passages = {}
        if kind == "notes":
            passages = _match_anchors(*(state.get(f"text {name}", []) for state in (before, after)))
        # All of a text that came or went is described by that.
        if name not in whole:
            yield from compare_items([_follow(i, entries) for i in items], others, passages)


def _compare_texts(
    old: Mapping[str, StateItem], new: Mapping[str, StateItem], renamed: Mapping[str, str]
) -> Iterator[Change]:
    """Yield the texts that came, went or were renamed as a whole."""
    for name, text in old.items():
        if name in renamed:
            other = renamed[name]
            yield Change("text", RENAMED, text, new[other], {"name": (name, other)})
        elif name not in new:
            yield Change("text", REMOVED, text, None)
    for name, text in new.items():
        if name not in old and name not in renamed.values():
            yield Change("text", ADDED, None, text)


def _find_renamed(
    before: Mapping[str, Sequence[StateItem]],
    after: Mapping[str, Sequence[StateItem]],
    texts: tuple[Mapping[str, StateItem], Mapping[str, StateItem]],
) -> dict[str, str]:
    """Return the new name of each text that has another now, by the old one.

    It is the new text that has most of what only this one said, if that is most of both.
    """
    gone, came = set(texts[0]) - set(texts[1]), set(texts[1]) - set(texts[0])
    said = {name: _digest_text(before, name) for name in gone}
    places: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for name in sorted(came):
        digests = _digest_text(after, name)
        sizes[name] = len(digests)
        for digest in digests:
            places.setdefault(digest, []).append(name)
    found: dict[str, str] = {}
    for name in sorted(gone):
        shared = Counter(
            places[digest][0] for digest in said[name] if len(places.get(digest, ())) == 1
        )
        others = [(n, other) for other, n in shared.items() if other not in found.values()]
        if others:
            number, other = max(others)
            if number > _ALIKE * max(len(said[name]), sizes[other]):
                found[name] = other
    return found


def _digest_text(items: Mapping[str, Sequence[StateItem]], name: str) -> set[str]:
    """Return the digests of all that a text says, without its header: others may have the same."""
    return {
        item.digest
        for kind in KINDS
        if kind != "header"
        for item in items.get(f"{kind} {name}", ())
    }


def _rename(key: str, renamed: Mapping[str, str]) -> str:
    kind, space, name = key.partition(" ")
    return f"{kind}{space}{renamed.get(name, name)}"


def _match_anchors(old: Sequence[StateItem], new: Sequence[StateItem]) -> dict[str, str]:
    """Return the anchor, or id, that each item has now, by that which it had."""
    return {old[a].anchor: new[b].anchor for a, b in _pair(old, new)}


def _follow(item: StateItem, entries: Mapping[str, str]) -> StateItem:
    """Return an item with the ids that the entries have now: others are no change of a name."""
    facts = dict(item.facts)
    if item.kind == "names":
        facts["entities"] = tuple(sorted(entries.get(i, i) for i in facts["entities"]))
    elif item.kind == "register":
        facts["parent"] = entries.get(facts["parent"], facts["parent"])
        facts["relations"] = [
            (name, is_active, sorted(entries.get(i, i) for i in others), *rest)
            for name, is_active, others, *rest in facts["relations"]
        ]
    return item._replace(facts=facts)


def compare_items(
    old: Sequence[StateItem],
    new: Sequence[StateItem],
    passages: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Change]:
    """Yield what changed between two lists of items of one kind.

    `passages` are the anchors of passages now, by those that they had.
    """
    pairs = sorted(_pair(old, new))
    gone = set(range(len(old))) - {a for a, _ in pairs}
    came = set(range(len(new))) - {b for _, b in pairs}
    moved = find_moved([b for _, b in pairs]) if old and old[0].kind in {"text", "notes"} else ()
    for a, b in pairs:
        change = _compare(old[a], new[b])
        if change is not None:
            yield change
        elif b in moved or passages.get(old[a].passage, "") != new[b].passage:
            yield Change(old[a].kind, MOVED, old[a], new[b])
    for a in sorted(gone):
        if not _is_described(old[a]):
            yield Change(old[a].kind, REMOVED, old[a], None)
    for b in sorted(came):
        if not _is_described(new[b]):
            yield Change(new[b].kind, ADDED, None, new[b])


def _is_described(item: StateItem) -> bool:
    """Whether another item describes it: the markup of a passage that came or went, its text."""
    return item.kind == "markup" and (bool(item.facts["said"]) or not item.facts["marks"])


def _compare(old: StateItem, new: StateItem) -> Change | None:
    if old.kind == "markup":
        return _compare_markup(old, new)
    fields = {
        name: (old.facts.get(name), new.facts.get(name))
        for name in {**old.facts, **new.facts}
        if old.facts.get(name) != new.facts.get(name)
    }
    if old.words != new.words and old.kind not in _OF_TEXT and not fields:
        fields["words"] = (old.words, new.words)
    if fields:
        return Change(old.kind, CHANGED, old, new, fields)
    if old.ident != new.ident and (old.ident or new.ident):
        return Change(old.kind, RENAMED, old, new, {"id": (old.ident, new.ident)})
    return None


def _compare_markup(old: StateItem, new: StateItem) -> Change | None:
    same = old.facts["said"] == new.facts["said"]
    gone, came = compare_marks(old.facts["marks"], new.facts["marks"], with_words=same)
    if not gone and not came:
        return None
    return Change(old.kind, CHANGED, old, new, {"marks": (gone, came)})


def _pair(old: Sequence[StateItem], new: Sequence[StateItem]) -> list[tuple[int, int]]:
    """Return which item was which: by id, then reference, then content, then likeness."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def add(found: Iterable[tuple[int, int]]) -> None:
        for a, b in found:
            if a not in pairs and b not in taken:
                pairs[a] = b
                taken.add(b)

    add(_match_unique([i.ident for i in old], [i.ident for i in new]))
    if old and old[0].kind == "register":
        add(_match_anywhere([i.digest for i in old], [i.digest for i in new], pairs, taken))
        return list(pairs.items())
    # An item with an id of its own is never another with one: it was removed and that added.
    add(_match_in_order(old, new, pairs, taken, [i.digest for i in old], [i.digest for i in new]))
    add(_match_unique([i.reference for i in old], [i.reference for i in new]))
    add(_match_in_order(old, new, pairs, taken, [i.words for i in old], [i.words for i in new]))
    add(_match_anywhere([i.digest for i in old], [i.digest for i in new], pairs, taken))
    _match_alike(old, new, pairs, taken)
    return list(pairs.items())


def _match_unique(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    before, after = Counter(old), Counter(new)
    places = {key: b for b, key in enumerate(new) if key and after[key] == 1}
    for a, key in enumerate(old):
        if key in places and before[key] == 1:
            yield a, places[key]


def _match_in_order(
    old: Sequence[StateItem],
    new: Sequence[StateItem],
    pairs: dict[int, int],
    taken: set[int],
    keys: Sequence[str],
    others: Sequence[str],
) -> list[tuple[int, int]]:
    """Return items with the same keys, in the same order, among those that are left."""
    left = [a for a in range(len(old)) if a not in pairs]
    right = [b for b in range(len(new)) if b not in taken]
    return [
        (left[a + n], right[b + n])
        for a, b, size in match_rows([keys[a] for a in left], [others[b] for b in right])
        for n in range(size)
    ]


def _match_anywhere(
    old: Sequence[str], new: Sequence[str], pairs: dict[int, int], taken: set[int]
) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for b, key in enumerate(new):
        if b not in taken:
            places.setdefault(key, []).append(b)
    for a, key in enumerate(old):
        if a not in pairs and places.get(key):
            yield a, places[key].pop(0)


def _match_alike(
    old: Sequence[StateItem], new: Sequence[StateItem], pairs: dict[int, int], taken: set[int]
) -> None:
    """Match the most alike of those that stand between the same neighbours."""
    left = [a for a in range(len(old)) if a not in pairs]
    right = [b for b in range(len(new)) if b not in taken]
    likenesses = _Likenesses()
    for a in left[:_MOST_COMPARED]:
        low = max((pairs[n] for n in pairs if n < a), default=-1)
        high = min((pairs[n] for n in pairs if n > a), default=len(new))
        best, found = _ALIKE, -1
        for b in right[:_MOST_COMPARED]:
            if b in taken or not (low < b < high or low > high):
                continue
            # Both have an id of their own, and not the same.
            if old[a].ident and new[b].ident:
                continue
            likeness = likenesses.measure(old[a], new[b])
            if likeness > best:
                best, found = likeness, b
        if found >= 0:
            taken.add(found)
            pairs[a] = found


class _Likenesses:
    """Measures how alike items are: after much work by the words alone, whatever their order."""

    def __init__(self) -> None:
        self.left_to_do = _MOST_TIMES * MOST_PAIRS

    def measure(self, old: StateItem, new: StateItem) -> float:
        """Return how alike two items are, 0 to 1."""
        if old.kind == "header":
            return 0.6 if old.reference == new.reference else 0.0
        # Of a correction one side may be all that stayed, of an entry one reading.
        for name in ("sides", "readings"):
            if set(old.facts.get(name, ())) & set(new.facts.get(name, ())):
                return 0.6
        words, others = old.words.split(), new.words.split()
        matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
        if (roughly := matcher.quick_ratio()) >= _ALIKE:
            self.left_to_do -= count_pairs(words, others)
            return matcher.ratio() if self.left_to_do > 0 else roughly
        # Short ones may share no word, and yet be spelled nearly alike.
        return difflib.SequenceMatcher(None, old.words[:200], new.words[:200]).ratio()


def compare_words(old: str, new: str) -> list[Words]:
    """Return the words of two texts in one row: what was kept, removed and added."""
    before, after = old.split(), new.split()
    found: list[Words] = []
    for is_same, a, b in list_steps(before, after):
        if is_same:
            found.append(Words("", " ".join(before[a])))
        else:
            found += [Words(REMOVED, " ".join(before[a]))] if before[a] else []
            found += [Words(ADDED, " ".join(after[b]))] if after[b] else []
    return found
