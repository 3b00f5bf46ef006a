"""Surgical edits: all other bytes stay the same, in every encoding, or nothing is written."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import SHARED
from tei_edition.editing.revision import Replacement, revise, write_revision
from tei_edition.problems import EditionError
from tei_edition.source.markup import TokenKind, list_attributes, split_markup

if TYPE_CHECKING:
    from pathlib import Path

ENCODINGS = {
    "utf-8": b"", "UTF-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE, "utf-32-le": codecs.BOM_UTF32_LE, "iso-8859-1": b"",
    "windows-1252": b"", "koi8-r": b"",
}  # fmt: skip
# Declared as the family: a byte order mark says which of them it is.
FAMILY = re.compile(r"(utf-(?:16|32))-[lb]e")

PIECES = st.sampled_from([
    "wort", "é", " ", "\n", "\r\n", "&amp;", "&#252;", "<hi rend='a>b'>x</hi>", '<lb n="1"/>',
    "<!-- <p> -->", "<![CDATA[<p>]]>", "<?x <p> ?>", "ж", "𝔄", "e\u0301",
])  # fmt: skip


def write(path: Path, body: str, encoding: str) -> bytes:
    """Write a document in an encoding and return its bytes; what that lacks is left out."""
    declared = FAMILY.sub(r"\1", encoding)
    body = body.encode(encoding, "ignore").decode(encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<p>{body}</p>\n'
    data = ENCODINGS[encoding] + text.encode(encoding)
    path.write_bytes(data)
    return data


def find_texts(data: bytes, encoding: str) -> list[tuple[int, int]]:
    """The places of words inside the root element, in characters without a byte order mark."""
    text = data[len(ENCODINGS[encoding]) :].decode(encoding)
    tokens = [t for t in split_markup(text) if t.kind is TokenKind.TEXT]
    return [(t.start, t.end) for t in tokens if text[t.start : t.end].strip()]


@given(parts=st.lists(PIECES, min_size=1, max_size=12), encoding=st.sampled_from([*ENCODINGS]))
@settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_markup_that_is_inserted_and_removed_leaves_the_same_bytes(
    parts: list[str], encoding: str, tmp_path: Path
) -> None:
    """Whatever the encoding, the line ends and the mark at the beginning are."""
    path = tmp_path / "a.xml"
    before = write(path, "".join(parts), encoding)
    texts = find_texts(before, encoding)
    tags = [Replacement(start, start, "<name>") for start, _ in texts]
    tags += [Replacement(end, end, "</name>") for _, end in texts]

    write_revision(revise(path, tags))

    marked = path.read_bytes()
    assert (marked != before) == bool(texts)
    text = marked[len(ENCODINGS[encoding]) :].decode(encoding)
    assert text.count("<name>") == len(texts)
    removed = [Replacement(*found.span(), "") for found in re.finditer("</?name>", text)]
    write_revision(revise(path, removed))
    assert path.read_bytes() == before


@given(st.text(alphabet="<>&!?-[]'\"/ =ax;\n#", max_size=60))
@settings(max_examples=500, deadline=None)
def test_tokens_are_all_of_the_text(text: str) -> None:
    """Whatever a text is, each of its characters is in one token, in order."""
    tokens = [*split_markup(text)]

    assert "".join(text[token.start : token.end] for token in tokens) == text


def test_tokens_are_told_apart() -> None:
    """Each kind of markup is known, also where it has signs of another in it."""
    text = (
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '<c>'><!-- ]> -->]><a x='1>2' "
        'y = "\'">b&amp;'
        "<!-- <d> --><![CDATA[<e>]]><f/><g h='/'/></a >"
    )

    found = [(token.kind.value, text[token.start : token.end]) for token in split_markup(text)]

    assert [kind for kind, _ in found] == [
        "instruction", "doctype", "start", "text", "reference", "comment", "cdata", "empty",
        "empty", "end",
    ]  # fmt: skip
    tag = next(token for token in split_markup(text) if token.kind is TokenKind.START)
    assert [(a.name, text[a.start : a.end]) for a in list_attributes(text, tag)] == [
        ("x", "1>2"),
        ("y", "'"),
    ]


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        ("<!-- word -->", "word", "x"),
        ("<![CDATA[word]]>", "word", "x"),
        ("<?pi word?>", "word", "x"),
        ("a &amp; b", "mp", "x"),
        ("one<lb/>two", "e<lb/>t", "x"),
        ("one", "one", "<name>one"),
        ("one", "one", "a & b"),
        ("one", "one", "two"),
        ("<hi rend='a'/>", "rend='a'", "x"),
        ("<hi rend='a'/>", "a", "'"),
    ],
)
def test_what_is_not_sound_is_refused(body: str, old: str, new: str, tmp_path: Path) -> None:
    """Not words, half of a reference, markup that does not nest, other words."""
    path = tmp_path / "a.xml"
    before = write(path, body, "utf-8")
    start = before.decode().index(old, before.decode().index("<p>") + 3)

    with pytest.raises(EditionError, match="is not changed"):
        revise(path, [Replacement(start, start + len(old), new)])

    assert path.read_bytes() == before


def test_what_overlaps_is_refused(tmp_path: Path) -> None:
    """Two changes of the same words are an error, not a guess."""
    path = tmp_path / "a.xml"
    start = write(path, "words", "utf-8").decode().index("words")

    with pytest.raises(EditionError, match="the same words"):
        revise(
            path,
            [Replacement(start, start + 3, "a"), Replacement(start + 2, start + 4, "b")],
            keeps_words=False,
        )


def test_a_character_that_the_encoding_lacks_is_a_reference(tmp_path: Path) -> None:
    """It is written so that XML reads it as meant; in a name it is refused."""
    path = tmp_path / "a.xml"
    text = write(path, "<hi rend='a'>x</hi>", "iso-8859-1").decode("iso-8859-1")
    at = text.index("'a'") + 1

    revised = revise(path, [Replacement(at, at + 1, "ж")])

    assert b"rend='&#1078;'" in revised.after
    with pytest.raises(EditionError, match="well-formed"):
        revise(path, [Replacement(text.index("rend"), text.index("rend") + 4, "ж")])


@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_process_that_is_stopped_leaves_the_old_file(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the new file takes its place nothing has changed, and nothing is left over."""
    path = tmp_path / "a.xml"
    before = write(path, "word", "utf-8")
    at = before.decode().index("word")
    revision = revise(path, [Replacement(at, at + 4, "<w>word</w>")])

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        *(("os.fsync", stop) if step == "write" else ("pathlib.Path.replace", stop))
    )
    with pytest.raises(KeyboardInterrupt):
        write_revision(revision)

    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xml"]


def test_a_file_that_may_not_be_written_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder could be written; the file says that it is not to be."""
    path = tmp_path / "a.xml"
    before = write(path, "word", "utf-8")
    at = before.decode().index("word")
    revision = revise(path, [Replacement(at, at + 4, "<w>word</w>")])
    monkeypatch.setattr("os.access", lambda *_: False)

    with pytest.raises(EditionError, match="cannot be written"):
        write_revision(revision)

    assert path.read_bytes() == before


@pytest.mark.corpora
def test_on_all_corpora_inserting_and_removing_leaves_the_bytes(tmp_path: Path) -> None:
    """Markup round the words of each file of editions made by others, and taken out again."""
    count = 0
    for source in sorted((SHARED / "corpora").rglob("*.xml")):
        data = source.read_bytes()
        if len(data) > 300_000:  # a second for each of them, and nothing new
            continue
        path = tmp_path / "a.xml"
        path.write_bytes(data)
        try:
            revise(path, [])
        except EditionError:
            continue  # not to be decoded, or not well-formed
        mark = next((m for m in ENCODINGS.values() if m and data.startswith(m)), b"")
        encoding = "utf-16" if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8"
        text = data[len(mark) :].decode(encoding)
        tokens = list(split_markup(text))
        assert "".join(text[t.start : t.end] for t in tokens) == text
        depth = 0
        pieces = []
        for token in tokens:
            depth += {TokenKind.START: 1, TokenKind.END: -1}.get(token.kind, 0)
            if depth and token.kind is TokenKind.TEXT and text[token.start : token.end].strip():
                pieces += [
                    Replacement(token.start, token.start, "<tei-edition-x>"),
                    Replacement(token.end, token.end, "</tei-edition-x>"),
                ]
        revision = revise(path, pieces)
        removed = revision.after.replace(b"</tei-edition-x>", b"").replace(b"<tei-edition-x>", b"")
        assert removed == data, source
        count += 1
    assert count > 300
