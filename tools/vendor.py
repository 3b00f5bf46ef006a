"""Fetch what the package ships of others from npm, and compare it with its checksums.

    python tools/vendor.py

Each folder of `src/tei_edition/pages/vendor` has a SOURCE.toml with the package, its version, the
checksum of its archive as npm states it, and those of the files that are taken from it.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src" / "tei_edition" / "pages" / "vendor"


def fetch(folder: Path) -> None:
    """Write the files of one folder; raises ValueError if a checksum differs."""
    source = tomllib.loads((folder / "SOURCE.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        package = f"{source['name']}@{source['version']}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=place, check=True)  # noqa: S603, S607
        (archive,) = Path(place).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != source["integrity"]:
            raise ValueError(f"{package} is not the archive that SOURCE.toml names")
        with tarfile.open(archive) as files:
            for name, expected in source["files"].items():
                member = files.extractfile(f"package/{name}")
                data = member.read() if member else b""
                if hashlib.sha256(data).hexdigest() != expected:
                    raise ValueError(f"{name} of {package} has another checksum")
                (folder / Path(name).name).write_bytes(data)


def main() -> int:
    """Fetch every folder."""
    for path in sorted(FOLDER.glob("*/SOURCE.toml")):
        fetch(path.parent)
        print(f"{path.parent.name}: as SOURCE.toml says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
