"""Characters that are likely mistakes: what conversions and keyboards leave behind.

Each kind is reported once per file, at its first place, with the number of places: editors will
correct them by search and replace. The text of the file is searched, not its tree; comments and
processing instructions are ignored.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.checks.frame import check
from tei_edition.checks.positions import locate_character
from tei_edition.problems import Location, problem
from tei_edition.tei import TEI_NS, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source

_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")

# C1 controls (and delete), what stands for lost characters, and what is no character at all.
_CONTROL = "\x7f-\x9f"
_LOST = "\ufffc\ufffd"
_NONE = "\ufdd0-\ufdef" + "".join(
    f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_INVISIBLE = {
    "\xad": "soft hyphen",
    "\u200b": "zero-width space",
    "\ufeff": "byte order mark",
}
_ODD = re.compile(f"[{_CONTROL}{_LOST}{_NONE}{_PRIVATE}{''.join(_INVISIBLE)}]")
_GARBLED = re.compile(f"[{_CONTROL}{_LOST}{_NONE}]")

# UTF-8 taken for Windows-1252: one letter has become two or three.
_HIGH = "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
_HIGH += "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_MOJIBAKE = re.compile(
    "[\xc2\xc3][\x80-\xaa\xac-\xba\xbc-\xbf]"
    f"|\xe2\u20ac[\x80-\xbf{_HIGH}]"
    f"|(?:[\xd0\xd1][\x80-\xbf{_HIGH}]){{3,}}"
)

_LEADS = re.compile("[\xc2\xc3\xd0\xd1\xe2]")

_LATIN, _GREEK, _CYRILLIC = (
    "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff",
    "\u0370-\u03ff\u1f00-\u1fff",
    "\u0400-\u04ff",
)
_OTHER = re.compile(f"[{_GREEK}{_CYRILLIC}]+")
_SCRIPTS = {
    name: re.compile(f"[{letters}]")
    for name, letters in (("Latin", _LATIN), ("Greek", _GREEK), ("Cyrillic", _CYRILLIC))
}
# Letters of one script that look like letters of another (Unicode, confusables).
_LOOKALIKES = {
    ("Cyrillic", "Latin"): "АВЕЅІЈКМНОРСТХУаеіјорсхуѕһԁԛԝ",
    ("Cyrillic", "Greek"): "АВЕІКМНОРТХУГФоуѵ",
    ("Latin", "Cyrillic"): "ABCEHIJKMOPSTXYaceijopsxy",
    ("Latin", "Greek"): "ABEHIKMNOPTXYZovuyaipk",
    ("Greek", "Latin"): "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ",
    ("Greek", "Cyrillic"): "ΑΒΕΗΙΚΜΟΡΤΥΧΓΦορ",
}
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3

_COMBINING = re.compile("[\u0300-\u036f]")
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]")

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
            "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")

_CURLY = re.compile("[“”„‟’]")
_CURLY_QUOTE = re.compile("[“”„‟]")
_STRAIGHT = re.compile(r'(?<![\d"″′])"')
_CURLY_APOSTROPHE = re.compile(r"[^\W\d_]’[^\W\d_]")
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
# The words of a text itself: not where a straight quotation mark is meant, nor where others speak.
_OTHER_WORDS = (
    "att", "code", "eg", "figDesc", "formula", "gi", "ident", "idno", "note", "rdg", "tag", "val",
    "witDetail",
)  # fmt: skip
# Ancestors are looked at last, and only of words with a quotation mark or an apostrophe.
_OWN_WORDS = etree.XPath(
    """.//text()[translate(., "“”„‟’'", '') != . or contains(., '"')]"""
    "[not(ancestor::*[local-name() = 'egXML' or "
    + " or ".join(f"self::t:{name}" for name in _OTHER_WORDS)
    + "])]",
    namespaces={"t": TEI_NS},
)


class _File:
    """A file as it is written, and where in it something stands."""

    def __init__(self, source: Source) -> None:
        self.name = source.file
        self.text = source.text
        self._seen, self._in_tag = 0, False

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @cached_property
    def _comments(self) -> list[tuple[int, int]]:
        return [match.span() for match in _COMMENT.finditer(self.text)]

    @cached_property
    def garbled(self) -> list[tuple[int, int, str]]:
        """The wrongly decoded characters: start, end, and the correct text."""
        return [
            (*match.span(), meant)
            for match in _MOJIBAKE.finditer(self.text)
            if (meant := _restore(match[0])) and self.is_content(match.start())
        ]

    def locate(self, offset: int) -> Location:
        """Return the line and column of a character."""
        line = bisect_right(self._starts, offset)
        return Location(self.name, line, offset - self._starts[line - 1] + 1)

    def is_content(self, offset: int) -> bool:
        """Whether a character is outside comments and processing instructions."""
        index = bisect_right(self._comments, (offset, len(self.text))) - 1
        return index < 0 or offset >= self._comments[index][1]

    def is_text(self, offset: int) -> bool:
        """Whether a character is in the text: not in a comment, not in a tag."""
        # Asked for one place after the other, in a text that may be one line of megabytes.
        since = self._seen if self._seen <= offset else 0
        opened, closed = (self.text.rfind(sign, since, offset) for sign in "<>")
        if opened != closed:  # else there is neither
            self._in_tag = opened > closed
        elif not since:
            self._in_tag = False
        self._seen = offset
        return not self._in_tag and self.is_content(offset)


@check(
    "file",
    "garbled-character",
    "private-character",
    "invisible-character",
    "mixed-scripts",
    "decomposed-letter",
    "unbalanced-direction",
    "mixed-quotes",
)
def check_letters(source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each kind of characters in a file that are likely mistakes."""
    file = _File(source)
    # Few files have any: what they are made of is found out once, and tells what to look for.
    letters = "".join(sorted(set(source.text)))
    if _ODD.search(letters) or "&#" in source.text:
        yield from _check_odd_characters(source, file)
    if _LEADS.search(letters):
        yield from _check_encoding(file)
    if _OTHER.search(letters):
        yield from _check_scripts(file, text)
    if _COMBINING.search(letters):
        yield from _check_composition(file)
    if _DIRECTION.search(letters):
        yield from _check_direction(file)
    if _CURLY.search(letters):
        yield from _check_quotes(source)


def _check_odd_characters(source: Source, file: _File) -> Iterator[Problem]:
    found: dict[str, list[int]] = {}
    for char, offset in _find_odd(file):
        is_right = file.is_content(offset) if _GARBLED.match(char) else file.is_text(offset)
        if is_right and (char != "\ufeff" or offset):
            found.setdefault(char, []).append(offset)
    private: list[tuple[str, list[int]]] = []
    for char, offsets in found.items():
        if _GARBLED.match(char):
            yield _tell_garbled(char, file.locate(offsets[0]), len(offsets))
        elif name := _INVISIBLE.get(char):
            yield problem(
                "invisible-character",
                f"a {name}, which is invisible{_count(offsets)}",
                file.locate(offsets[0]),
                hint="remove it: the search does not find a word that contains one"
                if char != "\xad"
                else 'remove it; to mark where a word is divided, write <lb break="no"/>',
            )
        else:
            private.append((char, offsets))
    yield from _tell_private(private, source, file)


def _find_odd(file: _File) -> Iterator[tuple[str, int]]:
    # A control that is half of a letter is reported with the letter.
    halves = {offset for start, end, _ in file.garbled for offset in range(start, end)}
    for match in _ODD.finditer(file.text):
        if match.start() not in halves:
            yield match[0], match.start()
    for match in _REFERENCE.finditer(file.text) if "&#" in file.text else ():
        char = chr(int(match[1], 16) if match[1] else int(match[2]))
        if _ODD.match(char):
            yield char, match.start()


def _tell_garbled(char: str, place: Location, number: int) -> Problem:
    code = f"U+{ord(char):04X}"
    many = _count(range(number))
    if char in _LOST:
        message, hint = (
            f"{code} stands for a lost character",
            "find the lost character in the source",
        )
    elif ord(char) > 0x9F:
        message, hint = f"{code} is not a Unicode character", "remove it"
    else:
        message, hint = f"{code} is a control character", "remove it"
        meant = bytes([ord(char)]).decode("cp1252", "replace") if ord(char) > 0x7F else "\ufffd"
        if meant.isprintable() and meant != "\ufffd":
            hint = f'write "{meant}", which is this character in Windows-1252'
    return problem("garbled-character", message + many, place, hint=hint)


def _tell_private(
    private: list[tuple[str, list[int]]], source: Source, file: _File
) -> Iterator[Problem]:
    """One problem for all characters for private use that no `char` or `glyph` describes."""
    if not private:
        return
    assert source.root is not None
    declared = "".join(
        "".join(str(text) for text in element.itertext())
        for element in source.root.iter(tei("char"), tei("glyph"), tei("g"))
        # What a `g` points to in another file is described there.
        if local(element.tag) != "g" or not element.get("ref", "#").strip().startswith("#")
    )
    offsets = [o for char, places in private if char not in declared for o in places]
    if offsets:
        chars = sorted({char for char, _ in private if char not in declared})
        listed = ", ".join(f"U+{ord(char):04X}" for char in chars[:8])
        yield problem(
            "private-character",
            f"{listed}{' …' if len(chars) > 8 else ''} is a private-use character, and no"
            f" charDecl describes it{_count(offsets)}",
            file.locate(min(offsets)),
            hint="describe it in a char or glyph in the charDecl of the header, and point to"
            " it with <g ref>",
        )


def _check_encoding(file: _File) -> Iterator[Problem]:
    """Yield a problem where UTF-8 was once taken for another encoding: `Ã©` for `é`."""
    for start, end, meant in file.garbled[:1]:
        written = file.text[start:end]
        yield problem(
            "garbled-character",
            f'"{written}" is most likely "{meant}", decoded with the wrong encoding'
            f"{_count(file.garbled)}",
            file.locate(start),
            hint="replace it, and look for more wrongly decoded characters",
        )


def _restore(text: str) -> str:
    """Return what a garbled text was before; empty if it was nothing."""
    # Windows-1252 has five bytes without a character, which pass as controls.
    data = b"".join(
        bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252") for char in text
    )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _check_scripts(file: _File, text: Text) -> Iterator[Problem]:
    """Yield a problem for each word with letters that only look like those of its script.

    Sigla written together are no word: `Aκχ` are three witnesses.
    """
    sigla = _list_sigla(text)
    are_sigla = re.compile(f"(?:{'|'.join(map(re.escape, sigla))})+") if sigla else None
    found: dict[str, list[int]] = {}
    end = 0
    for run in _OTHER.finditer(file.text):
        if run.start() < end:
            continue
        # Words of one script, as nearly all are, end where the run ends.
        start = run.start()
        while start and _WORD.match(file.text[start - 1]):
            start -= 1
        word = _WORD.match(file.text, start)
        if word is None:
            continue
        end = word.end()
        if len(word[0]) >= _SHORTEST and explain_word(word[0]) and file.is_text(start):
            found.setdefault(word[0], []).append(start)
    for word_, offsets in found.items():
        if are_sigla and are_sigla.fullmatch(word_):
            continue
        at, told = explain_word(word_) or (0, "")
        yield problem(
            "mixed-scripts",
            f'in "{word_}", {told}{_count(offsets)}',
            file.locate(offsets[0] + at),
            hint="type the word again, in one script",
        )


def _list_sigla(text: Text) -> list[str]:
    """Return the sigla of the witnesses that a file declares or names, the longest first."""
    names = {name for witness in text.witnesses for name in (witness.id, witness.siglum)}
    for entry in text.entries:
        for reading in entry.readings:
            names.update(re.split("[#:]", value)[-1] for value in reading.witnesses)
    return sorted(filter(None, names), key=lambda name: (-len(name), name))


@functools.lru_cache(maxsize=4096)
def explain_word(word: str) -> tuple[int, str] | None:
    """Return the letter of a word that belongs to another script than it seems to, or None."""
    if any(len(letters.findall(word)) == len(word) for letters in _SCRIPTS.values()):
        return None
    parts = {name: letters.findall(word) for name, letters in _SCRIPTS.items()}
    main, *others = sorted(parts, key=lambda name: -len(parts[name]))
    for name in others:
        letters = parts[name]
        if (
            letters
            and len(letters) < len(parts[main])
            and set(letters) <= set(_LOOKALIKES[name, main])
        ):
            return word.index(letters[0]), f'"{letters[0]}" is a {name} letter'
    return None


def _check_composition(file: _File) -> Iterator[Problem]:
    """Yield a problem where letter and accent are two characters, though there is one for both."""
    pairs = {
        pair
        for pair in set(_DECOMPOSED.findall(file.text))
        if len(unicodedata.normalize("NFC", pair)) == 1
    }
    offsets = [
        match.start()
        for match in (_DECOMPOSED.finditer(file.text) if pairs else ())
        if match[0] in pairs and file.is_content(match.start())
    ]
    if offsets:
        pair = file.text[offsets[0] : offsets[0] + 2]
        yield problem(
            "decomposed-letter",
            f'"{unicodedata.normalize("NFC", pair)}" is written as two characters, a letter and '
            f"U+{ord(pair[1]):04X}{_count(offsets)}",
            file.locate(offsets[0]),
            hint="save the file in the Unicode normalisation form NFC, which searches expect",
        )


def _check_direction(file: _File) -> Iterator[Problem]:
    """Yield a problem for the first mark of direction that is not closed, or closes nothing."""
    pending: list[re.Match[str]] = []
    for match in _DIRECTION.finditer(file.text):
        if not file.is_text(match.start()):
            continue
        if match[0] in _OPENING:
            pending.append(match)
        elif pending and _OPENING[pending[-1][0]] == match[0]:
            pending.pop()
        else:
            pending.append(match)
            break
    if pending:
        last = pending[-1] if pending[-1][0] not in _OPENING else pending[0]
        char = last[0]
        told = "is never closed" if char in _OPENING else "closes nothing"
        yield problem(
            "unbalanced-direction",
            f"the direction mark U+{ord(char):04X} ({unicodedata.name(char).lower()}) {told}",
            file.locate(last.start()),
            hint="remove the marks, and give the direction in @style or @rend",
        )


def _check_quotes(source: Source) -> Iterator[Problem]:
    """Yield a problem for straight quotation marks or apostrophes among curly ones in one text."""
    assert source.root is not None
    kinds = (
        ("quotation marks", '"', _CURLY_QUOTE, _STRAIGHT, "“ and ”"),
        ("apostrophes", "'", _CURLY_APOSTROPHE, _STRAIGHT_APOSTROPHE, "’"),
    )
    for text in source.root.iter(tei("text")):
        if next(text.iterancestors(tei("text")), None) is not None:
            continue
        words = etree.tostring(text, method="text", encoding="unicode", with_tail=False)
        for name, mark, curly, straight, others in kinds:
            if mark not in words or not curly.search(words):
                continue
            nodes: list[etree._ElementUnicodeResult] = _OWN_WORDS(text)  # type: ignore[assignment]
            number = sum(len(curly.findall(str(node))) for node in nodes)
            found = [(node, m.start()) for node in nodes for m in straight.finditer(str(node))]
            if number and found:
                node, offset = found[0]
                parent = node.getparent()
                assert parent is not None
                yield problem(
                    "mixed-quotes",
                    f"{name} are curly ({others}) {_times(number)}, "
                    f"and straight {_times(len(found))}",
                    locate_character(source, parent, offset, in_tail=bool(node.is_tail)),
                    hint="use one kind throughout: a search for one kind does not find the other",
                )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _count(places: Iterable[object]) -> str:
    """How often, where it is more than once."""
    number = len(list(places))
    return f"; {number} times in this file" if number > 1 else ""
