"""Words that a statistical model takes for names; the editor has installed spaCy and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.facts.registers import Kind
from tei_edition.problems import EditionError
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What models call the kinds of names: those of OntoNotes, of WikiNER, and of others.
_KINDS = {
    "PER": Kind.PERSON,
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANISATION,
    "NORP": Kind.ORGANISATION,
    "LOC": Kind.PLACE,
    "GPE": Kind.PLACE,
    "FAC": Kind.PLACE,
    "EVENT": Kind.EVENT,
    "WORK_OF_ART": Kind.WORK,
    "MISC": Kind.NAME,
}


class ModelHit(NamedTuple):
    """Words of a text that a model takes for a name, `start` to `end` (exclusive), and its kind."""

    start: int
    end: int
    kind: Kind


class NameModel:
    """A model of spaCy, by the name of its package or by its folder.

    Raises EditionError if there is none, or its folder is in that of the edition: a model can run
    programs.
    """

    def __init__(self, name: str, root: Path) -> None:
        if real_path(root / name).is_relative_to(root) and (root / name).exists():
            raise EditionError(
                f'the model "{name}" is in the folder of the edition, and could run programs',
                hint="install it, or move it to another folder",
            )
        try:
            import spacy
        except ImportError:
            raise EditionError(
                "--model needs the library spaCy", hint="install it: pip install spacy"
            ) from None
        try:
            self._model: Any = spacy.load(name)
        # Models of other versions, or what is none, fail in many ways.
        except Exception as error:
            told = " ".join(str(error).split()).partition(". ")[0]
            raise EditionError(
                f'spaCy cannot load the model "{name}": {told}',
                hint="the page of the model at https://spacy.io/models says how it is installed",
            ) from None

    def find(self, text: str) -> Iterator[ModelHit]:
        """Yield what the model takes for names in a text; dates and numbers are left out."""
        for found in self._model(text).ents:
            if kind := _KINDS.get(found.label_):
                yield ModelHit(found.start_char, found.end_char, kind)
