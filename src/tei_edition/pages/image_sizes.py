"""Smaller copies of pictures for pages, and copies that browsers show, made by Pillow.

Without Pillow the pictures themselves are shown.
"""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tei_edition.runtime.files import hash_text, stamp_file

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

# What browsers show, and what no copy can be better than.
_DRAWN = frozenset({".svg", ".gif"})
QUALITY = 82
# Pillow takes a picture of more pixels for one that is meant to fill the memory.
MOST_PIXELS = 89_478_485
# Pillow finds the format by the content, and would run Ghostscript on PostScript, a program.
_FORMATS = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")


def can_resize() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def make_copy(path: Path, width: int, folder: Path) -> Path | None:
    """Return a JPEG of a picture, at most so wide, that is kept in `folder`; None if that fails.

    A `width` of 0 keeps the size. A picture that Pillow cannot read has no copy, nor has one of
    so many pixels that it might be meant to fill the memory.
    """
    if not can_resize() or path.suffix.lower() in _DRAWN:
        return None
    import PIL

    key = hash_text(str(path), repr(stamp_file(path)), str(width), PIL.__version__)
    copy = folder / f"{key}.jpg"
    if copy.is_file():
        return copy
    data = _convert(path, width)
    if data is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(data)
    return copy


def _convert(path: Path, width: int) -> bytes | None:
    from PIL import Image, ImageOps

    data = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata that is damaged
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.init()
            known = [name for name in _FORMATS if name in Image.OPEN]
            with Image.open(path, formats=known) as opened:
                picture = ImageOps.exif_transpose(opened)
                if width and picture.width > width:
                    height = max(1, round(picture.height * width / picture.width))
                    picture = flatten(picture).resize((width, height), Image.Resampling.LANCZOS)
                flatten(picture).save(data, "JPEG", quality=QUALITY, progressive=True)
    except (OSError, ValueError, SyntaxError, MemoryError, ArithmeticError):
        return None  # damaged, or of a kind that this Pillow does not know
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return data.getvalue()


def flatten(picture: Image.Image) -> Image.Image:
    """Return a picture in plain colours: JPEG has no transparency, which becomes white."""
    from PIL import Image

    if picture.mode in {"L", "RGB"}:
        return picture
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
