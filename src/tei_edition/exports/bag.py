"""The archive: a bag (BagIt 1.0, RFC 8493) as one ZIP, ready for repositories.

It is written straight into the ZIP, without any folder on disk. Times are those of the edition and
nothing is compressed, so that the same edition gives the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition import __version__
from tei_edition.config import FILE_NAME
from tei_edition.exports.bag_settings import write_settings
from tei_edition.exports.holdings import make_short_name
from tei_edition.exports.readme import write_licence, write_readme
from tei_edition.exports.registry import FORMATS, make_files
from tei_edition.exports.ro_crate import CRATE, can_describe, describe_crate
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.zip_files import write_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tei_edition.exports.holdings import Holdings

ALGORITHMS = ("sha256", "sha512")
_OWN = ("README.md", "CITATION.cff", ".zenodo.json", "LICENSE", "LICENSE.md", "LICENSE.txt",
        "COPYING", "redirects.toml", "edition.toml")  # fmt: skip
_LONGEST_NAME = 40
# The formats that are made of the files of all others.
_OF_ALL = frozenset({"rocrate", "bag"})


def write_bag(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the bag of an edition, `NAME.zip`, with everything that belongs to it."""
    yield pack_bag(holdings, list_payload(holdings, make_exports(holdings)))


def pack_bag(holdings: Holdings, payload: dict[str, bytes]) -> tuple[str, bytes]:
    """Return the name and the ZIP of a bag, given its files, of which it leaves none."""
    name = name_bag(holdings)
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _describe_bag(holdings, payload),
    }
    files = {f"data/{path}": payload.pop(path) for path in sorted(payload)}
    for algorithm in ALGORITHMS:
        tags[f"manifest-{algorithm}.txt"] = write_manifest(files, algorithm)
    files |= tags
    for algorithm in ALGORITHMS:
        files[f"tagmanifest-{algorithm}.txt"] = write_manifest(tags, algorithm)
    # Each is forgotten once it is in the archive: large editions would be in memory twice.
    entries = ((f"{name}/{path}", files.pop(path)) for path in sorted(files))
    return f"{name}.zip", write_entries(entries, date=holdings.date)


def name_bag(holdings: Holdings) -> str:
    """Return the name of an edition's bag, made of its title."""
    name = make_short_name(holdings.title.lower())[:_LONGEST_NAME] if holdings.title else ""
    return name.strip("-.~") or "edition"


def make_exports(holdings: Holdings) -> dict[str, bytes]:
    """Return the exports that a bag has, by their paths."""
    return {
        path: data
        for chosen in FORMATS
        if chosen.in_bag
        for path, data in make_files(chosen, holdings)
    }


def make_everything(holdings: Holdings) -> Iterator[list[tuple[str, bytes]]]:
    """Yield the files of each format, made once, and last the bag that consists of them."""
    made: dict[str, bytes] = {}
    for chosen in FORMATS:
        if chosen.name not in _OF_ALL:
            files = list(make_files(chosen, holdings))
            yield files
            made |= files if chosen.in_bag else ()
            del files
    payload = list_payload(holdings, made)
    del made
    if crate := payload.get(CRATE):
        yield [(CRATE, crate)]
    yield [pack_bag(holdings, payload)]


def list_payload(holdings: Holdings, exports: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files of a bag by their paths: sources, what they were checked by, exports.

    What the edition has itself (a README, a licence) takes the place of what is made.
    """
    made = {**exports, **{holdings.places[file]: data for file, data in holdings.sources.items()}}
    made |= list_companions(holdings, made)
    if FILE_NAME in made:
        made[FILE_NAME] = write_settings(holdings, made[FILE_NAME], made)
    if crate := describe_crate(holdings, {path: len(data) for path, data in made.items()}):
        made[CRATE] = crate
    return dict(sorted(made.items()))


def list_companions(holdings: Holdings, exports: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files that belong to the texts: schema, rules, ODD, copy-texts, licence, README.

    A licence and a README are made if the edition has none; the README explains the `exports`.
    """
    config = holdings.config
    named = [
        config.check.schema, *(config.check.schematron or ()), config.schema.odd,
        *config.check.copies, config.edition.xslt, config.citation.style, config.redirects.file,
        *_OWN,
    ]  # fmt: skip
    found: dict[str, bytes] = {}
    for entry in named:
        path = config.root / entry
        is_inside = entry and ".." not in Path(entry).parts and not Path(entry).is_absolute()
        if is_inside and path.is_file() and not path.is_symlink():
            found[Path(entry).as_posix()] = read_regular(path)
    has_licence = any(path.startswith(("LICENSE", "COPYING")) for path in found)
    if not has_licence and (licence := write_licence(holdings)):
        found["LICENSE.txt"] = licence
    found.setdefault("README.md", write_readme(holdings, exports))
    return found


def write_manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """Return the checksums of files, by their paths in the bag."""
    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {encode_path(path)}\n"
        for path, data in sorted(files.items())
    )
    return "".join(lines).encode()


def encode_path(path: str) -> str:
    """Return a path as manifests have it: the ends of lines and the percent sign are encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(path: str) -> str:
    """Return the path that a manifest means."""
    for code, sign in (("%0[Aa]", "\n"), ("%0[Dd]", "\r"), ("%25", "%")):
        path = re.sub(code, sign, path)
    return path


def write_crate(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the description of all files of a bag as a research object, by itself."""
    if can_describe(holdings):
        yield CRATE, list_payload(holdings, make_exports(holdings))[CRATE]


def _describe_bag(holdings: Holdings, payload: Mapping[str, bytes]) -> bytes:
    cited = holdings.citation
    fields = (
        ("Source-Organization", cited.publisher),
        ("External-Description", holdings.title),
        ("External-Identifier", cited.doi and f"https://doi.org/{cited.doi}"),
        ("External-Identifier", holdings.url),
        ("Bagging-Date", holdings.day),
        ("Bag-Software-Agent", f"tei-edition {__version__}"),
        ("Payload-Oxum", f"{sum(map(len, payload.values()))}.{len(payload)}"),
    )
    lines = (f"{name}: {' '.join(value.split())}\n" for name, value in fields if value)
    return "".join(lines).encode()
