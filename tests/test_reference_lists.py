"""The manual's lists of settings and of codes are made from the code, and are current."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest

from building import REPOSITORY, run
from reference_lists import list_codes, list_settings
from tei_edition.config import Config
from tei_edition.problems import RULES

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = REPOSITORY / "docs/manual/reference"


def test_the_lists_are_current(tmp_path: Path) -> None:
    """The files of the manual are those that `make generated` makes."""
    done = run(sys.executable, REPOSITORY / "tools/reference_lists.py", tmp_path)

    assert done.returncode == 0, done.stderr
    for name in ("settings.inc", "problems/codes.inc"):
        made = (tmp_path / name).read_text("utf-8")
        assert made == (REFERENCE / name).read_text("utf-8"), "run `make generated`"


def test_each_code_is_listed_under_a_topic() -> None:
    """The list has every code once, and no topic twice."""
    text = list_codes()

    assert re.findall(r":ref:`problem-([\w-]+)`", text) == list(RULES)
    topics = re.findall(r"(?m)^(.+)\n-+$", text)
    assert len(topics) == len(set(topics)) == len({rule.topic for rule in RULES.values()})


def test_each_table_and_key_is_described() -> None:
    """What edition.toml may say is in the list, with a default."""
    sections = list_settings().split("\n.. _config-")
    told = {section.split(":", 1)[0]: section for section in sections[1:]}
    tables = {
        field.name: kind.__struct_fields__
        for field in msgspec.structs.fields(Config)
        for kind in (field.type, *get_args(field.type))
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    }

    assert told.keys() == tables.keys()
    for name, keys in tables.items():
        entries = told[name].split("\n\n``")[2:]
        assert [entry.split("``", 1)[0] for entry in entries] == list(keys)
        assert all("*Default" in entry or "*Required" in entry for entry in entries), name


def test_a_key_without_a_description_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and no page is made."""
    monkeypatch.setattr("reference_lists._read_descriptions", lambda: {"EditionTable": {}})
    monkeypatch.setattr(
        "reference_lists.msgspec.structs.fields",
        lambda record, fields=msgspec.structs.fields: fields(record)[:1],
    )

    with pytest.raises(SystemExit, match=r"no description stands after EditionTable\.title"):
        list_settings()
