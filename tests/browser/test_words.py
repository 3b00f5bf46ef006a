"""Scripts find the words that Python finds, in the same form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import html

from browser.test_browser import browse
from tei_edition.language.wording import list_languages, list_words
from tei_edition.publishing.word_script import make_word_script

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

NUMBERS = [*range(26), 99, 100, 101, 102, 111, 112, 121, 1000, 1001, 9999, 10000, 1234567]
PAGE = """<!DOCTYPE html><meta charset="utf-8"><script>{script}</script><pre id="seen"></pre>
<script>
const seen = {numbers}.map((number) => teiWord("mentions", {{ number }}));
seen.push(teiWord("mentions", {{}}), teiWord("no such {{key}}", {{ key: "$& {{key}}" }}));
seen.push(teiWord("copy"));
document.getElementById("seen").textContent = JSON.stringify(seen);
</script>"""


@pytest.mark.parametrize("language", list_languages())
def test_scripts_say_what_python_says(language: str, tmp_path: Path) -> None:
    """For each number the same plural form, with the same groups of digits."""
    words = list_words(language)
    script = make_word_script(words, ['teiWord("mentions"); teiWord("copy")'])
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(script=script, numbers=json.dumps(NUMBERS)), encoding="utf-8")
    done = browse(tmp_path / "profile", page.as_uri())
    seen = json.loads(html.fromstring(done.stdout).findtext(".//pre") or "")

    assert seen == [
        *(words.say("mentions", number=number) for number in NUMBERS),
        words["mentions"], "no such $& {key}", words["copy"],
    ]  # fmt: skip
