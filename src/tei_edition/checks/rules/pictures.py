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
from tei_edition.source.stamps import locate
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text
    from tei_edition.problems import Location
    from tei_edition.source import Source


@check("edition", "unshown-picture")
def check_pictures(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each picture, unless it is on the web, that cannot be shown."""
    root = real_path(config.root)
    for text in resolver.edition.files:
        for picture in text.pictures:
            url = picture.url
            is_elsewhere = url.startswith(("https://", "http://"))
            if is_elsewhere or find_picture((root / text.file).parent, url, root):
                continue
            yield from _tell_unshown(url, picture.location, root)


def _tell_unshown(url: str, location: Location, root: Path) -> Iterator[Problem]:
    """Yield why a picture is not shown that is not on the web; the schema reports empty names."""
    told = f'there is no picture "{url}" in the edition'
    hint = "name a file in the edition's folder"
    path = join_path(location.file, unquote(url))
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
        return
    if url:
        yield problem("unshown-picture", told, location, hint=hint)


@check("edition", "unshown-picture")
def check_source_images(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each image of a source that pages cannot show."""
    root = real_path(config.root)
    for text in resolver.edition.files:
        folder = (root / text.file).parent
        pictures = [
            picture
            for surface in text.facsimile.surfaces
            for picture in (*surface.pictures, *(p for z in surface.zones for p in z.pictures))
        ]
        for picture in {p.location: p for p in pictures}.values():
            url = picture.url
            if url.startswith(("https://", "http://")):
                is_converted = f".{url.rpartition('.')[2].lower()}" in CONVERTED
                if is_converted and not picture.service:
                    told = f'browsers cannot show "{url}", and only pictures of the edition can be'
                    hint = (
                        "name a JPEG or a IIIF image service, or put the picture into the edition"
                    )
                    yield problem(
                        "unshown-picture", f"{told} converted", picture.location, hint=hint
                    )
            elif find_file(folder, url, root, CONVERTED):
                if not can_resize():
                    told = (
                        f'browsers cannot show "{url}", and Pillow is not installed to convert it'
                    )
                    hint = f"{name_install('facsimile')}, or save it as JPEG or PNG"
                    yield problem("unshown-picture", told, picture.location, hint=hint)
            elif ":" not in url and not find_picture(folder, url, root):
                yield from _tell_unshown(url, picture.location, root)


@check("file", "unshown-picture")
def check_parts_of_surfaces(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each film, recording or encoded picture of a surface: none is shown."""
    root = source.root
    for holder in root.iter(tei("facsimile"), tei("sourceDoc")) if root is not None else ():
        for element in holder.iter(tei("media"), tei("binaryObject")):
            kind = element.get("mimeType", "").partition("/")[0]
            if local(element.tag) == "media" and kind not in {"audio", "video", "text"}:
                continue
            yield problem(
                "unshown-picture",
                f"the <{local(element.tag)}> of a surface is not shown beside the text",
                locate(element),
                hint="save the picture as a file, and name it in a graphic"
                if local(element.tag) == "binaryObject"
                else "show it in a figure of the text, or add a picture of the surface",
            )


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
