"""The manual's list of settings is made from the records that edition.toml is read into."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from building import REPOSITORY, run
from settings_reference import describe_settings
from tei_edition.config import Config

if TYPE_CHECKING:
    from pathlib import Path

TOOL = REPOSITORY / "tools/settings_reference.py"
PAGE = REPOSITORY / "docs/manual/reference/settings.inc"


def test_the_list_is_current(tmp_path: Path) -> None:
    """The page of the manual is the one that `make generated` makes."""
    made = tmp_path / "settings.inc"
    done = run(sys.executable, TOOL, made)

    assert done.returncode == 0, done.stderr
    assert made.read_text("utf-8") == PAGE.read_text("utf-8"), "run `make generated`"


def test_each_table_and_key_is_described() -> None:
    """What edition.toml may say is in the list, with a default."""
    sections = describe_settings().split("\n.. _config-")
    told = {section.split(":", 1)[0]: section for section in sections[1:]}
    tables = {
        field.name: field.type.__struct_fields__
        for field in msgspec.structs.fields(Config)
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
    }

    assert told.keys() == tables.keys()
    for name, keys in tables.items():
        entries = told[name].split("\n\n``")[2:]
        assert [entry.split("``", 1)[0] for entry in entries] == list(keys)
        assert all("*Default" in entry for entry in entries), name


def test_a_key_without_a_description_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and no page is made."""
    monkeypatch.setattr("settings_reference._read_descriptions", lambda: {"EditionTable": {}})
    monkeypatch.setattr(
        "settings_reference.msgspec.structs.fields",
        lambda record, fields=msgspec.structs.fields: fields(record)[:1],
    )

    with pytest.raises(SystemExit, match=r"no description stands after EditionTable\.title"):
        describe_settings()
