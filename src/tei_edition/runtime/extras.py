"""The optional libraries of the package, and the commands that install them."""

from __future__ import annotations

from importlib.metadata import requires

_PACKAGE = "tei-edition"


def name_install(extra: str) -> str:
    """Return the command that installs the libraries of an extra, as a shell takes it.

    It names the libraries, not the extra: so it works wherever the package itself came from.
    Raises KeyError for an extra that does not exist.
    """
    marker = f'extra == "{extra}"'
    wanted = [
        requirement.partition(";")[0].strip()
        for requirement in requires(_PACKAGE) or ()
        if marker in requirement.replace("'", '"')
    ]
    if not wanted:
        raise KeyError(extra)
    return " ".join(("pip install", *(f'"{requirement}"' for requirement in wanted)))
