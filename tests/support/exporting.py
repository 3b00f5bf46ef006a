"""Editions as exports see them, made in the process of the test."""

from __future__ import annotations

import functools
import os
import shutil
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from building import CORPORA, REPOSITORY
from tei_edition.config import read_config
from tei_edition.exports.registry import BY_NAME, make_files
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.exporting import make_holdings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from lxml import etree

    from tei_edition.exports.holdings import Holdings

URL = "https://example.org/e/"
NS = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Editions of others: their texts, their registers, what is further set in [edition].
OTHERS = {
    "balex": (["*.xml"], []),
    "bellini": (["LL*.xml"], ["lists/*.xml"]),
    "isicily": (["inscriptions/*.xml"], []),
    "jean-paul": (["briefe/**/*.xml"], ["register/**/*.xml"]),
}


def copy_shipped_tei(folder: Path, url: str = URL) -> Path:
    """Copy the texts of the shipped edition, which is to be found at an address."""
    for name in ("tei", "seeds"):
        shutil.copytree(REPOSITORY / name, folder / name)
    toml = (REPOSITORY / "edition.toml").read_text()
    (folder / "edition.toml").write_text(toml.replace("[edition]", f'[edition]\nurl = "{url}"'))
    return folder


def copy_corpus(folder: Path, name: str, url: str = URL) -> Path:
    """Copy an edition of others, with an edition.toml of ours."""
    shutil.copytree(CORPORA / name, folder, copy_function=shutil.copy)
    texts, registers = OTHERS[name]
    (folder / "edition.toml").write_text(
        f'[edition]\ntitle = "An edition"\nurl = "{url}"\ntexts = {texts}\n'
        f'registers = {registers}\n[check]\nschema = "none"\n'
    )
    return folder


def share_corpus(factory: pytest.TempPathFactory, name: str) -> Path:
    """Copy an edition of others once for all tests, which read it and nothing more."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # that of all workers
    root = base / "shared" / name
    root.parent.mkdir(exist_ok=True)
    with FileLock(f"{root}.lock"):
        return root if root.exists() else copy_corpus(root, name)


@functools.cache
def hold_shared(root: Path) -> Holdings:
    """What exports of such an edition are made of."""
    return hold(root)


def hold(root: Path) -> Holdings:
    """What exports of the edition in a folder are made of."""
    return make_holdings(read_edition(read_config(root)))


def make(holdings: Holdings, name: str) -> dict[str, bytes]:
    """The files of a format by their paths."""
    return dict(make_files(BY_NAME[name], holdings))


def select(tree: etree._Element | etree._ElementTree, path: str, **values: str) -> list[Any]:
    """What an XPath finds in TEI, as `t:`."""
    find: Any = tree.xpath
    return list(find(path, namespaces=NS, **values))


def count(tree: etree._Element | etree._ElementTree, path: str) -> int:
    """How many nodes an XPath finds in TEI, as `t:`."""
    return len(select(tree, path))
