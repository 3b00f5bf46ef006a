"""List words that may be names and are in no register, with what they are near to.

These are words with a capital within sentences that are never written small; they are proposals for
an editor, and are never marked up by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.phrase_patterns import read_language
from tei_edition.editing.tagging.contexts import read_around
from tei_edition.editing.tagging.deciding import NOUNS_RAISED, PARTICLES, TITLES, is_sentence_start
from tei_edition.editing.tagging.reading import list_small
from tei_edition.facts.registers import Kind
from tei_edition.language.collation import to_latin
from tei_edition.language.tags import primary_language
from tei_edition.reader.naming.words import (
    ASIDE,
    BARRIER,
    find_words,
    fold_separator,
    fold_word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.editing.tagging.blocks import Block
    from tei_edition.editing.tagging.name_model import NameModel
    from tei_edition.editing.tagging.names import NameFinder
    from tei_edition.editing.tagging.reading import EditionWords

_SHOWN = 3
_ROMAN = re.compile(r"[IVXLCDM]+")
# What is often before a name, in languages that give all nouns a capital.
_CUES = frozenset({
    "an", "beste", "bester", "lieber", "liebe", "liebste", "liebster", "namens", "nebst", "sagte",
    "schrieb", "teure", "teurer", "theurer", "von",
})  # fmt: skip
# What is often before the name of a place.
_PLACE_WORDS = frozenset({
    "in", "at", "near", "from", "to", "nach", "aus", "bei", "à", "en", "nei", "da", "di", "в", "из",
    "под", "ad", "apud", "ex",
})  # fmt: skip


class Place(NamedTuple):
    """Where a word is: the file, its line, and the three words before and after it."""

    file: str
    line: int
    before: str
    after: str


class NameCandidate(NamedTuple):
    """Words that may be a name: how often they are found, where first, and the likely kind.

    `near` are forms of the register that are spelt similarly, each with its entity's id.
    """

    form: str
    number: int
    places: tuple[Place, ...]
    kind: Kind
    near: tuple[tuple[str, str], ...] = ()


class _Found:
    """What is known of one form while texts are read."""

    def __init__(self) -> None:
        self.inner = 0
        self.initial = 0
        self.befores: Counter[str] = Counter()
        self.places: list[tuple[str, Block, int, int]] = []
        # The kinds that a model takes it for.
        self.kinds: Counter[Kind] = Counter()


def list_candidates(
    words: EditionWords,
    finder: NameFinder,
    files: Sequence[str],
    least: int,
    model: NameModel | None = None,
) -> list[NameCandidate]:
    """Return the words that may be names, the most frequent first; those found `least` times.

    A model adds what else it takes for names, and says of which kind they are.
    """
    small = list_small(words)
    found: dict[str, _Found] = {}
    raised: set[str] = set()
    for file in files:
        taken: dict[Block, list[range]] = {}
        for block, hit in finder.hits[file]:
            taken.setdefault(block, []).append(range(hit.number, hit.number + hit.length))
        for block in words.files[file].blocks:
            language = primary_language(block.frame.language)
            known = taken.get(block, ())
            read = _read(file, block, language, small, known, found)
            if model is not None:
                _read_by_model(file, block, model, known, read, found)
            if language in NOUNS_RAISED:
                raised.add(file)
    kept = {
        form: one
        for form, one in found.items()
        if one.inner and one.inner + one.initial >= least and not _is_noun(form, one, raised)
    }
    near = find_near(kept, finder)
    made = [
        NameCandidate(
            form,
            one.inner + one.initial,
            tuple(_show(words, *place) for place in one.places[:_SHOWN]),
            _guess(form, one, finder.given),
            near.get(form, ()),
        )
        for form, one in kept.items()
    ]
    return sorted(made, key=lambda candidate: (-candidate.number, candidate.form))


def _read(
    file: str,
    block: Block,
    language: str,
    small: frozenset[str],
    taken: Sequence[range],
    found: dict[str, _Found],
) -> list[tuple[int, int, _Found]]:
    """Take note of the sequences of words with a capital in a block; return them with places."""
    matches = list(find_words(block.text))
    calendar = _list_calendar(language)
    known = {number for numbers in taken for number in numbers}
    read: list[tuple[int, int, _Found]] = []
    at = 0
    while at < len(matches):
        end = _extend(block.text, matches, at, known, small | calendar)
        if end == at:
            at += 1
            continue
        start, stop = matches[at].start(), matches[end - 1].end()
        form = " ".join(block.text[start:stop].split())
        one = found.setdefault(form, _Found())
        before = fold_word(matches[at - 1][0]) if at else ""
        if is_sentence_start(block, start):
            one.initial += 1
        else:
            one.inner += 1
            one.befores[before] += 1
        one.places.append((file, block, start, stop))
        read.append((start, stop, one))
        at = end
    return read


def _read_by_model(
    file: str,
    block: Block,
    model: NameModel,
    taken: Sequence[range],
    read: Sequence[tuple[int, int, _Found]],
    found: dict[str, _Found],
) -> None:
    """Take note of what a model takes for names in a block, unless they are known."""
    spans = [match.span() for match in find_words(block.text)]
    closed = [spans[number] for numbers in taken for number in numbers]
    for hit in model.find(block.text):
        form = " ".join(block.text[hit.start : hit.end].split())
        is_known = any(start < hit.end and hit.start < stop for start, stop in closed)
        if is_known or BARRIER in form or ASIDE in form or not form:
            continue
        over = [one for start, stop, one in read if start < hit.end and hit.start < stop]
        if not over:
            over = [found.setdefault(form, _Found())]
            over[0].inner += 1
            over[0].places.append((file, block, hit.start, hit.end))
        for one in over:
            one.kinds[hit.kind] += 1


def _extend(
    text: str,
    words: Sequence[re.Match[str]],
    at: int,
    known: set[int],
    small: frozenset[str],
) -> int:
    """Return the number of the word after a sequence that begins `at`; the same if none does."""
    end = at
    while end < len(words) and end not in known and _is_name(words[end][0], small):
        end += 1
        if end == len(words) or fold_separator(_between(text, words, end)) != " ":
            break
        skipped = end
        while skipped < len(words) - 1 and words[skipped][0] in PARTICLES:
            skipped += 1
        if skipped > end and _is_name(words[skipped][0], small) and skipped not in known:
            end = skipped
    if end == at + 1 and fold_word(words[at][0]) in TITLES:
        return at
    return end


def _between(text: str, words: Sequence[re.Match[str]], number: int) -> str:
    return text[words[number - 1].end() : words[number].start()]


def _is_name(word: str, small: frozenset[str]) -> bool:
    if len(word) < 2 or not word[0].isupper() or _ROMAN.fullmatch(word):
        return False
    return not word.isupper() and fold_word(word) not in small


def _list_calendar(language: str) -> frozenset[str]:
    """Return the names of months and weekdays, folded."""
    known = read_language(language)
    if known is None:
        return frozenset()
    return frozenset(
        re.sub(r"\\(.)", r"\1", name.removesuffix(r"\.?")).casefold()
        for name in (*known.months, *known.weekdays)
    )


def _is_noun(form: str, one: _Found, raised: set[str]) -> bool:
    """Whether a single word, in texts that give all nouns a capital, is seldom used like a name."""
    if one.kinds or " " in form or "-" in form or one.places[0][0] not in raised:
        return False
    cues = sum(
        number
        for before, number in one.befores.items()
        if before in TITLES or before in _PLACE_WORDS or before in _CUES
    )
    return cues * 2 < one.inner


def _guess(form: str, one: _Found, given: frozenset[str]) -> Kind:
    """Return the kind of entity that a form may name; NAME if nothing tells."""
    if one.kinds:
        return one.kinds.most_common(1)[0][0]
    first = fold_word(form.split(" ")[0])
    if any(before in TITLES for before in one.befores) or (" " in form and first in given):
        return Kind.PERSON
    after_place_word = sum(one.befores[word] for word in _PLACE_WORDS)
    if " " not in form and after_place_word * 2 > one.inner:
        return Kind.PLACE
    return Kind.NAME


def _show(words: EditionWords, file: str, block: Block, start: int, end: int) -> Place:
    (place, _), _ = block.locate(start, end)
    line = words.files[file].text.count("\n", 0, place) + 1
    return Place(file, line, *read_around(block.text, start, end))


def find_near(
    forms: dict[str, _Found], finder: NameFinder
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each form those of the register that are spelt similarly; needs rapidfuzz."""
    try:
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import JaroWinkler
    except ImportError:
        return {}
    known: dict[str, tuple[str, str]] = {}
    for name in finder.forms:
        if not name.language:
            written = " ".join(name.written)
            known.setdefault(spell_plainly(written), (written, name.entity.id))
    if not known:
        return {}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for form in forms:
        plain = spell_plainly(form)
        matches = process.extract(
            plain,
            known.keys(),
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=0.92,
            limit=5,
        )
        near = [
            known[other]
            for other, _, _ in matches
            if abs(len(other) - len(plain)) <= 2 and fuzz.ratio(plain, other) >= 80
        ]
        if near:
            found[form] = tuple(dict.fromkeys(near))
    return found


_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("tsch", "h"), ("tch", "h"), ("ph", "f"),
             ("ff", "f"), ("th", "t"), ("w", "v"), ("kh", "h"), ("ch", "h"))  # fmt: skip


def spell_plainly(form: str) -> str:
    """Return a form as it is compared with others: in Latin letters, without usual digraphs."""
    plain = to_latin(form).casefold()
    for old, new in _DIGRAPHS:
        plain = plain.replace(old, new)
    return plain
