"""The frame that the checks plug into: a decorator, and a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_edition.checks import check_edition, load_checks, rules
from tei_edition.checks.frame import APPARATUS_CHECKS, EDITION_CHECKS, FILE_CHECKS, check
from tei_edition.config import make_config
from tei_edition.facts.header import Header
from tei_edition.facts.text import Edition, Pointer, Text
from tei_edition.problems import RULES, Location


def test_an_unknown_code_is_refused() -> None:
    """A check cannot be registered for a problem that the manual does not explain."""
    with pytest.raises(KeyError, match="nonsense"):
        check("file", "nonsense")


def test_every_module_of_the_package_is_loaded() -> None:
    """A module with a check need not be named anywhere."""
    load_checks()
    registered = {
        entry.run.__module__ for entry in (*FILE_CHECKS, *APPARATUS_CHECKS, *EDITION_CHECKS)
    }
    written = {
        f"tei_edition.checks.rules.{path.stem}"
        for path in Path(rules.__file__).parent.glob("*.py")
        if "\n@check(" in path.read_text(encoding="utf-8")
    }

    assert registered == written


def test_a_pattern_stands_for_all_codes_that_match() -> None:
    """The check of the schema may find whatever begins so."""
    (schema,) = (c for c in FILE_CHECKS if c.run.__name__ == "check_schema")

    assert schema.codes == {code for code in RULES if code.startswith("schema-")}


def test_a_check_is_passed_over_where_none_of_its_codes_is_asked_for() -> None:
    """What cannot find what is asked for is not run."""
    pointer = Pointer("persName", "ref", "#nobody", Location("a.xml"))
    text = Text("a.xml", Header(), {}, pointers=(pointer,))
    edition, config = Edition((text,), ()), make_config({}, Path())

    assert [p.code for p in check_edition(edition, config)] == ["unknown-person"]
    assert list(check_edition(edition, config, {"duplicate-entity"})) == []
