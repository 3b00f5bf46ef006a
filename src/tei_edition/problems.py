"""Problems of an edition: their severities, locations and the table of all rules."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Severity(StrEnum):
    """The severity of a problem; only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Location(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in a file: line and column count from 1, columns in code points.

    The file is a path with forward slashes, relative to the edition's folder where it is in it.
    """

    file: str
    line: int = 1
    column: int = 1


# Stands for an attribute where an edit concerns the text of an element.
TEXT = "text()"


class Edit(msgspec.Struct, frozen=True):
    """Words of a file to be replaced by others.

    In the result of a check, the place is that of the attribute named `attribute`, whose value
    contains `old`; or of the start tag before the text that contains it (`TEXT`); or else of the
    attribute or start tag whose name is `old`. A report finds the exact words in the file, also in
    the end tag, and gives the place where each begins.
    """

    location: Location
    old: str
    new: str
    attribute: str = ""


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a problem is about, for what relates problems to each other: no report shows it.

    The names are those of elements and attributes as they are written. `element` is wrong, or has
    what is wrong; `values` are its identifiers, pointers or other values that are wrong; `parent`
    is the element around it. `other` is another element that matters: the one that shuts it out,
    before which something is missing, or to which a pointer leads. `meant` is what is missing, or
    what was probably meant, the likeliest first.
    """

    element: str = ""
    attribute: str = ""
    values: tuple[str, ...] = ()
    parent: str = ""
    other: str = ""
    meant: tuple[str, ...] = ()


NOTHING = About()
# That to which a pointer leads, where it is a whole file.
FILE_TARGET = "file"


class Problem(msgspec.Struct, frozen=True):
    """One thing that an editor should correct, with its place and the remedy.

    `fix` holds the edits that would together correct it, where the remedy is almost certain.
    `cause` describes what several problems of one code with the same remedy have in common: reports
    for people show them once, with their number.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    hint: str = ""
    related: tuple[Location, ...] = ()
    fix: tuple[Edit, ...] = ()
    cause: str = ""
    about: About = NOTHING


class Ignored(msgspec.Struct, frozen=True, gc=False):
    """A part of a file in which `<?tei-edition ignore CODE?>` suppresses problems.

    The instruction, at `location`, concerns the element that comes next, from its start tag at
    `start` to its `end`; without an element these two are the place of the instruction. `words`
    are those of the instruction.
    """

    words: tuple[str, ...]
    location: Location
    start: Location
    end: Location


class Rule(msgspec.Struct, frozen=True):
    """A kind of problem: its code, how severe it is unless configured otherwise, its meaning.

    The manual lists it under its topic.
    """

    code: str
    severity: Severity
    summary: str
    topic: str


def _rules(*parts: str | tuple[str, Literal["error", "warning", "note"], str]) -> dict[str, Rule]:
    """Return the rules by code; a string is the topic of those that follow it."""
    rules: dict[str, Rule] = {}
    topic = ""
    for part in parts:
        if isinstance(part, str):
            topic = part
        else:
            code, severity, summary = part
            rules[code] = Rule(code, Severity(severity), summary, topic)
    return rules


RULES: Mapping[str, Rule] = _rules(
    "Reading the files",
    ("xml-unreadable", "error", "A file cannot be read."),
    ("xml-encoding", "error", "The bytes of a file do not match the encoding that it declares."),
    ("xml-not-well-formed", "error", "A file is not well-formed XML."),
    ("xml-external-entity", "error", "A file refers to an external entity."),
    ("xml-undeclared-entity", "error", "A file uses an entity that it does not declare."),
    ("xml-entity-bomb", "error", "Entity expansion exceeds the limit."),
    ("xml-too-deep", "error", "Elements are nested too deeply."),
    ("xml-not-tei", "error", "The root element of a file is not a TEI element."),
    ("xinclude-failed", "error", "An XInclude cannot be resolved."),
    ("missing-text", "error", "A file has a sourceDoc without words, and no text."),
    "Schema",
    ("schema-unknown-element", "error", "The schema has no element of this name."),
    ("schema-misplaced-element", "error", "An element is not allowed at its place."),
    ("schema-missing-element", "error", "A required element is missing."),
    ("schema-unknown-attribute", "error", "An attribute is not allowed on its element."),
    ("schema-missing-attribute", "error", "A required attribute is missing."),
    ("schema-bad-value", "error", "A value is not allowed by the schema."),
    ("schema-unexpected-text", "error", "Text is not allowed at its place."),
    ("schema-wrong-namespace", "error", "An element is not in the namespace of the schema."),
    ("schema-duplicate-id", "error", "Two elements have the same identifier."),
    ("schema-malformed-id", "error", "An identifier is not an XML name."),
    ("schema-unknown-idref", "error", "A reference names an identifier that does not exist."),
    ("schema-unreadable", "error", "The schema cannot be used."),
    ("schema-unjudged-ids", "note", "The schema leaves open which attributes are identifiers."),
    ("schema-not-stored", "warning", "A schema on the web is not stored in the edition."),
    ("schema-changed", "error", "A stored schema differs from the one that was fetched."),
    "Rules in Schematron",
    ("schematron-failed-assertion", "error", "An assertion of a Schematron rule fails."),
    ("schematron-report", "error", "A Schematron rule reports something."),
    ("schematron-undecidable", "error", "A Schematron rule cannot be evaluated."),
    ("schematron-unreadable", "error", "A Schematron schema cannot be used."),
    "The ODD of an edition",
    ("odd-missing-schema", "error", "An ODD does not specify a schema."),
    ("odd-missing-source", "error", "A source that the ODD refers to cannot be found."),
    ("odd-unknown-name", "error", "An ODD refers to a name that is not defined."),
    ("odd-circular-reference", "error", "An ODD refers to itself in a circle."),
    ("odd-faulty-declaration", "error", "A declaration in an ODD is invalid."),
    ("odd-idle-statement", "warning", "A statement in an ODD has no effect."),
    "Names of elements",
    ("duplicate-id", "error", "Two elements have the same xml:id."),
    ("malformed-id", "error", "An xml:id is not an XML name."),
    "Register and pointers",
    ("duplicate-entity", "warning", "Two register entries describe the same entity."),
    ("conflicting-entries", "warning", "Two files contradict each other about one entity."),
    ("entity-without-name", "warning", "A register entry has no name."),
    ("guessed-filing", "note", "The family name of a person is not marked up."),
    ("malformed-identifier", "error", "An identifier is not valid for its authority file."),
    ("invalid-coordinates", "error", "A place has invalid coordinates."),
    ("unknown-person", "error", "A pointer names a person that is not in the register."),
    (
        "unknown-organisation",
        "error",
        "A pointer names an organisation that is not in the register.",
    ),
    ("unknown-place", "error", "A pointer names a place that is not in the register."),
    ("unknown-event", "error", "A pointer names an event that is not in the register."),
    ("unknown-entity", "error", "A pointer names an entity that is not in the register."),
    ("unknown-target", "error", "The target of a pointer does not exist."),
    ("unusable-zone", "warning", "A zone of an image does not say where it is."),
    ("picture-size-missing", "note", "The size of an image on another host is not known."),
    ("large-picture", "note", "A picture is very large, and pages load it whole."),
    ("unshown-picture", "warning", "A picture has a format that browsers cannot show."),
    ("wrong-target-kind", "error", "The target of a pointer is of the wrong kind."),
    ("wrong-entity-kind", "error", "A name points to a register entry of another kind."),
    ("unreferenced-entity", "note", "A register entry is never mentioned."),
    ("untagged-name", "note", "A name from the register occurs in a text without markup."),
    ("dead-before-born", "error", "A person dies before being born."),
    ("relation-one-sided", "warning", "A relation names only one of its sides."),
    ("mention-after-death", "note", "A person writes or receives a letter after death."),
    ("letter-incomplete", "note", "The header of a letter lacks the sender or the date."),
    (
        "letter-date-mismatch",
        "warning",
        "The header and the dateline of a letter give different dates.",
    ),
    ("missing-declaration", "warning", "A pointer refers to something that no header declares."),
    ("bare-pointer", "note", "A pointer lacks its # sign, or the name of its file."),
    ("span-without-passage", "warning", "A span does not say which passage it is about."),
    ("unusual-value", "warning", "A value is nearly one that the Guidelines suggest."),
    ("circular-pointer", "error", "Pointers form a circle."),
    ("faulty-pattern", "error", "A pattern in the header is invalid."),
    ("outside-path", "error", "A path of edition.toml leads out of the edition's folder."),
    ("alignment-crossing", "warning", "A translation is in another order than its original."),
    ("alignment-partial", "note", "A text and its translation do not correspond throughout."),
    ("missing-file", "warning", "A file that a text points to does not exist."),
    ("unportable-name", "warning", "The name of a file cannot be used on every system."),
    ("unused-declaration", "note", "A declaration in the header is not used."),
    "Apparatus",
    ("unknown-witness", "error", "A siglum is not declared."),
    ("unused-witness", "note", "A declared witness is not used in any entry."),
    ("witness-missing", "warning", "An apparatus entry does not account for an extant witness."),
    ("witness-twice", "warning", "A witness has two readings in one entry."),
    ("reading-without-witness", "warning", "A reading has no witness."),
    ("omission-in-words", "warning", "A reading says in words that words are missing."),
    ("conjecture-without-responsibility", "warning", "A conjecture is not attributed."),
    ("reading-elsewhere", "warning", "A reading points to words that cannot be found."),
    ("lemma-mismatch", "warning", "The lemma of an entry does not match the text."),
    ("anchor-missing", "warning", "The place that an entry refers to does not exist."),
    ("end-before-start", "error", "An entry ends before it begins."),
    ("apparatus-crossing", "warning", "The passages of two entries overlap."),
    ("method-mismatch", "warning", "An entry does not use the method that the header declares."),
    "Dates",
    ("invalid-dating", "error", "An attribute is not a valid date."),
    ("calendar-mismatch", "error", "The two calendars of a dating give different days."),
    ("dating-order", "error", "A time span ends before it begins."),
    (
        "unclear-dating",
        "warning",
        "Attributes of a dating exclude each other, or lack their calendar.",
    ),
    "Header",
    ("incomplete-header", "note", "A header lacks information that readers and libraries need."),
    ("citation-incomplete", "note", "A header lacks information for a full citation."),
    ("placeholder-left", "note", "A file still has words of the template of a new edition."),
    "Language",
    ("invalid-language", "warning", "A language tag is not valid under BCP 47."),
    ("undeclared-language", "note", "A language of the text is not declared in the header."),
    "Characters and white space",
    ("garbled-character", "warning", "A character was lost or wrongly decoded."),
    ("private-character", "note", "A private-use character has no description."),
    ("mixed-scripts", "warning", "A word contains look-alike letters of another script."),
    ("decomposed-letter", "note", "A letter and its accent are separate characters."),
    ("mixed-quotes", "note", "Straight and curly quotation marks are mixed."),
    ("invisible-character", "note", "A text contains invisible characters."),
    ("unbalanced-direction", "warning", "A direction mark is not closed, or closes nothing."),
    ("stray-space", "note", "Indentation puts a space before punctuation."),
    ("nested-correction", "warning", "A correction is inside the words that it replaces."),
    ("foreign-markup", "warning", "A text has marks of Markdown, LaTeX or HTML in its words."),
    ("broken-word", "note", "A line break may divide a word, but does not say so."),
    "Copy-text",
    ("copy-text-differs", "error", "The text of a witness differs from its copy-text."),
    ("copy-text-missing", "error", "The copy-text of a witness cannot be read."),
    "Stylesheets",
    ("stylesheet-failed", "error", "A stylesheet fails on a text, which is not published."),
    ("unhandled-element", "note", "An element is shown without formatting of its own."),
    "Instructions",
    ("idle-instruction", "warning", "An instruction for tei-edition has no effect."),
    "Addresses of earlier states",
    ("address-vanished", "error", "An address of an earlier state leads nowhere."),
    ("address-moved", "warning", "The target of an address of an earlier state has moved."),
    ("entity-vanished", "error", "An entity of an earlier state is in no register."),
    ("reference-changed", "warning", "A passage has another reference than in an earlier state."),
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
    cause: str = "",
    about: About = NOTHING,
) -> Problem:
    """Return a problem of the rule `code`, at the severity that the table gives it.

    Raises KeyError for a code that is not in `RULES`: every code has its manual page.
    """
    severity = RULES[code].severity
    return Problem(
        code, severity, message, location, hint, tuple(related), tuple(fix), cause, about
    )


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of their places, then codes and messages; repeated ones once."""
    unique = {(p.location, p.code, p.message): p for p in problems}
    return [unique[key] for key in sorted(unique)]


class EditionError(Exception):
    """Work cannot continue, for a reason that is not a fault of the program.

    The message says in a sentence what is in the way; `hint` says what to do.
    """

    # That of the rule that is broken, where there is one.
    code = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross from worker processes; the default forgets keyword arguments.
        return (_rebuild, (type(self), str(self), self.hint))


class OutsideError(EditionError):
    """A path of edition.toml leads out of the edition's folder, and nothing there is read."""

    code = "outside-path"


def _rebuild(kind: type[EditionError], message: str, hint: str) -> EditionError:
    return kind(message, hint=hint)
