"""Keep the catalogues of words in step: `python tools/catalogues.py add KEY ENGLISH de=GERMAN …`.

    add KEY ENGLISH [LANG=TEXT …] [--after KEY]   a new word, in every language that is given
    say LANG KEY TEXT                             another translation of a word
    drop KEY …                                    words that nothing asks for any more
    sync                                          all catalogues in the order of the template
    new LANG                                      an empty catalogue for a language

Forms of a word by number are separated by "|", in English too: "{number} page|{number} pages".
After a change of the English, in `tei_edition.pot`, `sync` carries it into the catalogues.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tei_edition.language.wording import DOMAIN, LOCALE, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Forms = tuple[str, ...]


class Entry(NamedTuple):
    """A word: its key, its English forms, and what is said of it, or of those that it begins."""

    key: str
    english: Forms
    comments: tuple[str, ...] = ()


class CatalogueFile:
    """A catalogue as a file: its header unchanged, and the forms of each word by key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text(encoding="utf-8")
        self.header = text.partition("\n\n")[0]
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        self.plurals = catalogue.num_plurals
        messages = [message for message in catalogue if message.id]
        self.entries = [
            Entry(str(m.context), _tuple(m.id), tuple(m.auto_comments)) for m in messages
        ]
        self.said = {str(m.context): _tuple(m.string) for m in messages}

    def write(self, entries: Iterable[Entry]) -> None:
        """Write these words, in their order, with what the file has for them."""
        parts = [self.header, *(self._format(entry) for entry in entries)]
        self.path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")

    def _format(self, entry: Entry) -> str:
        key, english, comments = entry
        said = self.said.get(key, ())
        lines = [*(f"#. {comment}" for comment in comments), f"msgctxt {_quote(key)}"]
        lines.append(f"msgid {_quote(english[0])}")
        if len(english) == 1:
            lines.append(f"msgstr {_quote(said[0] if said else '')}")
        else:
            lines.append(f"msgid_plural {_quote(english[1])}")
            for number in range(self.plurals):
                form = said[number] if number < len(said) else ""
                lines.append(f"msgstr[{number}] {_quote(form)}")
        return "\n".join(lines)


def _tuple(value: object) -> Forms:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else ()


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def list_catalogues() -> dict[str, CatalogueFile]:
    """Every catalogue but the template, by its language."""
    paths = sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {path.parents[1].name: CatalogueFile(path) for path in paths}


def write_all(entries: list[Entry], said: Mapping[str, Mapping[str, Forms]]) -> None:
    """Write the template and all catalogues; `said` has what is new, by language and key."""
    catalogues = list_catalogues()
    if unknown := said.keys() - catalogues.keys():
        sys.exit(f"there is no catalogue for {', '.join(sorted(unknown))}")
    CatalogueFile(TEMPLATE).write(entries)
    for language, catalogue in catalogues.items():
        catalogue.said |= said.get(language, {})
        catalogue.write(entries)
        lacking = [e.key for e in entries if not all(catalogue.said.get(e.key, ("",)))]
        if lacking:
            print(f"{language} lacks {', '.join(lacking)}")


def add_word(key: str, english: Forms, said: Mapping[str, Forms], after: str) -> None:
    """Add a word to the template, and to each catalogue in its language."""
    entries = CatalogueFile(TEMPLATE).entries
    keys = [entry.key for entry in entries]
    if key in keys or (after and after not in keys):
        sys.exit(
            f'there is {"already" if key in keys else "no"} word "{key if key in keys else after}"'
        )
    place = keys.index(after) + 1 if after else len(keys)
    entries.insert(place, Entry(key, english))
    write_all(entries, {language: {key: forms} for language, forms in said.items()})


def drop_words(keys: Iterable[str]) -> None:
    """Take words out of all catalogues; a comment above one stays above the next."""
    kept: list[Entry] = []
    comments: tuple[str, ...] = ()
    for entry in CatalogueFile(TEMPLATE).entries:
        comments += entry.comments
        if entry.key not in keys:
            kept.append(entry._replace(comments=comments))
            comments = ()
    write_all(kept, {})


def start_language(language: str) -> Path:
    """Make an empty catalogue, with the plural rule that CLDR gives the language."""
    path = LOCALE / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"
    if path.exists():
        sys.exit(f"{path} is there already")
    rule = Catalog(locale=language.replace("-", "_")).plural_forms
    header = TEMPLATE.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    changed = {
        '"Language:': f'"Language: {language}\\n"',
        '"Plural-Forms:': f'"Plural-Forms: {rule}\\n"',
    }
    lines = [changed.get(line.split(" ")[0], line) for line in header]
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([*lines, '"X-Native-Reader: none\\n"']) + "\n", encoding="utf-8")
    CatalogueFile(path).write(CatalogueFile(TEMPLATE).entries)
    return path


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add")
    add.add_argument("key")
    add.add_argument("english")
    add.add_argument("said", nargs="*", metavar="LANG=TEXT")
    add.add_argument("--after", default="")
    say = commands.add_parser("say")
    for name in ("language", "key", "text"):
        say.add_argument(name)
    commands.add_parser("drop").add_argument("keys", nargs="+")
    commands.add_parser("sync")
    commands.add_parser("new").add_argument("language")
    given = parser.parse_args()
    if given.command == "add":
        parts = (part.partition("=") for part in given.said)
        said = {language: tuple(text.split("|")) for language, _, text in parts}
        add_word(given.key, tuple(given.english.split("|")), said, given.after)
    elif given.command == "say":
        forms = {given.language: {given.key: tuple(given.text.split("|"))}}
        write_all(CatalogueFile(TEMPLATE).entries, forms)
    elif given.command == "drop":
        drop_words(given.keys)
    elif given.command == "sync":
        write_all(CatalogueFile(TEMPLATE).entries, {})
    else:
        print(start_language(given.language))


if __name__ == "__main__":
    main()
