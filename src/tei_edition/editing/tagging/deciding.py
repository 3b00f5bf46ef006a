"""Decide which names are certain, which must be asked for, and which are none.

Alone the program decides only what measurements have shown to be right: names of several words
that one entity has, and in small registers single words that are no words of the language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.editing.tagging.blocks import PARTS
from tei_edition.editing.tagging.proposals import Treatment
from tei_edition.facts.registers import Kind
from tei_edition.language.tags import primary_language
from tei_edition.reader.naming.forms import SHORTEST, Rank
from tei_edition.reader.naming.words import BARRIER, fold_separator, fold_word

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Set

    from tei_edition.editing.tagging.blocks import Block
    from tei_edition.editing.tagging.habits import Habits
    from tei_edition.facts.registers import Entity
    from tei_edition.reader.naming.finding import Hit
    from tei_edition.reader.naming.forms import NameForm

# Registers with more entries name too many entities for a single word to be certain.
SMALL = 200
_NESTING = frozenset({Kind.ORGANISATION, Kind.EVENT})
# Languages that write all nouns with a capital.
NOUNS_RAISED = frozenset({"de", "lb"})
TITLES = frozenset({
    "abbé", "baron", "baroness", "baronin", "bishop", "brother", "captain", "citizen", "colonel",
    "comrade", "comte", "comtesse", "conte", "count", "countess", "doctor", "don", "dr", "duke",
    "emperor", "empress", "father", "frau", "fräulein", "freiherr", "fürst", "fürstin", "general",
    "geheimrat", "graf", "gräfin", "herr", "herrn", "herzog", "herzogin", "hofrat", "kaiser",
    "kaiserin", "king", "könig", "königin", "lady", "lieutenant", "lord", "m", "madame",
    "mademoiselle", "madam", "major", "minister", "miss", "mlle", "mme", "monsieur", "mr", "mrs",
    "ms", "pastor", "pater", "president", "prince", "princess", "prinz", "prinzessin", "prof",
    "professor", "queen", "saint", "senator", "signor", "signora", "sir", "sister", "st", "граф",
    "генерал", "господин", "князь", "император", "товарищ",
})  # fmt: skip
# Words before a family name, or before the place by which somebody is called.
PARTICLES = frozenset({
    "af", "av", "da", "de", "del", "della", "den", "der", "di", "du", "of", "te", "ten", "ter",
    "van", "vom", "von", "y", "z", "zu", "zum", "zur", "фон",
})  # fmt: skip
_SENTENCE_ENDS = frozenset('.!?:;\u2026"\u201c\u201d\u201e\u00ab\u00bb([\u2014\u2013')

SMALL_LETTERS = "it is in small letters"
SEVERAL = "several entries have this form"
SINGLE = "it is a single word"
GUESSED = "the inflected form is only a guess"
LANGUAGE = "the passage is in another language"
BESIDE = "a word with a capital is beside it"
INITIAL = "it is found only at the beginning of sentences"
COMMON = "the texts have this word in small letters too"
SHORT = "it is short"
REFERENCE = "the entry only refers to another entry"
UNBORN = "the text is older than the person"


class Decision(NamedTuple):
    """What to do with a name; why, if it is not written."""

    verdict: Treatment
    reason: str = ""
    candidates: tuple[Entity, ...] = ()


class Decider:
    """Decides by what is known of the whole edition.

    `small` are the words that the edition has in small letters, `names` those of the register's
    persons, both folded; `inner` are forms that are found within sentences. `persons` says of the
    words of names, by their numbers in a block, whether these are persons. `asked` are forms for
    which the editor asked, folded.
    """

    def __init__(
        self,
        habits: Habits,
        small: Set[str],
        names: Set[str],
        inner: Set[tuple[str, ...]],
        persons: Mapping[Block, Mapping[int, bool]],
        *,
        writes_single: bool,
        asked: Container[tuple[str, ...]] = (),
    ) -> None:
        self._surfaces: Mapping[tuple[str, ...], Mapping[str, int]] = habits.surfaces
        self._small = small
        self._names = names
        self._inner = inner
        self._persons = persons
        self._writes_single = writes_single
        self._asked = asked

    def decide(self, block: Block, hit: Hit, outer: Hit | None = None) -> Decision:
        """Return what to do with a name in a block, which may be in another that is marked up."""
        owners = hit.owners
        form = hit.forms[0]
        if form.words not in self._asked and self._is_word(hit):
            return Decision(Treatment.LEAVE)
        frame = block.find_frame(hit.start)
        doubt = self._doubt(block, hit, outer)
        if primary_language(frame.language) != primary_language(frame.text_language):
            doubt = doubt or LANGUAGE
        if len(owners) > 1:
            return Decision(Treatment.ASK, SEVERAL, self._rank(form.words, owners))
        return Decision(Treatment.ASK if doubt else Treatment.WRITE, doubt, owners)

    def _is_word(self, hit: Hit) -> bool:
        """Whether a form is too short, or a word that the edition has in small letters."""
        word = hit.written[0]
        if hit.length > 1:
            return not any(len(word) > 1 for word in hit.written)
        if len(word) < 2 or word.isdigit():
            return True
        if word.islower():
            return all(form.written[0] != word for form in hit.forms)
        return not self._writes_single and self._is_common(word)

    def _is_common(self, word: str) -> bool:
        """Whether the edition has a word in small letters too."""
        return not word.isupper() and fold_word(word) in self._small

    def _doubt(self, block: Block, hit: Hit, outer: Hit | None) -> str:
        """Return why a form that only one entity has may not be meant; empty if it is certain."""
        form, written = hit.forms[0], hit.written
        language = primary_language(block.find_frame(hit.start).language)
        if form.rank is Rank.GUESSED:
            return GUESSED
        if _is_lowered(form, written, is_lenient=self._writes_single):
            return SMALL_LETTERS
        if outer is not None and form.entity.kind in _NESTING and not _follows_small(outer, hit):
            return BESIDE
        if outer is None and self._has_neighbour(block, hit, language):
            return BESIDE
        if self._is_phrase(form):
            return ""
        if not self._writes_single:
            return SINGLE
        if hit.length == 1 and written[0].lower() == written[0].upper():
            return SINGLE  # a script without capitals does not distinguish names
        if hit.length == 1 and self._is_common(written[0]):
            return COMMON
        if hit.length == 1 and not written[0][1:].islower():
            return ""  # an abbreviation: SRs
        if sum(map(len, written)) < SHORTEST:
            return SHORT
        known = self._surfaces.get(form.words, {})
        is_known = set(known) == {form.entity.id}
        if language in NOUNS_RAISED and not is_known:
            return SINGLE
        return "" if is_known or outer or written in self._inner else INITIAL

    def _is_phrase(self, form: NameForm) -> bool:
        if form.is_full:
            return True
        if form.entity.kind is Kind.PERSON or not self._writes_single:
            return False
        return sum(len(word) > 2 for word in form.written) > 1

    def _has_neighbour(self, block: Block, hit: Hit, language: str) -> bool:
        """Whether a word beside a name may belong to it, so that it is another name.

        The name of a person beside one of something else does not: *the Bolshevik Trotsky*.
        """
        words, text = hit.words, block.text
        is_person = hit.forms[0].entity.kind is Kind.PERSON
        known = self._persons.get(block, {})
        first, last = hit.number, hit.number + hit.length - 1
        if first and fold_separator(text[words[first - 1].end() : hit.start]) == " ":
            word = words[first - 1][0]
            is_apart = (
                known.get(first - 1, is_person) is not is_person
                or fold_word(word) in TITLES
                or (hit.forms[0].is_full and is_sentence_start(block, words[first - 1].start()))
            )
            if not is_apart and self._is_name(word, language):
                return True
        if last + 1 < len(words) and fold_separator(text[hit.end : words[last + 1].start()]) == " ":
            if is_person and words[last + 1][0] in PARTICLES:
                # A name that is marked up counts like one that is not: a second run finds no more.
                if text[words[last + 1].end() :].lstrip().startswith(BARRIER):
                    return True
                if last + 2 < len(words):
                    return words[last + 2][0][0].isupper()
            is_apart = known.get(last + 1, is_person) is not is_person
            return not is_apart and self._is_name(words[last + 1][0], language)
        return False

    def _is_name(self, word: str, language: str) -> bool:
        folded = fold_word(word)
        if not word[0].isupper() or folded in self._small:
            return False
        return language not in NOUNS_RAISED or folded in self._names

    def _rank(self, words: tuple[str, ...], owners: tuple[Entity, ...]) -> tuple[Entity, ...]:
        """Return candidates, those first that the edition marks up under this form."""
        known = self._surfaces.get(words, {})
        return tuple(sorted(owners, key=lambda entity: -known.get(entity.id, 0)))


def _follows_small(outer: Hit, hit: Hit) -> bool:
    """Whether a small letter begins the word before: *Council of Soviets*, not *Left SRs*."""
    return hit.number > outer.number and hit.words[hit.number - 1][0].islower()


def is_initial(block: Block, hit: Hit) -> bool:
    """Whether a name is at the beginning of a sentence."""
    return is_sentence_start(block, hit.start)


def is_sentence_start(block: Block, start: int) -> bool:
    """Whether a sentence begins at a place of a block."""
    before = block.text[:start].rstrip()
    if not before and block.frame.name in PARTS:
        return False  # of a reading it is not known
    return not before or before[-1] in _SENTENCE_ENDS


def _is_lowered(form: NameForm, written: tuple[str, ...], *, is_lenient: bool) -> bool:
    """Whether words are in small letters that the register has with a capital.

    The first word of an entry has one only because it is the first, if the others have none.
    """
    lowered = [
        number
        for number, (own, word) in enumerate(zip(form.written, written, strict=True))
        if own[0].isupper() and word[0].islower()
    ]
    is_heading = (
        is_lenient
        and lowered == [0]
        and len(written) > 1
        and all(word[0].islower() for word in form.written[1:])
    )
    return (bool(lowered) and not is_heading) or (len(written) == 1 and written[0].islower())
