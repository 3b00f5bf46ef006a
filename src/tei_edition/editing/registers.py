"""Write entries of registers: a new register, and a further entry in one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tei_edition.editing.correspondence import HeaderName, speak
from tei_edition.editing.new_texts import name_schema
from tei_edition.editing.tagging.drafting import mint_id
from tei_edition.facts.registers import Kind
from tei_edition.reader.naming.words import fold_word, list_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_REGISTER = """\
<?xml version="1.0" encoding="UTF-8"?>
{models}<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang={language}>
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>Register</title>
      </titleStmt>
      <publicationStmt>
        <p>Published with the edition.</p>
      </publicationStmt>
      <sourceDesc>
        <p>Compiled for this edition.</p>
      </sourceDesc>
    </fileDesc>
  </teiHeader>
  <standOff>
    <!-- An entry for each person; in the text, <persName ref="register.xml#doe"> leads to it:
    <listPerson>
      <person xml:id="doe">
        <persName><surname>Doe</surname>, <forename>Jane</forename></persName>
        <note type="description">Who she was, in a few words.</note>
      </person>
    </listPerson>
    -->
{lists}
  </standOff>
</TEI>
"""
_NOBODY = """\
    <listPerson>
      <person xml:id="somebody">
        <persName>Name here a person.</persName>
      </person>
    </listPerson>"""


class EntryElements(NamedTuple):
    """The elements in which a kind of entries is written."""

    list: str
    entry: str
    name: str


ELEMENTS = {
    Kind.PERSON: EntryElements("listPerson", "person", "persName"),
    Kind.ORGANISATION: EntryElements("listOrg", "org", "orgName"),
    Kind.PLACE: EntryElements("listPlace", "place", "placeName"),
}


class NewEntry(NamedTuple):
    """An entry to write: the name of a person may be given as *Family, Given*.

    `identifiers` are those of authorities, by their type.
    """

    kind: Kind
    name: str
    description: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


def mint_entry_id(entry: NewEntry, taken: Collection[str]) -> str:
    """Return a new identifier for an entry."""
    family, comma, given = entry.name.partition(",")
    return mint_id(f"{given} {family}" if comma else entry.name, entry.kind, taken)


def write_entry(entry: NewEntry, ident: str, prefix: str = "") -> list[str]:
    """Return the lines of an entry; `prefix` is that of TEI's elements, with its colon."""
    names = ELEMENTS[entry.kind]
    name = _write_name(entry, prefix)
    lines = [f"  <{prefix}{names.name}>{name}</{prefix}{names.name}>"]
    lines += [
        f"  <{prefix}idno type={quoteattr(kind)}>{escape(value)}</{prefix}idno>"
        for kind, value in entry.identifiers
    ]
    if entry.description:
        note = f'{prefix}note type="description"'
        lines.append(f"  <{note}>{escape(entry.description)}</{prefix}note>")
    start = f"<{prefix}{names.entry} xml:id={quoteattr(ident)}>"
    return [start, *lines, f"</{prefix}{names.entry}>"]


def _write_name(entry: NewEntry, prefix: str) -> str:
    """Return the name, in its parts if a comma shows them."""
    family, comma, given = (escape(" ".join(part.split())) for part in entry.name.partition(","))
    if entry.kind is not Kind.PERSON or not (comma and family and given):
        return escape(" ".join(entry.name.split()))
    surname = f"<{prefix}surname>{family}</{prefix}surname>"
    return f"{surname}, <{prefix}forename>{given}</{prefix}forename>"


def write_list(kind: Kind, entries: Iterable[Sequence[str]], indent: str) -> str:
    """Return a list of entries, given by their lines."""
    name = ELEMENTS[kind].list
    inner = [f"{indent}  {line}" for entry in entries for line in entry]
    return "\n".join((f"{indent}<{name}>", *inner, f"{indent}</{name}>"))


def fold_name(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared; *Smith, Ann* is *Ann Smith*."""
    family, comma, given = name.partition(",")
    return tuple(map(fold_word, list_words(f"{given} {family}" if comma else name)))


class NewRegister:
    """A register to be written, which gets an entry for each name that is looked for in it."""

    def __init__(self, schema: str, language: str) -> None:
        self._schema, self._language = schema, language
        self._entries: dict[tuple[Kind, tuple[str, ...]], tuple[str, NewEntry]] = {}

    def find(self, words: str, element: str) -> HeaderName:
        """Return a name with the pointer to its entry, which is made if it is not there."""
        kind = Kind.PLACE if element == "placeName" else Kind.PERSON
        key = kind, fold_name(words)
        if key not in self._entries:
            entry = NewEntry(kind, words)
            taken = {ident for ident, _ in self._entries.values()}
            self._entries[key] = mint_entry_id(entry, taken), entry
        spoken = words if kind is Kind.PLACE else speak(words)
        return HeaderName(spoken, f"register.xml#{self._entries[key][0]}")

    def write(self) -> str:
        """Return the register as a file of TEI."""
        lists = [
            write_list(kind, found, "    ")
            for kind in (Kind.PERSON, Kind.PLACE)
            if (found := [write_entry(e, i) for i, e in self._entries.values() if e.kind is kind])
        ]
        return _REGISTER.format(
            models=name_schema(self._schema),
            language=quoteattr(self._language),
            lists="\n".join(lists) or _NOBODY,
        )
