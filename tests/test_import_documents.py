"""Documents of word processors come in word for word; what does not is reported exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from document_situations import DOCX, KINDS, Situation
from tei_edition.config import read_config
from tei_edition.editing.given_texts import ImportChoices, read_all_given, read_given
from tei_edition.editing.new_texts import GivenText
from tei_edition.editing.scaffold import create_edition
from tei_edition.loading.edition import read_edition
from tei_edition.problems import EditionError, Severity
from word_files import PICTURE, make_docx, make_odt, p, r

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.program("pandoc")


def write(folder: Path, name: str, suffix: str, found: Situation) -> Path:
    """A situation as a file of its kind."""
    path = folder / f"{name.replace(' ', '-')}{suffix}"
    if suffix == ".docx":
        path.write_bytes(make_docx(found.content, **found.more))
    elif suffix == ".odt":
        path.write_bytes(make_odt(found.content))
    else:
        path.write_text(found.content, encoding="utf-8")
    return path


def flatten(text: str) -> str:
    """A text with white space in one form."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], GivenText]:
    """All situations of all kinds, imported once."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "a.png").write_bytes(PICTURE)
    (folder.parent / "secret.png").write_bytes(PICTURE)
    return {
        (suffix, name): _read(write(folder, name, suffix, found))
        for suffix, situations in KINDS.items()
        for name, found in situations.items()
    }


def _read(path: Path) -> GivenText:
    """A file as a new text; one that cannot be read fails its own test alone."""
    try:
        return read_given(path)
    except EditionError as error:
        return GivenText(path, path.stem, "", "<p/>", told=(f"REFUSED {error}",))


def test_there_are_twenty_situations_of_each_kind() -> None:
    """At least."""
    assert {suffix: len(found) >= 20 for suffix, found in KINDS.items()} == dict.fromkeys(
        KINDS, True
    )


@pytest.mark.parametrize(
    ("suffix", "name"), [(suffix, name) for suffix, found in KINDS.items() for name in found]
)
def test_a_document_comes_in_with_its_words_and_markup(
    imported: dict[tuple[str, str], GivenText], suffix: str, name: str
) -> None:
    """Nothing is left out or added but what the table says is reported."""
    found, given = KINDS[suffix][name], imported[suffix, name]
    body = flatten(given.body)

    told = " | ".join(given.told)
    assert "REFUSED" not in told
    for part in found.made:
        assert flatten(part) in body
    assert found.told.replace("&lt;", "<").replace("&gt;", ">") in told
    assert ("left out: " in told) == ("left out: " in found.told or "in a box" in found.told)
    assert "added: " not in told


@pytest.mark.parametrize("suffix", KINDS)
def test_what_is_imported_is_valid(
    tmp_path: Path, imported: dict[tuple[str, str], GivenText], suffix: str
) -> None:
    """All situations of a kind are one edition, in which `check` finds no error."""
    texts = [text for (kind, _), text in imported.items() if kind == suffix]
    create_edition(tmp_path / "new", *texts)

    problems = read_edition(read_config(tmp_path / "new")).problems

    assert [str(found) for found in problems if found.severity is Severity.ERROR] == []
    assert (tmp_path / "new/tei/pictures").is_dir() == any(text.images for text in texts)


@pytest.mark.parametrize(
    ("changes", "words"), [("accept", "the new ship"), ("reject", "the old ship")]
)
def test_tracked_changes_can_be_decided(tmp_path: Path, changes: str, words: str) -> None:
    """And the words are compared with those that Word would show."""
    path = write(tmp_path, "a", ".docx", DOCX["tracked changes"])

    (given,) = read_all_given([path], ImportChoices(changes=changes))

    assert words in given.body
    assert not any("left out" in told for told in given.told)


def test_a_document_can_become_several_texts(tmp_path: Path) -> None:
    """At its headings, or at its page breaks; no word is in two texts, and none is lost."""
    content = "".join(
        p(r(f"Letter {n}"), "Heading1", "<w:pageBreakBefore/>" * (n > 1)) + p(r(f"words {n}"))
        for n in (1, 2, 3)
    )
    path = tmp_path / "letters.docx"
    path.write_bytes(make_docx(p(r("before")) + content))

    by_heads = list(read_all_given([path], ImportChoices(split="headings")))
    by_pages = list(read_all_given([path], ImportChoices(split="pages")))

    assert [text.stem for text in by_heads] == ["letters-1", "letters-2", "letters-3"]
    assert [text.title for text in by_heads] == ["Letter 1", "Letter 2", "Letter 3"]
    for texts in (by_heads, by_pages):
        assert ["".join(text.paragraphs).count("words") for text in texts] == [1, 1, 1]
        assert "before" in texts[0].body


def test_styles_of_an_editor_become_elements(tmp_path: Path) -> None:
    """Where TEI allows them; in other places they are paragraphs that say so."""
    path = tmp_path / "a.docx"
    path.write_bytes(make_docx(
        p(r("York"), "LetterHead") + p(r("text")) + p(r("again"), "LetterHead") + p(r("end"))
    ))  # fmt: skip

    (given,) = read_all_given([path], ImportChoices(styles={"letter head": "opener"}))

    assert "<opener>York</opener>" in given.body
    assert 'rend="opener" xml:id="p2">again</p>' in given.body


def test_without_pandoc_a_message_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And plain text can still be read."""
    monkeypatch.setattr("tei_edition.editing.importing.pandoc.find_program", lambda _: "")
    path = write(tmp_path, "a", ".docx", DOCX["plain paragraphs"])

    with pytest.raises(EditionError, match="pandoc is not installed") as caught:
        read_given(path)

    assert "https://pandoc.org" in str(caught.value.hint)


def test_an_import_that_would_lose_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason: here a writer that drops what is bold."""
    from tei_edition.editing.importing.inlines import InlineWriter

    def drop(*_: object) -> None:
        """Write nothing."""

    monkeypatch.setattr(InlineWriter, "_wrap", drop)
    path = write(tmp_path, "a", ".docx", DOCX["words in several runs"])

    with pytest.raises(EditionError, match="its words would not be the same"):
        read_given(path)
