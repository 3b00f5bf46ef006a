"""What readers take away is what the editors have, and each part of it is valid by itself."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import oracle
from building import SHARED, run

PARTS = ("friction", "fate")


@pytest.mark.parametrize("folder", ["site", "plain"])
@pytest.mark.parametrize("name", ["october.xml", "register.xml"])
def test_sources_are_offered_byte_for_byte(
    request: pytest.FixtureRequest, shipped: Path, folder: str, name: str
) -> None:
    """The TEI that a site offers has the bytes of the file in tei/."""
    site: Path = request.getfixturevalue(folder)

    assert (site / "tei" / name).read_bytes() == (shipped / "tei" / name).read_bytes()


def test_every_page_of_a_text_offers_its_tei(site: Path) -> None:
    """A part offers itself and the whole; the page of the whole offers the whole."""
    offered = {
        page: [
            Path(str(address)).name
            for address in oracle.parse_page(site / f"edition/{page}.html").xpath(
                "//a[contains(@class, 'tei-download')]/@href"
            )
        ]
        for page in ("october", "october/friction", "october/fate")
    }

    assert offered == {
        "october": ["october.xml"],
        "october/friction": ["october.friction.xml", "october.xml"],
        "october/fate": ["october.fate.xml", "october.xml"],
    }


@pytest.mark.parametrize("part", PARTS)
def test_a_part_holds_its_division(site: Path, shipped: Path, part: str) -> None:
    """A part has the text of its division, its header and no stamp of ours."""
    path = site / f"tei/october.{part}.xml"
    whole = etree.parse(shipped / "tei/october.xml")
    text = oracle.find_all(etree.parse(path), "/t:TEI[t:teiHeader]/t:text")[0]
    division = oracle.find_all(whole, "//t:div[@xml:id=$part]", part=part)[0]

    assert oracle.squeeze("".join(text.itertext())) == oracle.squeeze("".join(division.itertext()))
    assert b"urn:tei-edition" not in path.read_bytes()


def test_the_archive_is_whole(site: Path, shipped: Path) -> None:
    """The archive holds every file of the edition, and a manifest whose checksums are right."""
    with zipfile.ZipFile(site / "edition.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop("manifest-sha256.txt").decode()
    sums = {name: digest for digest, name in (line.split("  ") for line in manifest.splitlines())}

    assert files.keys() == {
        "LICENSE.txt", "README.md", "edition.toml", "seeds/seed.txt", "tei/edition.rng",
        "tei/october.xml", "tei/register.xml",
    }  # fmt: skip
    for name in ("edition.toml", "seeds/seed.txt", "tei/october.xml", "tei/register.xml"):
        assert files[name] == (shipped / name).read_bytes()
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_every_file_is_offered_with_its_checksum(site: Path) -> None:
    """The page of downloads links every file, and one of them has the checksums of the others."""
    article = oracle.find_article(oracle.parse_page(site / "edition/downloads.html"))
    files = {
        str(address).removeprefix("../")
        for address in article.xpath(".//a[not(ancestor::nav)]/@href[starts-with(., '../')]")
    }
    lines = (site / "manifest-sha256.txt").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}

    assert files == {*sums, "manifest-sha256.txt"}
    assert sums == {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in sums}
    assert sums.keys() >= {
        "agreement.csv",
        "edition.zip",
        "places.geojson",
        "tei/october.fate.xml",
        "tei/october.friction.xml",
        "tei/october.xml",
        "tei/register.xml",
        "variants.csv",
        "variants.nex",
    }


@pytest.mark.corpora
@pytest.mark.program("jing")
def test_every_download_is_valid_tei(site: Path) -> None:
    """Jing finds every TEI file that the site offers valid against the schema of all of TEI."""
    files = sorted((site / "tei").glob("*.xml"))
    done = run("jing", SHARED / "tei/tei_all.rng", *files, timeout=300)

    assert len(files) == 2 + len(PARTS)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_of_data_explains_each_download(site: Path) -> None:
    """Each file of the page of downloads is of a group with a sentence, sizes and two examples."""
    article = oracle.find_article(oracle.parse_page(site / "edition/data.html"))
    words = " ".join("".join(map(str, article.itertext())).split())
    linked = {
        str(a).removeprefix("../")
        for a in article.xpath(".//a[contains(@class, 'tei-download')]/@href")
    }

    assert {"tei/october.xml", "data/entities.csv", "edition.zip", "places.geojson"} <= linked
    assert "https://creativecommons.org/licenses/by/4.0/" in words
    assert words.count("Example (Python)") == words.count("Example (R)") > 5
    assert all((site / name).is_file() for name in linked)
    assert len(article.xpath(".//a[@download]")) >= len(linked)


def test_the_page_of_versions_has_the_changes_of_the_header(site: Path) -> None:
    """What the revisionDesc says was changed, with its day."""
    article = oracle.find_article(oracle.parse_page(site / "edition/versions.html"))
    words = " ".join("".join(map(str, article.itertext())).split())

    assert "2026-11-22: The passage encoded from N" in words
