"""Translations for Sphinx's scripts, without code that evaluates strings.

`Documentation.addTranslations` of Sphinx's doctools.js makes a function of the rule for plurals, as
`eval` would. The policy of our pages forbids that, and browsers would log an error on each page.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.upstream import find_translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Sphinx puts its own there first, and what a project serves after it.
_NAME = "translations.js"
_CALL = re.compile(r"\s*Documentation\.addTranslations\((\{.*\})\);?\s*", re.DOTALL)
_PLURALS = re.compile(r"[n0-9\s()?:<>=!%&|+-]+")
_SCRIPT = """Object.assign(Documentation.TRANSLATIONS, {messages});
Documentation.PLURAL_EXPR = (n) => Number({plurals});
Documentation.LOCALE = {locale};
"""


def serve(app: Sphinx) -> None:
    """Serve the translations in words that the policy allows."""
    if app.builder.name not in {*SITES, "singlehtml"} or app.config.tei_edition_policy is False:
        return
    found = find_translations(app.builder)
    script = translate(found.read_text(encoding="utf-8")) if found else ""
    if script:
        path = Path(app.doctreedir) / app.builder.name / _NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
        app.config.html_static_path.append(str(path))


def translate(script: str) -> str:
    """Return a script that does what one of Sphinx's does; empty if that does something else."""
    call = _CALL.fullmatch(script)
    try:
        catalogue = json.loads(call[1]) if call else {}
    except ValueError:
        return ""
    plurals = catalogue.get("plural_expr")
    if not isinstance(plurals, str) or not _PLURALS.fullmatch(plurals):
        return ""
    return _SCRIPT.format(
        messages=json.dumps(catalogue.get("messages", {})),
        plurals=plurals,
        locale=json.dumps(catalogue.get("locale", "")),
    )
