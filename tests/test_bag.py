"""The archive: a bag that repositories take, the same bytes at every run, and its verification."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tomllib
import zipfile
from importlib import resources
from typing import TYPE_CHECKING

import jsonschema
import pytest
from lxml import etree

from building import TEI, run, run_command
from exporting import copy_shipped_tei, hold, make
from tei_edition.exports.bag import decode_path, encode_path
from tei_edition.exports.bag_check import check_bag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.exports.holdings import Holdings


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """What exports of the shipped edition are made of."""
    return hold(copy_shipped_tei(tmp_path_factory.mktemp("bag") / "e"))


@pytest.fixture(scope="module")
def bag(shipped: Holdings) -> bytes:
    """The bag of the shipped edition."""
    (data,) = make(shipped, "bag").values()
    return data


def _unpack(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_bags_are_valid_for_bagit(bag: bytes, tmp_path: Path) -> None:
    """The Library of Congress's own program finds the bag complete and its checksums right."""
    bagit = pytest.importorskip("bagit")
    top = _unpack(bag, tmp_path)

    found = bagit.Bag(str(top))
    assert found.validate()
    assert found.version_info == (1, 0)
    assert set(found.algorithms) == {"sha256", "sha512"}


def test_a_bag_has_everything(bag: bytes, shipped: Holdings, tmp_path: Path) -> None:
    """Sources byte for byte, schema, seeds, exports, licence, README, metadata."""
    data = _unpack(bag, tmp_path) / "data"
    names = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}

    for file, source in shipped.sources.items():
        assert (data / file).read_bytes() == source
    assert names >= {
        ".zenodo.json", "CITATION.cff", "LICENSE.txt", "README.md", "addresses.json",
        "data/datacite.json", "data/datacite.xml", "data/dc.xml", "data/entities.csv",
        "data/entities.ttl", "edition.toml", "ro-crate-metadata.json", "seeds/seed.txt",
        "tei/edition.rng", "tei/established/october.xml", "text/october.txt",
    }  # fmt: skip
    assert "creativecommons.org/licenses/by/4.0" in (data / "LICENSE.txt").read_text()
    assert "Leon Trotsky" in (data / "README.md").read_text()


def test_bags_are_the_same_at_every_run(bag: bytes, tmp_path: Path) -> None:
    """Another copy of the edition, another process, another hash seed: the same bytes."""
    root = copy_shipped_tei(tmp_path / "elsewhere")
    done = run(
        sys.executable, "-m", "tei_edition", "export", "bag", "-o", tmp_path / "out", cwd=root,
        PYTHONHASHSEED="7",
    )  # fmt: skip

    (made,) = (tmp_path / "out").iterdir()
    assert (done.returncode, done.stderr) == (0, "")
    assert made.read_bytes() == bag
    with zipfile.ZipFile(made) as archive:
        assert {e.date_time for e in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


@pytest.mark.parametrize(
    ("texts", "patterns"),
    [
        (["a.xml", "b.xml"], ["*.xml"]),
        (["a.xml", "tei/a.xml"], ["a.xml", "tei/a.xml"]),
        (["one/a.xml", "two/a.xml"], ["*/a.xml"]),
        # Patterns that would find what the bag has beside the texts.
        (["a.xml", "x/b.xml"], ["**/*.xml"]),
        (["data/dc.xml", "data/a.xml"], ["data/*.xml"]),
        (["tei/one/a.xml"], ["tei/**/*.xml", "tei/one/a.xml"]),
    ],
)
def test_a_bag_is_an_edition(tmp_path: Path, texts: list[str], patterns: list[str]) -> None:
    """Its edition.toml finds each text where it was, and nothing has changed."""
    root = tmp_path / "edition"
    for number, name in enumerate(texts):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        content = (
            f"<text><body><p>Words of {number}, <app><lem>one</lem><rdg>two</rdg></app>.</p></body>"
            "</text>"
        )
        (root / name).write_text(TEI.format(title=f"Text {number}", content=content))
    (root / "edition.toml").write_text(
        f'[edition] # ours\ntitle = "E"\ntexts = {patterns}\nregisters = []\n'
        '[check]\nschema = "none"\n'
    )
    assert run_command("export", "bag", "-o", "out", cwd=root).returncode == 0
    top = _unpack((root / "out/e.zip").read_bytes(), tmp_path / "open")

    named = tomllib.loads((top / "data/edition.toml").read_text())["edition"]
    assert named["title"] == "E"
    for name in texts:
        assert (top / "data" / name).read_bytes() == (root / name).read_bytes()
    assert run_command("check", cwd=top / "data").returncode == 0
    shutil.copytree(top / "data", tmp_path / "again")
    done = run_command("diff", root / "out/e.zip", tmp_path / "again", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing has changed.\n")
    readme = (top / "data/README.md").read_text()
    assert all(f"`{name}`" in readme for name in texts)


def test_check_verifies_bags(bag: bytes, tmp_path: Path) -> None:
    """`check --bag` ends with 0 for a sound one; as a ZIP and unpacked."""
    path = tmp_path / "bag.zip"
    path.write_bytes(bag)
    top = _unpack(bag, tmp_path / "open")
    done = run_command("check", "--bag", path, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")
    assert check_bag(top) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda top: (top / "data/tei/october.xml").write_text("x"), "tei/october.xml has changed"),
        (lambda top: (top / "data/README.md").unlink(), "data/README.md is missing"),
        (lambda top: (top / "data/new.txt").write_text("x"), "data/new.txt is in no manifest"),
        (lambda top: (top / "bagit.txt").unlink(), "this is no bag"),
        (lambda top: (top / "bag-info.txt").write_text("x"), "bag-info.txt has changed"),
        (lambda top: (top / "bagit.txt").write_text("BagIt-Version: 7.0\n"), "version of BagIt"),
        (
            lambda top: (top / "manifest-sha256.txt").write_text("00  ../../etc/passwd\n"),
            "no path in the bag",
        ),
    ],
)
def test_damaged_bags_are_found(
    bag: bytes, tmp_path: Path, harm: Callable[[Path], object], told: str
) -> None:
    """Whatever is changed, missing or added is named, and the exit status is 1."""
    top = _unpack(bag, tmp_path)
    harm(top)
    done = run_command("check", "--bag", top, cwd=tmp_path)

    assert told in done.stdout
    assert done.returncode == 1


def test_what_is_no_bag_ends_in_one_line(tmp_path: Path) -> None:
    """A file that is no ZIP, and one that is not there, are errors of the command."""
    (tmp_path / "x.zip").write_text("no zip")
    for name in ("x.zip", "none.zip"):
        done = run_command("check", "--bag", name, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith("error: ")
        assert done.stderr.count("\n") == 1


def test_names_in_manifests_are_encoded() -> None:
    """The ends of lines and the percent sign come back as they were."""
    for name in ("data/a b", "data/100%", "data/a\nb\r", "data/%0A", "data/é"):
        assert "\n" not in encode_path(name)
        assert decode_path(encode_path(name)) == name


def test_ro_crate_is_read_by_its_library(bag: bytes, tmp_path: Path) -> None:
    """The library rocrate finds the licence and every file of the crate."""
    crates = pytest.importorskip("rocrate.rocrate")
    data = _unpack(bag, tmp_path) / "data"
    crate = crates.ROCrate(str(data))
    names = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}

    assert crate.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    files = {e.id for e in crate.data_entities}
    assert files == names - {"ro-crate-metadata.json"}


def test_datacite_is_valid(shipped: Holdings) -> None:
    """The JSON is valid by the schema of the package datacite; the XML says the same."""
    schema45 = pytest.importorskip("datacite.schema45")
    made = make(shipped, "datacite")
    record = json.loads(made["data/datacite.json"])
    tree = etree.fromstring(made["data/datacite.xml"])
    ns = "{http://datacite.org/schema/kernel-4}"

    assert schema45.validate(record)
    assert record["publicationYear"] == "2026"
    assert tree.findtext(f"{ns}publisher") == record["publisher"]["name"]
    assert [e.tag for e in tree][:2] == [f"{ns}identifier", f"{ns}creators"]


def test_citation_files_say_the_same(shipped: Holdings) -> None:
    """CITATION.cff is valid by the schema of its format; Zenodo's file has the same names."""
    yaml = pytest.importorskip("ruamel.yaml")
    schemas = resources.files("check_jsonschema.builtin_schemas.vendor")
    schema = json.loads((schemas / "citation-file-format.json").read_text())
    cff = yaml.YAML(typ="safe").load(make(shipped, "cff")["CITATION.cff"].decode())
    # Days are words for the schema, whatever YAML makes of them.
    jsonschema.validate(json.loads(json.dumps(cff, default=str)), schema)
    zenodo = json.loads(make(shipped, "zenodo")[".zenodo.json"])

    assert cff.keys() >= {"cff-version", "message", "title", "authors"}
    assert cff["license"] == "CC-BY-4.0"
    assert zenodo["license"] == "cc-by-4.0"
    assert cff["title"] == zenodo["title"]
    assert [a["name"] for a in cff["authors"]] == [c["name"] for c in zenodo["creators"]]


def test_nothing_is_invented(tmp_path: Path) -> None:
    """A header without date and licence gives no DataCite and no crate; the bag is one still."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/x.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>X</title>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
        "</fileDesc></teiHeader><text><body><p>a</p></body></text></TEI>"
    )
    (tmp_path / "edition.toml").write_text('[check]\nschema = "none"\n')
    holdings = hold(tmp_path)
    ((name, data),) = make(holdings, "bag").items()
    (tmp_path / name).write_bytes(data)

    assert make(holdings, "datacite") == make(holdings, "cff") == make(holdings, "zenodo") == {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        info = archive.read("x/bag-info.txt").decode()
    assert not any("ro-crate" in n or "LICENSE" in n or "datacite" in n for n in names)
    assert "Bagging-Date" not in info
    assert check_bag(tmp_path / name) == []
