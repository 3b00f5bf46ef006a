"""The pictures that a text shows must be in the edition, and be of a kind that browsers show.

Missing pictures are reported by `files`, like other missing files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.checks.frame import check
from tei_edition.checks.rules.files import is_file_name
from tei_edition.facts.pointers import join_path
from tei_edition.pages.facsimile import CONVERTED, measure
from tei_edition.pages.image_sizes import MOST_PIXELS, can_resize
from tei_edition.pages.pictures import SUFFIXES, find_file, find_picture
from tei_edition.problems import Problem, problem
from tei_edition.runtime.boundary import is_circle
from tei_edition.runtime.extras import name_install
from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver


@check("edition", "unshown-picture")
def check_pictures(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each picture, unless it is on the web, that cannot be shown."""
    edition = resolver.edition
    root = real_path(config.root)
    for text in edition.files:
        for picture in text.pictures:
            url = picture.url
            if not url:
                continue  # the schema reports it
            is_elsewhere = url.startswith(("https://", "http://"))
            if is_elsewhere or find_picture((root / text.file).parent, url, root):
                continue
            told = f'there is no picture "{url}" in the edition'
            hint = "name a file in the edition's folder"
            path = join_path(text.file, unquote(url))
            if path.startswith(("/", "../")) or _leads_out(root / path, root):
                told = f'the picture "{url}" is outside the edition'
                hint = "put it into the edition's folder, and write the path relative to this file"
            elif is_circle(root / path):
                told = f'"{url}" is a link that leads back to itself'
                hint = "replace the link by the picture itself"
            elif _is_there(root / path):
                told = f'"{url}" is not a picture that browsers can show'
                hint = f"save it as one of {', '.join(sorted(s[1:] for s in SUFFIXES))}"
            elif is_file_name(url):
                continue
            yield problem("unshown-picture", told, picture.location, hint=hint)


@check("edition", "unshown-picture")
def check_source_images(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each image of a source that must be converted, where nothing does it."""
    if can_resize():
        return
    root = real_path(config.root)
    for text in resolver.edition.files:
        for surface in text.facsimile.surfaces:
            for picture in surface.pictures:
                url = picture.url
                if find_file((root / text.file).parent, url, root, CONVERTED) is None:
                    continue
                told = f'browsers cannot show "{url}", and Pillow is not installed to convert it'
                hint = f"{name_install('facsimile')}, or save it as JPEG or PNG"
                yield problem("unshown-picture", told, picture.location, hint=hint)


# What is slow to load on a page; with more pixels, browsers run out of memory for it on phones.
_MANY_BYTES, _MANY_PIXELS = 3_000_000, 40_000_000


@check("edition", "large-picture")
def check_sizes_of_images(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each image of a source of which pages have no smaller copy."""
    if not config.facsimile.beside or not config.facsimile.width:
        return
    root = real_path(config.root)
    for text in resolver.edition.files:
        folder = (root / text.file).parent
        for surface in text.facsimile.surfaces:
            found = [
                (picture, find_picture(folder, picture.url, root)) for picture in surface.pictures
            ]
            told = [(picture, _describe_large(path)) for picture, path in found if path]
            if told and all(words for _, words in told):
                picture, words = told[0]
                hint = "save one with fewer pixels for the pages, and name both in the surface"
                yield problem(
                    "large-picture",
                    f'pages load the whole picture "{picture.url}": it has {words}',
                    picture.location,
                    hint=f"{name_install('facsimile')}, or {hint}" if "MB" in words else hint,
                )


def _describe_large(path: Path) -> str:
    """Return how large a picture is of which no smaller copy is made; empty for others."""
    width, height = measure(path)
    if width * height > (MOST_PIXELS if can_resize() else _MANY_PIXELS):
        return f"{width:,} × {height:,} pixels"
    size = 0 if can_resize() else path.stat().st_size
    return f"{size / 1e6:.0f} MB" if size > _MANY_BYTES else ""


def _leads_out(path: Path, root: Path) -> bool:
    try:
        return path.exists() and not real_path(path).is_relative_to(root)
    except (OSError, ValueError):
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file system allows
        return False
