"""Publish the files of a build in the output folder: all of them, or none.

All files that have changed are first written beside the old ones and then put in their places,
which takes a moment. If the disk is full, or the work is stopped before, the last site stays.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition.config import FILE_NAME, list_registers, list_texts
from tei_edition.runtime.files import copy_file, write_file
from tei_edition.runtime.own_folders import (
    delete_outdated,
    read_made,
    refuse_links_to,
    refuse_links_within,
    refuse_sources,
    write_made,
)
from tei_edition.runtime.portable_names import refuse_unportable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.config import Config

# New files lie here until all of them are written.
_NEW = ".tei-edition-new"


def check_output(config: Config, output: Path) -> None:
    """Raise EditionError if the output would mix with the edition, or lies behind a link."""
    refuse_links_to(output, config.root)
    conf = config.source_folder / "conf.py"
    own = (config.root / FILE_NAME, conf, *list_texts(config), *list_registers(config))
    refuse_sources(output, (path for path in own if path.exists()))


def publish(
    output: Path, files: Mapping[str, bytes | Path], maker: str, *, is_whole: bool = True
) -> None:
    """Write files into a folder, by their paths in it: from bytes, or as copies of other files.

    If the files are all that the maker makes, files that it made before and no longer makes are
    deleted. Other files are not touched. Raises EditionError if a link is in the way, or if this
    system cannot hold a file of such a name.
    """
    refuse_unportable(files)
    folders = {name.rpartition("/")[0] for name in files}
    refuse_links_within(output, (output / folder / "file" for folder in folders))
    changed = [name for name, made in files.items() if not _is_same(f"{output}/{name}", made)]
    new = output / _NEW
    _remove(new)
    try:
        for number, name in enumerate(changed):
            _write(new / str(number), files[name])
        _note(output, files, maker)
        for number, name in enumerate(changed):
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (new / str(number)).replace(output / name)
    except OSError as error:
        # Who reads the message knows the folder, and not the name that a file has for a moment.
        raise OSError(error.errno, error.strerror, str(output)) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(new)
    if is_whole:
        delete_outdated(output, files, maker)


def list_made(folder: Path) -> dict[str, bytes | Path]:
    """List all files of a folder by their paths in it."""
    start = len(str(folder)) + 1
    return {
        f"{base}/{name}"[start:].replace(os.sep, "/"): Path(base, name)
        for base, _, names in os.walk(folder)
        for name in sorted(names)
    }


def _is_same(path: str, made: bytes | Path) -> bool:
    # Strings, and one look at each file: there may be thousands.
    try:
        status = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        return False
    if isinstance(made, bytes):
        return status.st_size == len(made) and Path(path).read_bytes() == made
    wanted = made.stat()
    if status.st_size != wanted.st_size:
        return False
    if status.st_mtime_ns == wanted.st_mtime_ns:
        return True
    if not filecmp.cmp(path, made, shallow=False):
        return False
    # By its time it is known next time without being read.
    os.utime(path, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))
    return True


def _write(path: Path, made: bytes | Path) -> None:
    if isinstance(made, bytes):
        write_file(path, made)
    else:
        copy_file(made, path)


def _note(output: Path, files: Mapping[str, bytes | Path], maker: str) -> None:
    """Note the new files beside the old ones: whoever stops now leaves none that is not known."""
    lists = read_made(output)
    lists[maker] = sorted({*lists.get(maker, ()), *files})
    write_made(output, lists)


def _remove(new: Path) -> None:
    if new.is_symlink() or new.is_file():
        new.unlink()
    elif new.is_dir():
        shutil.rmtree(new)
