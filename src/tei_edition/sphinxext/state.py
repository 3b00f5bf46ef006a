"""The state of one run of Sphinx: what it knows of the edition, one record per application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from tei_edition.citation.imprint import Imprint
    from tei_edition.config import Config
    from tei_edition.facts.times import TimeSpan
    from tei_edition.language.wording import Wording
    from tei_edition.publishing.staging import Staging
    from tei_edition.sphinxext.html.contents import SiteTree


@dataclass(slots=True)
class EditionState:
    """The edition of one application.

    `times` are when each text itself was made or sent, by the name of its file; `words` those that
    we add, in the language of the project. `tree` is what navigation shows; it is made when the
    pages are read, and `has_new_pages` says that it must be.
    """

    config: Config
    staging: Staging
    imprint: Imprint
    times: Mapping[str, tuple[TimeSpan, ...]]
    words: Wording
    tree: SiteTree | None = None
    has_new_pages: bool = False


# Sphinx offers no place for the data of an extension that is not kept between runs.
_STATES: WeakKeyDictionary[Sphinx, EditionState] = WeakKeyDictionary()


def set_state(app: Sphinx, state: EditionState) -> None:
    """Keep the state of an application for as long as that lives."""
    _STATES[app] = state


def get_state(app: Sphinx) -> EditionState:
    """Return the state of an application; raises KeyError before the edition is staged."""
    return _STATES[app]
