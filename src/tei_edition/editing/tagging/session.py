"""Mark up an edition: what is proposed for each file, and the files as they would be."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tei_edition.config import suggest
from tei_edition.editing.tagging.answers import read_answers
from tei_edition.editing.tagging.dating_texts import drop_crossing, find_file_dates
from tei_edition.editing.tagging.names import NAMES, TITLES, NameFinder, Selected
from tei_edition.editing.tagging.placing import Permission
from tei_edition.editing.tagging.proposals import Proposal, Treatment
from tei_edition.editing.tagging.reading import read_words
from tei_edition.editing.tagging.writing import Revisions, revise_file
from tei_edition.problems import EditionError
from tei_edition.reader.naming.words import find_words, fold_word
from tei_edition.schema.association import find_model
from tei_edition.schema.compiled import read_compiled
from tei_edition.source import read_source, relative_name, scan_source, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.registers import Kind
    from tei_edition.relaxng import Schema

# What can be selected besides entities and forms.
TOPICS = ("names", "titles", "dates")


class TaggingSession:
    """The names of an edition, or of some of its texts, that are not marked up."""

    def __init__(self, config: Config, paths: Sequence[Path], select: Sequence[str]) -> None:
        self.config = config
        self.answers = read_answers(config.root)
        self.words = read_words(config)
        names = {relative_name(path, config.root) for path in paths}
        self.files = [name for name in self.words.files if not names or name in names]
        self._unproved: list[tuple[str, tuple[str, ...]]] = []
        wanted = self._choose(select)
        permissions = self._list_permissions()
        self._finder: NameFinder | None = None
        self.proposals: list[Proposal] = []
        if not select or set(select) != {"dates"}:
            self._finder = NameFinder(self.words, config, wanted, self.answers, permissions)
            self._refuse_unknown()
        for name in self.files:
            named = [*self._finder.find(name)] if self._finder else []
            dated: list[Proposal] = []
            if "dates" in select:
                dates = find_file_dates(name, self.words.files[name], config, permissions(name))
                dated = drop_crossing(dates, named)
            self.proposals += sorted((*named, *dated), key=lambda found: found.start)

    def _choose(self, select: Sequence[str]) -> Selected:
        """Return what is selected; raises EditionError for what no register has."""
        kinds: set[Kind] = set()
        entities: set[str] = set()
        forms: set[tuple[str, ...]] = set()
        for value in select:
            words = tuple(fold_word(word[0]) for word in find_words(value))
            if value == "dates":
                continue
            if value in TOPICS:
                kinds |= NAMES if value == "names" else TITLES
            elif value in self.words.entities:
                entities.add(value)
            elif words:
                forms.add(words)
                self._unproved.append((value, words))
        return Selected(kinds or NAMES | TITLES if select else NAMES, frozenset(entities),
                      frozenset(forms))  # fmt: skip

    def _refuse_unknown(self) -> None:
        """Raise EditionError for a selected form that no entry has."""
        known = {form.words for form in self.finder.forms}
        for value, words in self._unproved:
            if words not in known:
                raise EditionError(
                    f'--select: the registers have no entry and no form "{value}"',
                    hint=suggest(value, self.words.entities)
                    or f"there are also {', '.join(TOPICS)}",
                )

    def _list_permissions(self) -> Callable[[str], Permission]:
        @functools.cache
        def of_schema(path: Path | None) -> Permission:
            return Permission(None if path is None else read_compiled(path, self.config))

        @functools.cache
        def of_file(name: str) -> Permission:
            return of_schema(self._find_schema(name))

        return of_file

    def _find_schema(self, name: str) -> Path | None:
        path = self.words.paths[name]
        source = scan_source(path, self.config.root) or read_source(path, self.config.root)
        return find_model(source, self.config).grammar

    @property
    def finder(self) -> NameFinder:
        """What finds the names; only dates are found without it."""
        assert self._finder is not None
        return self._finder

    def list_certain(self) -> list[Proposal]:
        """Return what is written without asking."""
        return [found for found in self.proposals if found.verdict is Treatment.WRITE]

    def list_questions(self) -> list[Proposal]:
        """Return what an editor must decide."""
        return [found for found in self.proposals if found.verdict is Treatment.ASK]

    def find_place(self, proposal: Proposal) -> tuple[int, int]:
        """Return the line and the column of a proposal, from 1."""
        before = self.words.files[proposal.file].text[: proposal.start]
        lines = split_lines(before)
        return len(lines), len(lines[-1]) + 1

    def settle(self, proposal: Proposal, ident: str) -> Proposal:
        """Return a proposal that an editor has accepted, as a mention of an entity."""
        return self.finder.settle(proposal, self.words.entities[ident])

    def revise(self, proposals: Iterable[Proposal]) -> Revisions:
        """Return the files with these proposals marked up; nothing is written."""
        by_file: dict[str, list[Proposal]] = {}
        for proposal in proposals:
            by_file.setdefault(proposal.file, []).append(proposal)
        revisions, refused = [], []
        for name, found in by_file.items():
            try:
                grammar = self._find_schema(name)
                schema = None if grammar is None else self._read_schema(grammar)
                revisions.append(revise_file(self.words.paths[name], found, schema))
            except EditionError as error:
                refused.append(error)
        return Revisions(tuple(revisions), tuple(refused))

    def _read_schema(self, path: Path) -> Schema:
        return read_compiled(path, self.config)
