"""An editor program looks entries of a register up in an authority file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from language_client import LETTER, OTHER, REGISTER, SETTINGS, LanguageClient
from name_service import KNOWN, NameService, run_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("pygls")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameService]:
    """A service that knows Karl Müller."""
    monkeypatch.setitem(KNOWN, "Karl Müller", KNOWN["Karl Marx"])
    with run_service() as made:
        yield made


@pytest.fixture
def client(tmp_path: Path, service: NameService) -> Iterator[LanguageClient]:
    """A program with an edition whose register is open."""
    table = f'[authorities.gnd]\nurl = "{service.address}"\ntypes = {{ person = "Person" }}\n'
    folder = tmp_path / "edition"
    folder.mkdir()
    files = {
        "edition.toml": SETTINGS + table, "a.xml": LETTER, "b.xml": OTHER, "register.xml": REGISTER,
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with LanguageClient(folder) as made:
        made.open("a.xml")
        made.wait_for_check("a.xml", "<x/>")
        made.open("register.xml")
        yield made


def _list_titles(client: LanguageClient, words: str) -> list[str]:
    place = client.texts["register.xml"].index(words)
    actions = client.act("register.xml", place, place)
    return [action["title"] for action in actions if "Look up" in action["title"]]


def _call(client: LanguageClient, entry: str) -> None:
    arguments = ["gnd", entry, client.name("register.xml")]
    command = {"command": "tei-edition.lookUp", "arguments": arguments}
    client.request("workspace/executeCommand", command)


def test_an_entry_without_an_identifier_can_be_looked_up(
    client: LanguageClient, service: NameService
) -> None:
    """The action names the host that it asks; other kinds, and texts, have none."""
    host = service.address.split("/")[2]
    assert _list_titles(client, "A printer") == [f"Look up Müller, Karl in GND (asks {host})"]
    assert _list_titles(client, "München") == []
    assert _list_titles(client, "Nobody") == []
    place = client.texts["register.xml"].index("</persName>\n<birth")
    client.write("register.xml", place + 11, place + 11, '<idno type="GND">118578537</idno>')
    assert _list_titles(client, "A printer") == []
    assert not service.gets


def test_the_chosen_identifier_is_written(client: LanguageClient) -> None:
    """Answers with a wrong check digit are not offered."""
    offered: list[list[str]] = []
    edits: list[dict[str, Any]] = []

    def choose(params: dict[str, Any]) -> dict[str, str]:
        offered.append([action["title"] for action in params["actions"]])
        return {"title": offered[-1][0]}

    def apply(params: dict[str, Any]) -> dict[str, bool]:
        edits.extend(params["edit"]["documentChanges"][0]["edits"])
        return {"applied": True}

    client.replies = {"window/showMessageRequest": choose, "workspace/applyEdit": apply}
    _call(client, "mueller")
    assert offered == [["Marx, Karl (1818-1883; philosopher, Person) 118578537"]]
    assert [edit["newText"] for edit in edits] == ['\n<idno type="GND">118578537</idno>']


def test_nothing_is_written_without_a_choice(client: LanguageClient) -> None:
    """Nor where the service has no answer, which is reported."""
    _call(client, "mueller")
    _call(client, "meier")
    methods = [message["method"] for message in client.messages]
    assert "workspace/applyEdit" not in methods
    told = [m["params"]["message"] for m in client.messages if m["method"] == "window/showMessage"]
    assert told == ["GND has no answer for Anna Meier"]
