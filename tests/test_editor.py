"""The language server, asked over its pipes as an editor program asks it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from language_client import LETTER, OTHER, REGISTER, SETTINGS, LanguageClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("pygls", reason="pygls is not installed: pip install pygls")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageClient]:
    """An editor program with an edition of two letters and a register, of which one is open."""
    folder = tmp_path_factory.mktemp("edition")
    (folder / "edition.toml").write_text(SETTINGS)
    for name, text in (("a.xml", LETTER), ("b.xml", OTHER), ("register.xml", REGISTER)):
        (folder / name).write_bytes(text.encode())
    with LanguageClient(folder) as client:
        client.open("b.xml")
        # The first check gives the server what the registers have.
        client.wait_for_check("b.xml", '<persName ref="#mueler">x</persName>')
        yield client


@pytest.fixture
def letter(client: LanguageClient) -> Iterator[str]:
    """The other letter, open, and as it was when the test ends."""
    client.open("a.xml", LETTER)
    yield "a.xml"
    client.close("a.xml")


def labels(items: list[dict[str, Any]]) -> list[str]:
    """What the items are called."""
    return [item["label"] for item in items]


def test_elements_are_offered_with_their_tags_and_documentation(
    client: LanguageClient, letter: str
) -> None:
    """Behind a "<" in a paragraph, those that the edition uses come first."""
    end = client.write_at(letter, "gern.", "<")
    items = client.complete(letter, end)
    first = min(items, key=lambda item: item["sortText"])
    assert first["label"] == "persName"
    assert first["textEdit"]["newText"] == "persName>$0</persName>"
    by_label = {item["label"]: item for item in items}
    assert by_label["lb"]["textEdit"]["newText"] == "lb/>$0"
    assert by_label["gap"]["textEdit"]["newText"].startswith("gap")
    assert "div" not in by_label
    assert "/p" in by_label
    told = client.request("completionItem/resolve", by_label["note"])
    assert "note" in told["documentation"]["value"]


def test_an_end_tag_that_is_there_is_not_written_twice(client: LanguageClient, letter: str) -> None:
    """Somebody writes the start tag before words whose end tag is already there."""
    start = client.texts[letter].index('<persName ref="#mueller">Müller')
    tag = '<persName ref="#mueller">'
    client.write(letter, start, start + len(tag), "<")
    items = {item["label"]: item for item in client.complete(letter, start + 1)}
    assert items["persName"]["textEdit"]["newText"] == "persName>$0"
    assert items["orgName"]["textEdit"]["newText"] == "orgName>$0</orgName>"


def test_an_end_tag_is_offered(client: LanguageClient, letter: str) -> None:
    """Behind "</" the one element that is open."""
    end = client.write_at(letter, "gern.", "<hi>x</")
    (item,) = client.complete(letter, end)
    assert item["textEdit"]["newText"] == "hi>"


def test_attributes_are_offered(client: LanguageClient, letter: str) -> None:
    """Those that the tag lacks, with quotation marks to write the value in."""
    end = client.write_at(letter, "<persName", " ")
    items = {item["label"]: item for item in client.complete(letter, end)}
    assert "ref" not in items
    assert items["cert"]["textEdit"]["newText"] == 'cert="$1"'


def test_values_are_offered(client: LanguageClient, letter: str) -> None:
    """The values of the schema, and those that the Guidelines suggest."""
    end = client.write_at(letter, "<persName", ' cert="')
    assert {"high", "medium", "low", "unknown"} <= {*labels(client.complete(letter, end))}
    end = client.write_at(letter, "gern.", '<lb break="')
    assert "no" in labels(client.complete(letter, end))


@pytest.mark.parametrize(
    ("written", "offered", "new"),
    [
        ("", ["Müller, Karl", "Meier, Anna"], "#mueller"),
        ("mue", ["Müller, Karl"], "#mueller"),
        ("#mue", ["Müller, Karl"], "#mueller"),
        ("MULLER", ["Müller, Karl"], "#mueller"),
        ("karl mü", ["Müller, Karl"], "#mueller"),
        ("#meier ann", ["Meier, Anna"], "#meier"),
        ("#mueller ", ["Müller, Karl", "Meier, Anna"], "#mueller"),
        ("nobody", [], ""),
    ],
)
def test_persons_are_offered_by_name(
    client: LanguageClient, letter: str, written: str, offered: list[str], new: str
) -> None:
    """Of all forms of a name, whatever its letters; a pointer before it is left alone."""
    end = client.write_at(letter, "gern.", f'<persName ref="{written}')
    items = client.complete(letter, end)
    assert labels(items) == offered
    if offered:
        assert items[0]["textEdit"]["newText"] == new
        start = client.find_offset(letter, items[0]["textEdit"]["range"]["start"])
        assert client.texts[letter][start:end] == written.removeprefix("#meier ").removeprefix(
            "#mueller "
        )
        told = client.request("completionItem/resolve", items[0])["documentation"]["value"]
        assert offered[0] in told


@pytest.mark.parametrize(
    ("tag", "offered"),
    [
        ('<placeName ref="', ["München"]),
        ('<rs type="place" ref="', ["München"]),
        ('<rs ref="', ["Müller, Karl", "München", "Meier, Anna"]),
        ('<app><lem wit="', ["M", "P"]),
        ('<persName key="m', ["Müller, Karl", "Meier, Anna"]),
        ('<note resp="mei', ["Meier, Anna"]),
        ('<q who="mei', ["Meier, Anna"]),
        ('<ref target="#d', ["d1"]),
    ],
)
def test_each_attribute_offers_what_it_leads_to(
    client: LanguageClient, letter: str, tag: str, offered: list[str]
) -> None:
    """Places for names of places, witnesses for readings, identifiers of the text for links."""
    end = client.write_at(letter, "gern.", tag)
    assert labels(client.complete(letter, end)) == offered


def test_problems_of_a_text_that_is_not_saved_are_reported(
    client: LanguageClient, letter: str
) -> None:
    """At the words in units of UTF-16, with a correction; they go when the text is right."""
    client.write(letter, *find(client.texts[letter], "#mueller"), "#muelller")
    uri = client.name(letter)
    client.wait(lambda: bool(client.diagnostics.get(uri)))
    (found,) = client.diagnostics[uri]
    assert (found["code"], found["source"], found["severity"]) == (
        "unknown-person",
        "tei-edition",
        1,
    )
    assert "mueller" in found["message"]
    place = found["range"]
    start = client.find_offset(letter, place["start"])
    end = client.find_offset(letter, place["end"])
    assert client.texts[letter][start:end] == 'ref="#muelller"'

    actions = client.act(letter, start, end, found)
    fix = next(action for action in actions if action["kind"] == "quickfix")
    assert fix["isPreferred"]
    assert client.apply(fix["edit"]) == {letter: LETTER}
    every = next(action for action in actions if action["kind"] == "source.fixAll")
    assert client.apply(every["edit"]) == {letter: LETTER}

    client.write(letter, *find(client.texts[letter], "#muelller"), "#mueller")
    client.wait(lambda: not client.diagnostics[uri])


def test_an_ill_formed_text_has_its_problem(client: LanguageClient, letter: str) -> None:
    """Completion and the names of the register go on working."""
    end = client.write_at(letter, "gern.", '<persName ref="#mei')
    uri = client.name(letter)
    client.wait(lambda: bool(client.diagnostics.get(uri)))
    assert [p["code"] for p in client.diagnostics[uri]] == ["xml-not-well-formed"]
    assert labels(client.complete(letter, end)) == ["Meier, Anna"]


def test_a_place_is_explained(client: LanguageClient, letter: str) -> None:
    """Elements, attributes, entries, dates and problems."""

    def show(mark: str) -> str:
        offset = client.texts[letter].index(mark)
        found = client.request("textDocument/hover", client.at(letter, offset + 1))
        return str(found["contents"]["value"])

    assert "persName" in show("persName ref")
    assert "Müller, Karl" in show("#mueller")
    assert "1780–1850" in show("#mueller")
    assert "@ref" in show("ref=")
    assert "7 November 1917" in show("1917-11-07")
    assert "25 October 1917" in show("1917-11-07")
    nowhere = client.request("textDocument/hover", client.at(letter, len(LETTER) - 1))
    assert nowhere is None


def test_a_pointer_leads_to_its_entry_and_back(client: LanguageClient, letter: str) -> None:
    """Over all files, and with the declaration if it is wanted."""
    offset = LETTER.index("#mueller") + 3
    place = client.request("textDocument/definition", client.at(letter, offset))
    assert place["uri"] == client.name("register.xml")
    line = REGISTER.splitlines()[place["range"]["start"]["line"]]
    assert line[place["range"]["start"]["character"] :].startswith("mueller")

    params = {**client.at(letter, offset), "context": {"includeDeclaration": True}}
    found = client.request("textDocument/references", params)
    assert len(found) == 5
    assert {f["uri"] for f in found} == {client.name(n) for n in ("a.xml", "b.xml", "register.xml")}
    params["context"]["includeDeclaration"] = False
    assert len(client.request("textDocument/references", params)) == 4


def test_an_identifier_is_renamed_in_all_files(client: LanguageClient, letter: str) -> None:
    """Open and closed files; nothing else changes in them."""
    params = {**client.at(letter, LETTER.index("#mueller") + 3), "newName": "mueller-karl"}
    edit = client.request("textDocument/rename", params)
    assert client.apply(edit) == {
        "a.xml": LETTER.replace("#mueller", "#mueller-karl"),
        "b.xml": client.texts["b.xml"].replace("#mueller", "#mueller-karl"),
        "register.xml": REGISTER.replace('"mueller"', '"mueller-karl"'),
    }
    place = client.request("textDocument/prepareRename", client.at(letter, params_offset(LETTER)))
    start = client.find_offset(letter, place["start"])
    assert LETTER[start : client.find_offset(letter, place["end"])] == "mueller"


def params_offset(text: str) -> int:
    """A place within the first pointer."""
    return text.index("#mueller") + 3


@pytest.mark.parametrize(
    ("new", "told"),
    [("1a", "cannot be an identifier"), ("meier", "something else"), ("a b", "cannot be")],
)
def test_a_name_that_is_wrong_or_taken_is_refused(
    client: LanguageClient, letter: str, new: str, told: str
) -> None:
    """With the reason, and no edit."""
    params = {**client.at(letter, params_offset(LETTER)), "newName": new}
    with pytest.raises(RuntimeError, match=told):
        client.request("textDocument/rename", params)


def test_nothing_is_renamed_while_a_file_is_ill_formed(client: LanguageClient, letter: str) -> None:
    """Whether all places were found cannot be known then."""
    client.write_at(letter, "gern.", "<hi>")
    params = {**client.at(letter, params_offset(LETTER)), "newName": "karl"}
    with pytest.raises(RuntimeError, match="well-formed"):
        client.request("textDocument/rename", params)


def test_both_tags_of_an_element_are_renamed(client: LanguageClient, letter: str) -> None:
    """By renaming, and as they are written."""
    at = client.at(letter, LETTER.index("<head>") + 2)
    edit = client.request("textDocument/rename", {**at, "newName": "label"})
    changed = LETTER.replace("<head>", "<label>").replace("</head>", "</label>")
    assert client.apply(edit) == {letter: changed}
    ranges = client.request("textDocument/linkedEditingRange", at)["ranges"]
    words = [LETTER[client.find_offset(letter, r["start"]) :][:4] for r in ranges]
    assert words == ["head", "head"]


def test_a_selection_is_wrapped(client: LanguageClient, letter: str) -> None:
    """A name of the register with its pointer first; then what the schema allows there."""
    client.write(letter, *find(LETTER, "gern"), "Meier, Anna")
    start, end = find(client.texts[letter], "Meier, Anna")
    actions = [a for a in client.act(letter, start, end) if a["kind"].startswith("refactor")]
    assert actions[0]["title"] == 'Mark as <persName ref="#meier">: Meier, Anna'
    (changed,) = client.apply(actions[0]["edit"]).values()
    assert '<persName ref="#meier">Meier, Anna</persName>' in changed
    titles = [action["title"] for action in actions]
    assert "Wrap the selection in <placeName>" in titles
    assert "Wrap the selection in <div>" not in titles
    # Half an element cannot be wrapped.
    start = LETTER.index("am <date")
    actions = client.act(letter, start, start + 12)
    assert not [a for a in actions if a["kind"].startswith("refactor")]


def test_the_structure_is_shown(client: LanguageClient, letter: str) -> None:
    """Divisions by their heads, folds of several lines, selections that grow."""
    document = {"textDocument": {"uri": client.name(letter)}}
    (root,) = client.request("textDocument/documentSymbol", document)
    (text,) = [s for s in root["children"] if s["detail"] == "text"]
    (body,) = text["children"]
    assert [s["name"] for s in body["children"]] == ["Erster Brief"]
    folds = client.request("textDocument/foldingRange", document)
    lines = LETTER.splitlines()
    assert any(lines[f["startLine"]].startswith("<div") for f in folds)
    offset = LETTER.index("Müller</persName>") + 2
    params = {**document, "positions": [client.find(letter, offset)]}
    (selection,) = client.request("textDocument/selectionRange", params)
    sizes = []
    while selection:
        place = selection["range"]
        sizes.append(
            LETTER[
                client.find_offset(letter, place["start"]) : client.find_offset(
                    letter, place["end"]
                )
            ]
        )
        selection = selection.get("parent")
    assert sizes[:2] == ["Müller", '<persName ref="#mueller">Müller</persName>']
    assert sizes[-1].startswith("<TEI")


def test_entries_are_found_by_name(client: LanguageClient, letter: str) -> None:
    """In all registers, with letters folded."""
    found = client.request("workspace/symbol", {"query": "munch"})
    assert [symbol["name"] for symbol in found] == ["München"]


def test_line_ends_and_characters_are_counted_as_the_protocol_does(client: LanguageClient) -> None:
    """CR, CRLF and LF end lines, U+2028 and U+0085 do not; characters beyond U+FFFF count two."""
    text = LETTER.replace("\n", "\r\n", 3).replace("gern.", "e\u0301 \u2028 \x85 𝔄 gern.\r.")
    client.open("a.xml", text)
    end = client.write_at("a.xml", "𝔄 gern.", "<")
    assert "persName" in labels(client.complete("a.xml", end))
    end = client.write_at("a.xml", "\r.", '<persName ref="')
    assert labels(client.complete("a.xml", end)) == ["Müller, Karl", "Meier, Anna"]
    client.close("a.xml")


def test_a_file_in_no_edition_is_served_too(client: LanguageClient, tmp_path: Path) -> None:
    """By the schema that comes with the program."""
    path = tmp_path / "alone.xml"
    path.write_text(LETTER, encoding="utf-8")
    file = "../" * len(client.folder.parts[1:]) + str(path)[1:]
    client.open_at(file, path, LETTER)
    end = client.write_at(file, "gern.", "<")
    assert "persName" in labels(client.complete(file, end))
    client.close(file)


def test_a_new_file_is_served_before_it_is_saved(client: LanguageClient) -> None:
    """It is judged by its schema, and the rest of the edition is still known."""
    client.open("new.xml", LETTER.replace("<head>", "<what/><head>"))
    uri = client.name("new.xml")
    end = client.write_at("new.xml", "gern.", '<persName ref="mei')
    assert labels(client.complete("new.xml", end)) == ["Meier, Anna"]
    client.write("new.xml", end - len('<persName ref="mei'), end, "")
    client.wait(lambda: bool(client.diagnostics.get(uri)))
    assert client.diagnostics[uri][0]["code"] == "schema-unknown-element"
    offset = client.texts["new.xml"].index("#mueller") + 3
    place = client.request("textDocument/definition", client.at("new.xml", offset))
    assert place["uri"] == client.name("register.xml")
    client.close("new.xml")


def test_schema_problems_can_be_muted(client: LanguageClient) -> None:
    """Where another server reports them as well."""
    wrong = LETTER.replace("<head>", "<head><what/>").replace("#mueller", "#muell", 1)
    with LanguageClient(client.folder, options={"schema": False}) as other:
        other.open("a.xml", wrong)
        uri = other.name("a.xml")
        other.wait(lambda: bool(other.diagnostics.get(uri)))
        assert [p["code"] for p in other.diagnostics[uri]] == ["unknown-person"]


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    """Without the library there is one line, and no traceback."""
    code = (
        "import sys; sys.modules['pygls'] = None\n"
        "from tei_edition.cli import lsp; lsp.name_install = lambda extra: f'pip install {extra}'\n"
        "from tei_edition.cli import main; main(['lsp'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: the language server needs the library pygls (hint: pip install lsp)\n"
    )


def find(text: str, words: str) -> tuple[int, int]:
    """Where words are in a text."""
    start = text.index(words)
    return start, start + len(words)
