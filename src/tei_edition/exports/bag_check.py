"""Whether a bag is whole: every file there, every checksum right, nothing beside them."""

from __future__ import annotations

import hashlib
import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tei_edition.exports.bag import decode_path
from tei_edition.problems import EditionError
from tei_edition.runtime.files import MOST_UNPACKED, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MANIFEST = re.compile(r"(tag)?manifest-(md5|sha1|sha224|sha256|sha384|sha512)\.txt")


# What reading a damaged archive may end in, whatever its compression.
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError,
    NotImplementedError, ValueError, struct.error,
)  # fmt: skip


def check_bag(path: Path) -> list[str]:
    """Return what is wrong with a bag, a ZIP or a folder, in sentences; nothing for a sound one."""
    files = read_bag(path)
    if "bagit.txt" not in files:
        return ["bagit.txt is missing: this is no bag"]
    found = [*_check_declaration(files), *_check_manifests(files), *_check_size(files)]
    return list(dict.fromkeys(found))


def read_bag(path: Path) -> dict[str, bytes]:
    """Return the files of a bag by their paths in it. Raises EditionError for any other file."""
    try:
        if path.is_dir():
            there = [f for f in sorted(path.rglob("*")) if f.is_file() and not f.is_symlink()]
            _expect_room(path, sum(file.stat().st_size for file in there))
            files = {file.relative_to(path).as_posix(): read_regular(file) for file in there}
        else:
            with zipfile.ZipFile(path) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
                _expect_room(path, sum(entry.file_size for entry in entries))
                files = {entry.filename: archive.read(entry) for entry in entries}
    except FileNotFoundError:
        raise EditionError(f'there is no bag "{path}"') from None
    except (*_DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # the file cannot be opened
        raise EditionError(f"{path}: {error}", hint="a bag is a folder, or a ZIP of one") from None
    return _unwrap(files)


def _expect_room(path: Path, size: int) -> None:
    if size > MOST_UNPACKED:
        raise EditionError(f"{path}: unpacked it has more than {MOST_UNPACKED // 10**9} GB")


def _unwrap(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files without the folder that all of them are in."""
    tops = {name.partition("/")[0] for name in files}
    if "bagit.txt" in files or len(tops) != 1:
        return dict(files)
    return {name.partition("/")[2]: data for name, data in files.items()}


def _check_declaration(files: Mapping[str, bytes]) -> Iterator[str]:
    declared = files["bagit.txt"].decode("utf-8", "replace")
    if not re.match(r"BagIt-Version: (0\.9[3-7]|1\.0)\r?\n", declared):
        yield "bagit.txt does not name a version of BagIt from 0.93 to 1.0"
    if "Tag-File-Character-Encoding: UTF-8" not in declared:
        yield "bagit.txt does not say that its encoding is UTF-8"


def _check_manifests(files: Mapping[str, bytes]) -> Iterator[str]:
    payload = {name for name in files if name.startswith("data/")}
    manifests = {name: match for name in files if (match := _MANIFEST.fullmatch(name))}
    if not any(match[1] is None for match in manifests.values()):
        yield "there is no manifest of the payload"
    for name, match in sorted(manifests.items()):
        listed: set[str] = set()
        for number, line in enumerate(files[name].decode("utf-8", "replace").splitlines(), 1):
            digest, _, rest = line.partition(" ")
            path = decode_path(rest.strip().removeprefix("*"))
            if not path or ".." in PurePosixPath(path).parts or path.startswith("/"):
                yield f"{name}, line {number}: no path in the bag"
                continue
            listed.add(path)
            if path not in files:
                yield f"{path} is missing"
            elif hashlib.new(match[2], files[path]).hexdigest() != digest.lower():
                yield f"{path} has changed: its {match[2]} is another"
        for path in sorted(payload - listed) if match[1] is None else ():
            yield f"{path} is in no {name}"


def _check_size(files: Mapping[str, bytes]) -> Iterator[str]:
    info = files.get("bag-info.txt", b"").decode("utf-8", "replace")
    stated = re.search(r"^Payload-Oxum: (\d+)\.(\d+)\s*$", info, re.MULTILINE)
    if stated is None:
        return
    sizes = [len(data) for name, data in files.items() if name.startswith("data/")]
    if (sum(sizes), len(sizes)) != (int(stated[1]), int(stated[2])):
        yield (
            f"bag-info.txt counts {stated[1]} bytes in {stated[2]} files, and there are"
            f" {sum(sizes)} in {len(sizes)}"
        )
