"""Copy the files for download into the site, and delete those no longer offered."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tei_edition.sphinxext.html.citations import publish_site
from tei_edition.sphinxext.parser import is_staged
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from tei_edition.publishing.staging import StagedFile

# A page on its own has no place for what belongs to a site, and an EPUB lists all it holds.
_SITES = frozenset({"html", "dirhtml", "singlehtml"})


def publish(files: Iterable[StagedFile], folder: Path) -> list[str]:
    """Copy the files into the folder, those alone that differ; their paths in it.

    A path that leads out of the folder is passed over.
    """
    paths = []
    for file in files:
        target = _inside(folder, file.site_path)
        if target is None:
            continue
        # With its time, by which an unchanged file is known: there may be thousands.
        if not (target.is_file() and filecmp.cmp(file.path, target)):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.path, target)
        paths.append(file.site_path)
    return paths


def withdraw(paths: Iterable[str], folder: Path) -> None:
    """Delete these files from the folder, and the folders in it that are empty without them."""
    for path in paths:
        target = _inside(folder, path)
        if target is None:
            continue
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


def _inside(folder: Path, path: str) -> Path | None:
    target = Path(os.path.normpath(folder / path))
    return target if folder in target.parents else None


def publish_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Bring the site in line with the edition, by the list that the last build has left."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    if exception is not None or builder.name not in _SITES:
        return
    folder = Path(app.outdir)
    manifest = Path(app.doctreedir) / f"tei-edition-{builder.name}.json"
    offered = publish(get_state(app).staging.downloads, folder)
    offered += publish_site(app)
    start = len(str(folder)) + 1
    # Sphinx leaves the pages of documents that are gone.
    offered += [
        str(builder.get_output_path(docname))[start:].replace(os.sep, "/")
        for docname in app.env.found_docs
        if is_staged(app.env, docname) and builder.name != "singlehtml"
    ]
    withdraw(sorted(_read_manifest(manifest, folder) - set(offered)), folder)
    content = json.dumps({"folder": str(folder), "files": sorted(set(offered))}, indent=0)
    manifest.write_text(content, encoding="utf-8")


def _read_manifest(manifest: Path, folder: Path) -> set[str]:
    """Return what the last build put into this folder; nothing if it built into another."""
    try:
        kept = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return set(kept["files"]) if kept["folder"] == str(folder) else set()
