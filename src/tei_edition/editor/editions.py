"""Which edition a file belongs to, and by which schema it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition.config import add_files, make_config, read_config
from tei_edition.problems import EditionError
from tei_edition.runtime.resources import find_resource
from tei_edition.schema.association import find_model
from tei_edition.schema.compiled import read_compiled
from tei_edition.source import Source, relative_name
from tei_edition.source.prolog import read_prolog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.config import Config
    from tei_edition.relaxng import Schema


def load_edition(settings: str, folder: Path, files: Iterable[Path]) -> Config:
    """Return the configuration of an edition with further files as texts.

    Without an edition.toml they are an edition in the folder. Raises EditionError.
    """
    if settings:
        config = read_config(Path(settings))
    else:
        config = make_config({"edition": {"texts": []}}, folder)
    return add_files(config, [*files])[0]


def make_source(path: Path, text: str, config: Config) -> Source:
    """Return a file with its text, but without a tree: the text may be ill-formed."""
    file = relative_name(path, config.root)
    return Source(file, path, None, text, (), (), read_prolog(text, file))


def find_schema(path: Path, text: str, config: Config) -> Schema:
    """Return the schema by which a text is written.

    That is the one that comes with the program if the text has none, or one that cannot be used.
    """
    from tei_edition.relaxng import SchemaError

    try:
        model = find_model(make_source(path, text, config), config)
        if model.grammar is not None:
            return read_compiled(model.grammar, config)
    except (EditionError, SchemaError, OSError):
        pass  # checking reports it
    return read_compiled(find_resource("schema/edition.rng"), config)
