"""What an extra needs is named so that the command works wherever the package came from."""

from __future__ import annotations

import re
import tomllib

import pytest

from building import REPOSITORY
from tei_edition.runtime.extras import name_install


def test_each_extra_for_users_names_its_libraries() -> None:
    """The command has the requirements that pyproject.toml has, each in quotation marks."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]

    for extra in extras.keys() - {"test", "dev"}:
        words = name_install(extra).split('"')
        assert words[0] == "pip install "
        assert [re.split("[<>=]", word)[0] for word in words[1::2]] == [
            re.split("[<>=]", wanted)[0] for wanted in extras[extra]
        ]


def test_an_extra_that_does_not_exist_is_an_error() -> None:
    """A slip in the code is seen at once."""
    with pytest.raises(KeyError):
        name_install("serach")
