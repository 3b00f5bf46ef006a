"""What can be wrong with an edition: severities, locations, problems and the table of rules."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Severity(StrEnum):
    """How grave a problem is; only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Location(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in a file: line and column count from 1, columns in code points.

    The file is a path with forward slashes, relative to the edition's folder where it lies in it.
    """

    file: str
    line: int = 1
    column: int = 1


class Edit(msgspec.Struct, frozen=True):
    """Words of a file that are to give way to others.

    As a check gives it, the place is that of the attribute named `attribute`, whose value holds
    `old`; else that of a name of an attribute, or of a start tag, which is `old` itself. A report
    finds the very words in the file, in the end tag too, and gives the place where each begins.
    """

    location: Location
    old: str
    new: str
    attribute: str = ""


class Problem(msgspec.Struct, frozen=True):
    """One thing that an editor should mend, with its place and the remedy.

    `fix` holds the edits that would together mend it, where the remedy is as good as certain.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    hint: str = ""
    related: tuple[Location, ...] = ()
    fix: tuple[Edit, ...] = ()


class Ignored(msgspec.Struct, frozen=True, gc=False):
    """A part of a file in which problems are not told: `<?tei-edition ignore CODE?>` says so.

    The instruction, at `location`, concerns the element that comes next, from its start tag at
    `start` to its `end`; without an element these two are the place of the instruction. `words`
    are those of the instruction.
    """

    words: tuple[str, ...]
    location: Location
    start: Location
    end: Location


class Rule(msgspec.Struct, frozen=True):
    """A kind of problem: its code, how grave it is unless configured otherwise, its meaning."""

    code: str
    severity: Severity
    summary: str


def _rules(*rules: tuple[str, Literal["error", "warning", "note"], str]) -> dict[str, Rule]:
    return {code: Rule(code, Severity(severity), summary) for code, severity, summary in rules}


RULES: Mapping[str, Rule] = _rules(
    ("xml-unreadable", "error", "A file cannot be read at all."),
    ("xml-encoding", "error", "A file's bytes are not in the encoding that it declares."),
    ("xml-not-well-formed", "error", "A file is not well-formed XML."),
    ("xml-external-entity", "error", "A file asks for an entity outside itself."),
    ("xml-undeclared-entity", "error", "A file uses an entity that it does not declare."),
    ("xml-entity-bomb", "error", "A file's entities grow beyond all measure."),
    ("xml-too-deep", "error", "Elements are nested more deeply than any text needs."),
    ("xml-not-tei", "error", "A file's root is not an element of TEI."),
    ("xinclude-failed", "error", "An XInclude cannot be carried out."),
    ("schema-unknown-element", "error", "The schema has no element of this name."),
    ("schema-misplaced-element", "error", "An element stands where the schema does not allow it."),
    ("schema-missing-element", "error", "An element lacks another that the schema asks for."),
    ("schema-unknown-attribute", "error", "An element has an attribute that it may not have."),
    ("schema-missing-attribute", "error", "An element lacks an attribute that it must have."),
    ("schema-bad-value", "error", "A value is not among those that the schema allows."),
    ("schema-unexpected-text", "error", "Text stands where only elements may."),
    ("schema-wrong-namespace", "error", "An element is in another namespace than the schema's."),
    ("schema-duplicate-id", "error", "Two elements have the same identifier."),
    ("schema-malformed-id", "error", "An identifier is not an XML name."),
    ("schema-unknown-idref", "error", "A reference names an identifier that no element has."),
    ("schema-unreadable", "error", "The schema itself cannot be used."),
    ("schema-not-stored", "warning", "A schema is named by an address, and nothing is fetched."),
    ("schema-changed", "error", "A stored schema is not what was fetched."),
    ("schematron-failed-assertion", "error", "What a rule in Schematron asserts is not so."),
    ("schematron-report", "error", "What a rule in Schematron looks for is found."),
    ("schematron-undecidable", "error", "A rule in Schematron cannot be tried on a node."),
    ("schematron-unreadable", "error", "A schema in Schematron cannot be used."),
    ("odd-missing-schema", "error", "An ODD does not say which schema is to be made."),
    ("odd-missing-source", "error", "What an ODD draws on is not to be had."),
    ("odd-unknown-name", "error", "A name in an ODD stands for nothing."),
    ("odd-circular-reference", "error", "Something in an ODD is part of itself."),
    ("odd-faulty-declaration", "error", "A declaration in an ODD cannot be meant as it stands."),
    ("odd-idle-statement", "warning", "Something that an ODD says has no effect."),
    ("duplicate-id", "error", "Two elements have the same xml:id."),
    ("malformed-id", "error", "An xml:id is not an XML name."),
    ("duplicate-entity", "warning", "Two register entries describe the same thing."),
    ("conflicting-entries", "warning", "Two files say different things of one entity."),
    ("entity-without-name", "warning", "A register entry has no name."),
    ("malformed-identifier", "error", "An identifier cannot be one of its authority file."),
    ("unknown-person", "error", "A pointer names a person that no register has."),
    ("unknown-organisation", "error", "A pointer names an organisation that no register has."),
    ("unknown-place", "error", "A pointer names a place that no register has."),
    ("unknown-event", "error", "A pointer names an event that no register has."),
    ("unknown-entity", "error", "A pointer names something that no register has."),
    ("unknown-witness", "error", "A siglum belongs to no witness that is declared."),
    ("unknown-target", "error", "A pointer leads to nothing in the edition."),
    ("missing-declaration", "warning", "A pointer names something that no header declares."),
    ("unshown-picture", "warning", "A picture is none that the pages can show."),
    ("wrong-target-kind", "error", "A pointer leads to something of another kind than it must."),
    ("wrong-entity-kind", "error", "A name points to an entry of another kind than it says."),
    ("circular-pointer", "error", "Pointers lead round in a circle."),
    ("faulty-pattern", "error", "A pattern of the header cannot be used."),
    ("missing-file", "warning", "A file that a text points to is not there."),
    ("unused-declaration", "note", "Nothing uses what a header declares."),
    ("unused-witness", "note", "A witness is declared, and no entry names it."),
    ("witness-missing", "warning", "An entry does not account for a witness that is extant there."),
    ("witness-twice", "warning", "A witness has two readings in one entry."),
    ("reading-without-witness", "warning", "A reading does not say in what witness it stands."),
    ("conjecture-without-responsibility", "warning", "A conjecture does not say whose it is."),
    ("lemma-mismatch", "warning", "The lemma of an entry does not stand at its place."),
    ("anchor-missing", "warning", "The place that an entry names is not in the text."),
    ("end-before-start", "error", "An entry ends before it begins."),
    ("apparatus-crossing", "warning", "The words of two entries cross."),
    ("method-mismatch", "warning", "An entry is of another method than the header declares."),
    ("unreferenced-entity", "note", "A register entry is never mentioned."),
    ("invalid-dating", "error", "A date in an attribute is no date."),
    ("calendar-mismatch", "error", "The two calendars of a dating name different days."),
    ("dating-order", "error", "A time ends before it begins."),
    ("dead-before-born", "error", "The register has somebody die before being born."),
    ("mention-after-death", "note", "Somebody writes or receives a letter after death."),
    ("untagged-name", "note", "A name that the register has stands in a text without markup."),
    ("invalid-coordinates", "error", "The coordinates of a place are none."),
    ("invalid-language", "warning", "A language is none that BCP 47 knows."),
    ("undeclared-language", "note", "A text has a language that its header leaves out."),
    ("incomplete-header", "note", "A header leaves out what readers and libraries ask for."),
    ("citation-incomplete", "note", "A text cannot be cited in full."),
    ("garbled-character", "warning", "A character was lost, or mistaken for others."),
    ("private-character", "note", "A character for private use has no description."),
    ("mixed-scripts", "warning", "A word has letters of another script that look like its own."),
    ("decomposed-letter", "note", "Letters and their accents are separate characters."),
    ("mixed-quotes", "note", "Straight quotation marks stand among curly ones."),
    ("invisible-character", "note", "A text has characters that nobody sees."),
    ("stray-space", "note", "Indentation makes a space before punctuation."),
    ("broken-word", "note", "A line break in a word does not say that it parts it."),
    ("unbalanced-direction", "warning", "A mark of direction is never closed, or closes nothing."),
    ("copy-text-differs", "error", "The text of a witness differs from its copy-text."),
    ("copy-text-missing", "error", "The copy-text of a witness cannot be read."),
    ("stylesheet-failed", "error", "A stylesheet fails on a text, which has no pages then."),
    ("unhandled-element", "note", "An element is shown by the general fallback alone."),
    ("idle-instruction", "warning", "An instruction for this program has no effect."),
)


# What the schema alone may tell.
SCHEMA_CODES = frozenset(code for code in RULES if code.startswith("schema-"))

# Told whatever was asked for: nothing else is known of a file that cannot be read.
UNREADABLE = frozenset(code for code in RULES if code.startswith(("xml-", "xinclude-")))


def problem(
    code: str,
    message: str,
    location: Location,
    *,
    hint: str = "",
    related: Iterable[Location] = (),
    fix: Iterable[Edit] = (),
) -> Problem:
    """A problem of the rule `code`, at the severity that the table gives it.

    Raises KeyError for a code that is not in `RULES`: every code has its manual page.
    """
    return Problem(code, RULES[code].severity, message, location, hint, tuple(related), tuple(fix))


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of their places, then codes and messages; repeated ones once."""
    unique = {(p.location, p.code, p.message): p for p in problems}
    return [unique[key] for key in sorted(unique)]


class EditionError(Exception):
    """Work cannot go on, and it is no fault of the program.

    The message says in a sentence what stands in the way; `hint` says what to do.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross from worker processes; the default forgets keyword arguments.
        return (_rebuild, (type(self), str(self), self.hint))


def _rebuild(kind: type[EditionError], message: str, hint: str) -> EditionError:
    return kind(message, hint=hint)
