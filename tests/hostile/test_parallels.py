"""Texts and translations: whatever a file says of what corresponds, it is compared in proportion.

Each input here took minutes, or more memory than there is, when all was compared with all.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import TEI
from tei_edition.checks import check_edition
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.facts.originals import list_parallels
from tei_edition.facts.pointers import Resolver
from tei_edition.loading.edition import read_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.config import Config

    Make = Callable[[int], str]

SETTINGS = '[edition]\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'


def read(folder: Path, content: str, more: str = "") -> tuple[Resolver, Config]:
    """Read an edition of one text."""
    (folder / "edition.toml").write_text(f"{SETTINGS}{more}")
    (folder / "a.xml").write_text(TEI.format(title="T", content=content))
    config = read_config(folder)
    return Resolver(read_edition(config).edition), config


def put(original: str, translation: str, after: str = "") -> str:
    """A text beside its translation."""
    return (
        f'<text><body><div type="edition" xml:id="o">{original}</div><div type="translation"'
        f' xml:id="t">{translation}</div></body></text>{after}'
    )


def repeat(number: int, part: str) -> str:
    """A part so often, with the number of each in it."""
    return "".join(part.replace("@", str(at)) for at in range(number))


WIDE: dict[str, Make] = {
    "passages with numbers": lambda n: put(
        repeat(n, '<p n="@">a</p>'), repeat(n, '<p n="@">b</p>')
    ),
    "passages in order": lambda n: put(repeat(n, "<p>a</p>"), repeat(n, "<p>b</p>")),
    "passages that are tied": lambda n: put(
        repeat(n, '<p xml:id="a@">a</p>'), repeat(n, '<p corresp="#a@">b</p>')
    ),
    "divisions with passages": lambda n: put(
        repeat(n // 2, '<div n="@"><p>a</p></div>'), repeat(n // 2, '<div n="@"><p>b</p></div>')
    ),
    "all tied to one": lambda n: put(
        f'<div xml:id="a"><p>a</p>{repeat(n, "<p>a</p>")}</div>',
        repeat(n // 2, '<div corresp="#a"><p>b</p></div>'),
    ),
    "ranges of all": lambda n: put(
        repeat(n, f'<p n="0-{n - 1}">a</p>'), repeat(n, '<p n="@">b</p>')
    ),
    "links of two": lambda n: put(
        repeat(n, '<p xml:id="a@">a</p>'),
        repeat(n, '<p xml:id="b@">b</p>'),
        "<standOff>" + repeat(n, '<link target="#a@ #b@"/>') + "</standOff>",
    ),
    "a link of all": lambda n: put(
        repeat(n, '<p xml:id="a@">a</p>'),
        repeat(n, '<p xml:id="b@">b</p>'),
        f'<standOff><link target="{repeat(n, "#a@ #b@ ")}"/></standOff>',
    ),
    "a link of all words": lambda n: put(
        "<p>" + repeat(n, '<seg xml:id="a@">a</seg>') + "</p>",
        "<p>" + repeat(n, '<seg xml:id="b@">b</seg>') + "</p>",
        f'<standOff><link target="{repeat(n, "#a@ #b@ ")}"/></standOff>',
    ),
    "translations of one text": lambda n: (
        "<text><body>"
        f'<div type="edition">{repeat(n, "<p>a</p>")}</div>'
        + repeat(n // 4, '<div type="translation"><p>b</p></div>')
        + "</body></text>"
    ),
    "texts of a group": lambda n: (
        "<text><group>"
        + repeat(n // 2, '<text xml:lang="de" n="@"><body><p>a</p></body></text>')
        + repeat(n // 2, '<text xml:lang="en" n="@"><body><p>b</p></body></text>')
        + "</group></text>"
    ),
    "circles": lambda n: (
        "<text><body>"
        + repeat(n // 2, '<div type="translation" xml:id="d@" corresp="#d@ #e@"><p>a</p></div>')
        + repeat(n // 2, '<div type="translation" xml:id="e@" corresp="#d@ #e@"><p>b</p></div>')
        + "</body></text>"
    ),
}


@pytest.mark.parametrize("make", WIDE.values(), ids=WIDE)
def test_thousands_of_passages_are_compared_in_proportion(tmp_path: Path, make: Make) -> None:
    """Each passage takes as long as the first, whatever says that it corresponds to others."""
    resolver, config = read(tmp_path, make(3000))
    start = time.process_time()
    list_parallels(resolver, config.translations)
    assert time.process_time() - start < 5


def test_links_of_many_with_many_are_told(tmp_path: Path) -> None:
    """A link of thousands is not used, and is a problem at its place; one of a few is used."""
    resolver, config = read(tmp_path, WIDE["a link of all words"](500))
    told = [*check_edition(resolver.edition, config, {"alignment-partial"})]
    assert ["is not used" in problem.message for problem in told] == [True]
    assert told[0].location.line > 1
    (parallel,) = list_parallels(resolver, config.translations)
    assert parallel.parts == ()
    resolver, config = read(tmp_path, WIDE["a link of all words"](5))
    (parallel,) = list_parallels(resolver, config.translations)
    assert len(parallel.parts) == 25


def test_translations_that_are_too_many_are_told(tmp_path: Path) -> None:
    """Those that are not compared any more with one long original are named."""
    resolver, config = read(tmp_path, WIDE["translations of one text"](3000))
    told = [*check_edition(resolver.edition, config, {"alignment-partial"})]
    assert any("is not compared" in problem.message for problem in told)


BAD = {
    "a number": "[translations]\n'a.xml' = 7\n",
    "a list": "[translations]\n'a.xml' = ['b.xml']\n",
    "a word": "translations = 'a.xml'\n",
    "a list of tables": "[[translations]]\n'a.xml' = 'b.xml'\n",
    "no text": "[translations]\n'../../etc/passwd' = '/etc/passwd'\n",
    "itself": "[translations]\n'a.xml' = 'a.xml'\n",
    "a circle": "[translations]\n'a.xml#o' = 'a.xml#t'\n'a.xml#t' = 'a.xml#o'\n",
    "a NUL": '[translations]\n"a.xml\\u0000" = "\\u0000#x"\n',
    "nothing": "[translations]\n'' = ''\n",
    "only a mark": "[translations]\n'#' = '#'\n",
    "images: a number": "facsimile = 7\n",
    "images: a width below zero": "[facsimile]\nwidth = -1\n",
    "images: a width that is a word": "[facsimile]\nwidth = 'wide'\n",
    "images: a width that is no number": "[facsimile]\nwidth = nan\n",
    "images: another way": "[facsimile]\nremote = 'always'\n",
    "images: a list": "[facsimile]\nremote = ['load']\n",
    "images: yes": "[facsimile]\nbeside = 'yes'\n",
    "images: another key": "[facsimile]\nscript = 'x()'\n",
}


@pytest.mark.parametrize("more", BAD.values(), ids=BAD)
def test_settings_of_the_wrong_kind_are_told(tmp_path: Path, more: str) -> None:
    """What is no setting is one message that names it; what names no text is a problem."""
    text = put("<p>a</p>", "<p>b</p>")
    before, table = ("", more) if more.startswith("[") else (more, "")
    (tmp_path / "edition.toml").write_text(f"{before}{SETTINGS}{table}")
    (tmp_path / "a.xml").write_text(TEI.format(title="T", content=text))
    done = CliRunner().invoke(main, ["--edition", str(tmp_path), "check"])
    assert isinstance(done.exception, SystemExit | None), done.exc_info
    assert "Traceback" not in done.output
    told = "translations" if "translations" in more else "facsimile"
    is_circle = "'a.xml#o'" in more or "'a.xml' = 'a.xml'" in more
    assert (told in done.output) is not is_circle, done.output
