"""Files of a new edition for the programs with which editors work on it."""

from __future__ import annotations

SETTINGS = """\
{
  "files.encoding": "utf8",
  "search.exclude": { "build": true, "docs/edition": true },
  "xml.format.enabled": false,
  "[xml]": {
    "editor.wordWrap": "on",
    "editor.formatOnSave": false,
    "editor.formatOnPaste": false,
    "files.trimTrailingWhitespace": false,
    "files.insertFinalNewline": false
  }
}
"""

EXTENSIONS = """\
{
  "recommendations": ["tei-edition.tei-edition"]
}
"""

EDITORCONFIG = """\
# Many editor programs read this file. White space at the end of a line may belong to a text.
root = true

[*]
charset = utf-8

[*.xml]
indent_style = space
indent_size = 2
trim_trailing_whitespace = false
insert_final_newline = unset

[seeds/**]
trim_trailing_whitespace = false
insert_final_newline = unset

[Makefile]
indent_style = tab
"""

MAKEFILE = """\
# "make" checks and builds the edition; "make serve" shows it in the browser while you write.
.PHONY: build check serve clean

build:
\ttei-edition build

check:
\ttei-edition check

serve:
\ttei-edition serve --open

clean:
\ttei-edition clean
"""

GITIGNORE = """\
/build/
/docs/edition/
/.tei-edition/
/.venv/
"""

# The paths of these files in the folder of an edition.
FILES = {
    ".gitignore": GITIGNORE,
    ".editorconfig": EDITORCONFIG,
    ".vscode/settings.json": SETTINGS,
    ".vscode/extensions.json": EXTENSIONS,
    "Makefile": MAKEFILE,
}
