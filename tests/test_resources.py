"""What is shipped beside the modules is found."""

from __future__ import annotations

import pytest

from tei_edition.problems import EditionError
from tei_edition.runtime.resources import find_resource


@pytest.mark.parametrize(
    "name", ["xslt/edition.xsl", "publishing/assets/css/text.css", "explanations/duplicate-id.rst"]
)
def test_resources_are_found(name: str) -> None:
    """Stylesheets and explanations, wherever this installation has them."""
    assert find_resource(name).is_file()


def test_a_missing_resource_is_told() -> None:
    """An installation that lacks a file says so, and what to do."""
    with pytest.raises(EditionError, match=r'lacks "xslt/none\.xsl"') as caught:
        find_resource("xslt/none.xsl")

    assert "install" in caught.value.hint
