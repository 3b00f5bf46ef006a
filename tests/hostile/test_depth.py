"""Texts are nested as deep as any program makes them, up to a limit that is told at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from tei_edition.config import read_config
from tei_edition.loading.schema_only import judge_edition
from tei_edition.source import MAX_DEPTH, read_source

if TYPE_CHECKING:
    from pathlib import Path

# What is opened at each level, what stands in it, what is closed, and what stands around all.
NESTED = {
    "segments": ("<seg>", "a ", "</seg>", "p"),
    "highlights": ('<hi rend="italic">', "a ", "</hi>", "p"),
    "divisions": ("<div><head>H</head>", "<p>a</p>", "</div>", ""),
    "lists": ("<list><item>", "a", "</item></list>", ""),
    "notes": ("<note>", "a ", "</note>", "p"),
    "choices": ("<choice><sic>a</sic><corr>", "a ", "</corr></choice>", "p"),
    "entries": ('<app><lem wit="#A">a</lem><rdg wit="#B">', "a ", "</rdg></app>", "p"),
    "quotations": ("<quote>", "<p>a</p>", "</quote>", ""),
    "deletions": ("<del>", "a ", "</del>", "p"),
    "persons named": ('<rs type="person">', "a ", "</rs>", "p"),
    "tables": ("<table><row><cell>", "a", "</cell></row></table>", ""),
    "stanzas": ("<lg>", "<l>a</l>", "</lg>", ""),
    "links": ('<ref target="#top">', "a ", "</ref>", "p"),
    "unknown": ("<unknown>", "a ", "</unknown>", "p"),
}  # fmt: skip
# TEI, text, body, and what stands around or within.
_AROUND = 5


def nest(kind: str) -> str:
    """A text in which elements of a kind are nested as deep as they may be."""
    start, words, end, around = NESTED[kind]
    levels = (MAX_DEPTH - _AROUND) // end.count("</")
    nested = (start + words) * levels + end * levels
    content = f"<{around}>{nested}</{around}>" if around else nested
    return TEI.format(title=kind, content=f'<text xml:id="top"><body>{content}</body></text>')


def write_texts(folder: Path) -> list[str]:
    """An edition of a text for each kind; their names."""
    names = [f"{kind.replace(' ', '-')}.xml" for kind in NESTED]
    (folder / "edition.toml").write_text(
        f'[edition]\ntitle = "T"\ntexts = {names}\n[check]\nschema = "none"\n'
    )
    for kind in NESTED:
        (folder / f"{kind.replace(' ', '-')}.xml").write_text(nest(kind))
    return names


@pytest.mark.parametrize("kind", NESTED)
def test_deep_texts_are_read(tmp_path: Path, kind: str) -> None:
    """A text of almost 400 levels is read whole; one that is deeper is a problem at its place."""
    (tmp_path / "a.xml").write_text(nest(kind))
    source = read_source(tmp_path / "a.xml", tmp_path)
    assert not source.problems
    start, words, _, around = NESTED[kind]
    deeper = f"{around and f'<{around}>'}\n{(start + words) * MAX_DEPTH}"
    text = f"<text><body>{deeper}"
    (tmp_path / "a.xml").write_text(TEI.format(title=kind, content=text))
    (found,) = read_source(tmp_path / "a.xml", tmp_path).problems
    assert (found.code, found.location.line) == ("xml-too-deep", 7)
    assert f"more than {MAX_DEPTH} deep" in found.message


def test_deep_texts_are_checked_and_shown(tmp_path: Path) -> None:
    """Each command takes them, and pages have all of their words."""
    names = write_texts(tmp_path)
    done = run_command("check", cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert "xml-too-deep" not in done.stdout
    done = run_command("build", "--keep-going", "-o", "site", cwd=tmp_path)
    assert "Left out" not in done.stderr, done.stderr[-2000:]
    for name in names:
        page = (tmp_path / "site/edition" / name).with_suffix(".html")
        assert page.read_text(encoding="utf-8").count("a") > MAX_DEPTH / 3, name
    done = run_command("export", "text", "-o", "text", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in names:
        assert (tmp_path / "text" / name).with_suffix(".txt").is_file()


def test_deep_texts_are_judged_by_the_schema(tmp_path: Path) -> None:
    """The schema has something to say of each level, and no fault of the program."""
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\nregisters = []\n')
    (tmp_path / "a.xml").write_text(nest("unknown"))
    problems = judge_edition(read_config(tmp_path)).problems
    assert {found.code for found in problems} == {"schema-unknown-element"}
    (tmp_path / "a.xml").write_text(nest("highlights"))
    assert not judge_edition(read_config(tmp_path)).problems
