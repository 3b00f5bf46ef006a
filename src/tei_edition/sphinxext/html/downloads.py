"""Copy the files for download into the site, and delete those no longer offered."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tei_edition.problems import EditionError
from tei_edition.runtime.files import stamp_file
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.html.citations import publish_site
from tei_edition.sphinxext.html.start import PAGE
from tei_edition.sphinxext.parser import is_staged
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from tei_edition.publishing.staging import StagedFile

# A page on its own has no place for what belongs to a site, and an EPUB lists all it holds.
_SITES = frozenset({"html", "dirhtml", "singlehtml"})
_NO_JEKYLL = ".nojekyll"


def publish(files: Iterable[StagedFile], folder: Path) -> list[str]:
    """Copy the files into the folder, those alone that differ; their paths in it.

    A path that leads out of the folder is passed over.
    """
    paths = []
    for file in files:
        target = _inside(folder, file.site_path)
        if not target:
            continue
        # With its time, by which an unchanged file is known: there may be thousands.
        if stamp_file(target) != stamp_file(file.path) and not _is_equal(file.path, target):
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
            shutil.copy2(file.path, target)
        paths.append(file.site_path)
    return paths


def withdraw(paths: Iterable[str], folder: Path) -> None:
    """Delete these files from the folder, and the folders in it that are empty without them."""
    for path in paths:
        target = _inside(folder, path)
        if not target:
            continue
        Path(target).unlink(missing_ok=True)
        for parent in Path(target).parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


def _inside(folder: Path, path: str) -> str:
    """Return a path in the folder; empty if it leads out of it."""
    target = os.path.normpath(f"{folder}{os.sep}{path}")
    return target if target.startswith(f"{folder}{os.sep}") else ""


def _is_equal(path: Path, target: str) -> bool:
    return os.path.isfile(target) and filecmp.cmp(path, target)  # noqa: PTH113 - as above


def publish_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Bring the site in line with the edition, by the list that the last build has left."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    if exception is not None or builder.name not in _SITES:
        return
    folder = Path(app.outdir)
    _refuse_pages(app, builder)
    manifest = Path(app.doctreedir) / f"tei-edition-{builder.name}.json"
    offered = publish(get_state(app).staging.downloads, folder)
    offered += publish_site(app)
    if builder.name in SITES:
        # GitHub Pages leaves out folders that begin with a line below unless this is there.
        (folder / _NO_JEKYLL).touch()
        offered.append(_NO_JEKYLL)
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


def _refuse_pages(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Raise EditionError for a file that would replace a page of the site, as a redirect would."""
    made = {PAGE, "genindex", "search", *(index[0] for index in builder.domain_indices)}
    made |= {*app.env.found_docs, *app.config.html_additional_pages}
    pages = {os.path.realpath(builder.get_output_path(docname)) for docname in made}
    for file in get_state(app).staging.downloads:
        # There are tens of thousands of other files.
        is_page = file.site_path.casefold().endswith(builder.out_suffix)
        if is_page and os.path.realpath(f"{app.outdir}{os.sep}{file.site_path}") in pages:
            raise EditionError(
                f'"{file.site_path}" is a page of the site, and cannot lead to another page',
                hint="remove its line from the file that [redirects] names",
            )


def _read_manifest(manifest: Path, folder: Path) -> set[str]:
    """Return what the last build put into this folder; nothing if it built into another."""
    try:
        kept = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return set(kept["files"]) if kept["folder"] == str(folder) else set()
