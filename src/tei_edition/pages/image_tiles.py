"""Pictures of the edition as tiles of IIIF Image API 3, level 0, made by Pillow.

https://iiif.io/api/image/3.0/ The tiles are kept in the cache, and made again only if the picture
or Pillow has changed. https://iiif.io/api/image/3.0/implementation/ names the files of a static
service.
"""

from __future__ import annotations

import shutil
import warnings
from typing import TYPE_CHECKING, Any

from tei_edition.pages.image_sizes import QUALITY, can_resize, flatten
from tei_edition.runtime.files import format_json, hash_text, stamp_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image

# The size of a tile: smaller ones would be thousands of files for a large page.
TILE = 1024
# A picture with no side longer than this needs no tiles.
_SMALL = 2 * TILE
_DONE = "done"


def make_tiles(path: Path, size: tuple[int, int], folder: Path) -> dict[str, str]:
    """Return the files of a picture's tiles by their paths in the service; none if it needs none.

    They are kept in `folder`. A picture that Pillow cannot read, that it would turn, or that has so
    many pixels that it might be meant to fill the memory, has none.
    """
    if max(size) <= _SMALL or not can_resize():
        return {}
    import PIL

    key = hash_text(str(path), repr(stamp_file(path)), str(TILE), PIL.__version__)
    home = folder / f"{key}.tiles"
    if not (home / _DONE).is_file():
        shutil.rmtree(home, ignore_errors=True)
        if not _write_tiles(path, size, home):
            return {}
        (home / _DONE).touch()
    return {file.relative_to(home).as_posix(): str(file) for file in sorted(home.rglob("*.jpg"))}


def describe_tiles(address: str, size: tuple[int, int], folder: Path) -> str:
    """Return the path of the `info.json` of a service at an address, which is kept in `folder`."""
    width, height = size
    factors = list(_list_factors(size))
    data = format_json(
        {
            "@context": "http://iiif.io/api/image/3/context.json",
            "id": address,
            "type": "ImageService3",
            "protocol": "http://iiif.io/api/image",
            "profile": "level0",
            "width": width,
            "height": height,
            "sizes": [{"width": w, "height": h} for w, h in (_scale(size, factors[-1]), size)],
            "tiles": [{"width": TILE, "scaleFactors": factors}],
        }
    )
    path = folder / f"{hash_text(data.decode())}.info.json"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return str(path)


def _list_factors(size: tuple[int, int]) -> Iterator[int]:
    """Yield by what a picture is divided, until it is one tile."""
    factor = 1
    while True:
        yield factor
        if max(_scale(size, factor)) <= TILE:
            return
        factor *= 2


def _scale(size: tuple[int, int], factor: int) -> tuple[int, int]:
    return -(-size[0] // factor), -(-size[1] // factor)


def _write_tiles(path: Path, size: tuple[int, int], home: Path) -> bool:
    """Write all tiles of a picture; whether that was possible."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata that is damaged
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                whole = flatten(ImageOps.exif_transpose(opened))
            if whole.size != size:
                return False
            _save(whole, home / "full/max")
            for factor in _list_factors(size):
                _write_level(whole, factor, home)
    except (OSError, ValueError, SyntaxError, MemoryError, ArithmeticError):
        return False  # damaged, or of a kind that this Pillow does not know
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True


def _write_level(whole: Image.Image, factor: int, home: Path) -> None:
    from PIL import Image

    width, height = whole.size
    scaled = _scale(whole.size, factor)
    level = whole if factor == 1 else whole.resize(scaled, Image.Resampling.LANCZOS)
    if max(scaled) <= TILE:
        _save(level, home / f"full/{scaled[0]},{scaled[1]}")
        return
    for top in range(0, scaled[1], TILE):
        for left in range(0, scaled[0], TILE):
            box = left, top, min(left + TILE, scaled[0]), min(top + TILE, scaled[1])
            x, y = left * factor, top * factor
            region = x, y, min(TILE * factor, width - x), min(TILE * factor, height - y)
            name = ",".join(map(str, region))
            _save(level.crop(box), home / f"{name}/{box[2] - left},{box[3] - top}")


def _save(picture: Any, folder: Path) -> None:
    """Write a picture under the rotation and quality that a request for it has."""
    path = folder / "0/default.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "JPEG", quality=QUALITY)
