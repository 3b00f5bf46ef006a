"""An editor program for tests: it starts the language server and speaks to it over its pipes."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

PATIENCE = 60
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
}

# An edition of two letters and a register.
HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher></publicationStmt>
<sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>
"""
WITNESSES = (
    '<listWit><witness xml:id="M">The manuscript, 1817</witness>'
    '<witness xml:id="P">The print</witness></listWit>'
)
REGISTER = (
    HEADER.format(title="Register", source="<p>None</p>")
    + """<standOff><listPerson>
<person xml:id="mueller"><persName>Müller, Karl</persName>
<persName type="variant">Mueller</persName>
<birth when="1780"/><death when="1850"/><note>A printer.</note></person>
<person xml:id="meier"><persName>Meier, Anna</persName></person>
</listPerson><listPlace><place xml:id="muenchen"><placeName>München</placeName></place></listPlace>
</standOff></TEI>
"""
)
LETTER = (
    HEADER.format(title="Letter", source=WITNESSES)
    + """<text><body>
<div xml:id="d1"><head>Erster Brief</head>
<p>𝔄 Ich sah <persName ref="#mueller">Müller</persName>
am <date when="1917-11-07">7.</date> gern.</p>
<p>Auch <persName ref="#mueller">Mueller</persName> war in
<placeName ref="#muenchen">München</placeName>.</p>
</div></body></text></TEI>
"""
)
SETTINGS = """
[edition]
texts = ["a.xml", "b.xml"]
registers = ["register.xml"]
[check]
ignore = ["citation-incomplete", "incomplete-header", "unreferenced-entity", "unused-witness"]
"""
OTHER = (
    LETTER.replace("Erster Brief", "Zweiter")
    .replace('xml:id="d1"', 'xml:id="d2"')
    .replace(WITNESSES, "<p>None</p>")
)


class LanguageClient:
    """A client with the texts of its open documents; for use in a `with` statement."""

    def __init__(
        self, folder: Path, capabilities: dict[str, Any] | None = None, options: Any = None
    ) -> None:
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self._elsewhere: dict[str, Path] = {}
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.messages: list[dict[str, Any]] = []
        # What is answered to requests of the server, by their methods.
        self.replies: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self._incoming: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._number = 0
        command = (sys.executable, "-c", "from tei_edition.cli import main; main()", "lsp")
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        params = {
            "processId": os.getpid(),
            "rootUri": folder.as_uri(),
            "capabilities": capabilities or CAPABILITIES,
            "initializationOptions": options,
        }
        try:
            self.server = self.request("initialize", params)
        except BaseException:
            self._end()
            raise
        self.notify("initialized", {})

    def __enter__(self) -> LanguageClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.request("shutdown", None)
                self.notify("exit", None)
                assert self.process.wait(PATIENCE) == 0
        finally:
            self._end()

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reading.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    # Messages

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) or not length:
                if not line:
                    self._incoming.put(None)
                    return
                name, _, value = line.partition(b":")
                # Whatever else is written there would not be a header.
                assert name in {b"Content-Length", b"Content-Type"}, line
                if name == b"Content-Length":
                    length = int(value)
            self._incoming.put(json.loads(stream.read(length)))

    def _write(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def notify(self, method: str, params: Any) -> None:
        """Tell the server something."""
        self._write({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """What the server answers; an error of it is a RuntimeError."""
        self._number += 1
        number = self._number
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def _take(self) -> dict[str, Any]:
        message = self._incoming.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message:
            self.messages.append(message)
            if "id" in message:
                reply = self.replies.get(message["method"])
                result = reply(message["params"]) if reply else None
                self._write({"id": message["id"], "result": result})
        return message

    def wait(self, is_there: Callable[[], bool]) -> None:
        """Take messages until something is so."""
        while not is_there():
            self._take()

    # Documents

    def name(self, file: str) -> str:
        """The address of a file."""
        return self._elsewhere.get(file, self.folder / file).as_uri()

    def open(self, file: str, text: str | None = None) -> None:
        """Open a file, or a text in its place."""
        if text is None:
            text = (self.folder / file).read_text(encoding="utf-8")
        self.texts[file], self.versions[file] = text, 1
        item = {"uri": self.name(file), "languageId": "xml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def open_at(self, file: str, path: Path, text: str) -> None:
        """Open a file outside the folder under a name of its own."""
        self._elsewhere[file] = path
        self.open(file, text)

    def close(self, file: str) -> None:
        """Close a document without saving it."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": self.name(file)}})
        del self.texts[file]
        self.diagnostics.pop(self.name(file), None)

    def wait_for_check(self, file: str, wrong: str) -> None:
        """Let the server check everything, by writing something wrong for a while."""
        start = self.texts[file].index("</p>")
        self.write(file, start, start, wrong)
        self.wait(lambda: bool(self.diagnostics.get(self.name(file))))
        self.write(file, start, start + len(wrong), "")
        self.wait(lambda: not self.diagnostics[self.name(file)])

    def act(
        self, file: str, start: int, end: int, *diagnostics: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """What can be done with some characters."""
        place = {"start": self.find(file, start), "end": self.find(file, end)}
        found: list[dict[str, Any]] = self.request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self.name(file)},
                "range": place,
                "context": {"diagnostics": list(diagnostics)},
            },
        )
        return found

    def write(self, file: str, start: int, end: int, new: str) -> None:
        """Replace characters of an open document."""
        place = {"start": self.find(file, start), "end": self.find(file, end)}
        text = self.texts[file]
        self.texts[file] = text[:start] + new + text[end:]
        self.versions[file] += 1
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.name(file), "version": self.versions[file]},
                "contentChanges": [{"range": place, "text": new}],
            },
        )

    def write_at(self, file: str, mark: str, new: str) -> int:
        """Write behind the first occurrence of words; return where that ends."""
        offset = self.texts[file].index(mark) + len(mark)
        self.write(file, offset, offset, new)
        return offset + len(new)

    def find(self, file: str, offset: int) -> dict[str, int]:
        """A place in units of UTF-16."""
        before = self.texts[file][:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n")
        column = before.rpartition("\n")[2]
        return {"line": line, "character": len(column.encode("utf-16-le")) // 2}

    def find_offset(self, file: str, place: dict[str, int]) -> int:
        """The offset of a place in a document."""
        return find_offset(self.texts[file], place)

    def at(self, file: str, offset: int) -> dict[str, Any]:
        """The parameters of most requests."""
        return {"textDocument": {"uri": self.name(file)}, "position": self.find(file, offset)}

    def complete(self, file: str, offset: int) -> list[dict[str, Any]]:
        """What is offered at a place."""
        found = self.request("textDocument/completion", self.at(file, offset))
        items: list[dict[str, Any]] = found["items"]
        return items

    def apply(self, edit: dict[str, Any]) -> dict[str, str]:
        """The texts of files after an edit; of those that are not open too."""
        changed = {}
        texts = dict(self.texts)
        for change in edit["documentChanges"]:
            file = change["textDocument"]["uri"].removeprefix(self.folder.as_uri() + "/")
            if file not in texts:
                texts[file] = (self.folder / file).read_text(encoding="utf-8")
            text = texts[file]
            pieces = sorted(
                (
                    find_offset(text, piece["range"]["start"]),
                    find_offset(text, piece["range"]["end"]),
                    piece["newText"],
                )
                for piece in change["edits"]
            )
            for start, end, new in reversed(pieces):
                text = text[:start] + new + text[end:]
            changed[file] = text
        return changed


def find_offset(text: str, place: dict[str, int]) -> int:
    """The offset of a place in units of UTF-16."""
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]
    start = starts[place["line"]]
    data = text[start:].encode("utf-16-le")[: 2 * place["character"]]
    return start + len(data.decode("utf-16-le"))
