"""The interface words in the language of an edition, shared by Python, XSLT and scripts.

They are read from gettext catalogues: `locale/tei_edition.pot` has the English, and
`locale/LANG/LC_MESSAGES/tei_edition.po` each other language; an edition may have such a folder of
its own. A message is known by its context (msgctxt), the key by which code asks for it. Gaps are
written `{name}`.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.language.tags import shorten_language
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog

DOMAIN = "tei_edition"
LOCALE = Path(__file__).resolve().parent / "locale"
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
_FILES = f"*/LC_MESSAGES/{DOMAIN}.po"

# From a hundred on, in every language, the last two digits decide the plural form.
_COUNTED = 200
_GAP = re.compile(r"\{(\w+)\}")
# Numbers of so many digits are written in groups.
_LONG = 5


class _Message(NamedTuple):
    """A word in its plural forms, or its single one, and the language that has it."""

    forms: tuple[str, ...]
    language: str


class _Catalogue(NamedTuple):
    """A message catalogue: the words by key, and the plural form for each number (`_COUNTED`)."""

    messages: Mapping[str, _Message]
    rule: str


class Wording(Mapping[str, str]):
    """The words of one language by key; those that it lacks are English.

    `language` is the language that was asked for, or English where nobody has words in it.
    """

    def __init__(
        self, language: str, messages: Mapping[str, _Message], rules: Mapping[str, str]
    ) -> None:
        self.language = language
        self._messages = messages
        self._rules = rules

    def __getitem__(self, key: str) -> str:
        return self._messages[key].forms[-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return _find_locale(self.language).text_direction == "rtl"

    def say(self, key: str, /, **values: object) -> str:
        """Return the words of a key with their gaps filled; `number` chooses among plural forms."""
        forms, language = self._messages[key]
        form = -1
        if len(forms) > 1 and "number" in values:
            number = abs(int(str(values["number"])))
            place = number if number < 100 else 100 + number % 100
            form = int(self._rules[language][place])
        return _GAP.sub(
            lambda gap: self._show(values[gap[1]]) if gap[1] in values else gap[0], forms[form]
        )

    def _show(self, value: object) -> str:
        text = str(value)
        if not isinstance(value, int) or len(text) < _LONG:
            return text
        return f"{value:,}".replace(",", _find_group(self.language))

    def to_json(
        self, keys: Iterable[str] | None = None, more: Mapping[str, str] | None = None
    ) -> str:
        """Encode these words, or all, for stylesheets and scripts (form: `xslt/words.xsl`).

        `more` are other words by their keys. The same words give the same text.
        """
        chosen = sorted(self._messages if keys is None else keys)
        messages = {key: self._messages[key] for key in chosen}
        counted = {message.language for message in messages.values() if len(message.forms) > 1}
        found: dict[str, object] = {
            "": {
                "direction": "rtl" if self.is_rtl else "ltr",
                "language": self.language,
                "group": _find_group(self.language),
                "rules": {language: self._rules[language] for language in sorted(counted)},
            }
        }
        for key, (forms, language) in messages.items():
            found[key] = forms[0] if len(forms) == 1 else [language, *forms]
        return json.dumps(found | dict(more or {}), ensure_ascii=False)


def choose_language(language: str, folder: Path | None = None) -> str:
    """Return the language in which our words are shown: the given one if we have it, else English.

    Dates and numbers beside our words are in the same language.
    """
    return list_words(language, folder).language


def list_words(language: str, folder: Path | None = None) -> Wording:
    """All words in a language (`de`, `de-AT`, `pt_BR`).

    Those of the catalogues in `folder`, laid out as ours are, come before our own. Raises
    EditionError for a catalogue that cannot be read.
    """
    tag = language.replace("_", "-")
    # Ours stay as they are while a program runs; those of an edition are being worked on.
    files = sorted(folder.glob(_FILES)) if folder else []
    return _load(tag, tuple((path, path.stat().st_mtime_ns) for path in files))


def list_languages() -> list[str]:
    """Return the languages that we have catalogues for, English first."""
    found = sorted(path.parents[1].name for path in LOCALE.glob(_FILES))
    return ["en", *(name.replace("_", "-") for name in found)]


def _list_codes(tag: str) -> list[str]:
    """Return the codes under which a language may be found, the widest first: `de`, `de-at`."""
    parts = tag.lower().split("-")
    found = ["-".join(parts[: length + 1]) for length in range(len(parts))]
    # Of two codes of ISO 639 editions often have the longer one: `deu`, `ger`.
    return [shorten_language(found[0]), *found] if len(found[0]) == 3 else found


@lru_cache(maxsize=64)
def _load(tag: str, more: tuple[tuple[Path, int], ...]) -> Wording:
    """Return the words of a language.

    `more` are catalogues of an edition, with the time of each.
    """
    english = _read_catalogue(TEMPLATE)
    messages, rules = dict(english.messages), {"en": english.rule}
    codes = _list_codes(tag)
    is_known = "en" in codes
    for code in dict.fromkeys(("en", *codes)):
        name = code.replace("-", "_").casefold()
        for path, stamp in (*((path, 0) for path in sorted(LOCALE.glob(_FILES))), *more):
            if path.parents[1].name.casefold() != name:
                continue
            read = _read_catalogue(path, stamp)
            messages |= read.messages
            rules |= {said.language: read.rule for said in read.messages.values()}
            is_known = is_known or code in codes
    return Wording(tag if is_known else "en", messages, rules)


@lru_cache(maxsize=64)
def _read_catalogue(path: Path, _stamp: int = 0) -> _Catalogue:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalogue = read_po(file, charset="utf-8", abort_invalid=True)
        rule = _list_forms(catalogue)
    except (PoFileError, ValueError, OSError) as error:
        raise EditionError(
            f'the catalogue of words "{path}" cannot be read: {error}',
            hint="run msgfmt --check to see what is wrong with it",
        ) from None
    is_template = path == TEMPLATE
    name = "en" if is_template else path.parents[1].name
    messages = {}
    for message in catalogue:
        said = message.id if is_template else message.string
        forms = (said,) if isinstance(said, str) else tuple(said or ())
        # Forms that the rule asks for and nobody wrote would be empty on the page.
        has_all = len(forms) == 1 or len(forms) > max(map(int, rule))
        if message.context and forms and all(forms) and has_all:
            messages[message.context] = _Message(forms, name)
    return _Catalogue(messages, rule)


def _list_forms(catalogue: Catalog) -> str:
    """Return the plural form of each number from 0 on, a digit each, by the catalogue's rule."""
    try:
        choose = gettext.c2py(catalogue.plural_expr)
        forms = [choose(number) for number in range(_COUNTED)]
    except (ArithmeticError, RecursionError) as error:
        raise ValueError(f"Plural-Forms: {error}") from None
    if not 0 <= min(forms) <= max(forms) < 10:
        raise ValueError("Plural-Forms: there are more than ten forms")
    return "".join(map(str, forms))


@lru_cache(maxsize=64)
def _find_locale(language: str) -> Locale:
    """Return the CLDR locale of a language, or that of English if CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _find_group(language: str) -> str:
    """Return the sign between thousands."""
    return str(_find_locale(language).number_symbols["latn"]["group"])
