"""A browser that tests drive as a reader does, by keys and by eye: Chromium through its own pipe.

The protocol is that of Chromium's developer tools, a JSON object and a null byte each way, so that
nothing but the browser is needed.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from building import find_program

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}


def _raise(descriptor: int) -> int:
    """A descriptor with a number that is not in the way of the browser's own."""
    raised = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return raised


def _word(event: dict[str, Any]) -> str:
    """What the console shows of an exception, or of an entry of the log."""
    if "exceptionDetails" in event:
        details = event["exceptionDetails"]
        return str(details.get("exception", {}).get("description", details["text"]))
    return str(event["entry"]["text"])


class Browser:
    """One window of Chromium.

    `requests` are the addresses asked for since the page was opened, `complaints` what the console
    shows of scripts that fail and of what the page's policy forbids.
    """

    def __init__(self, profile: Path) -> None:
        to_browser, self._writer = map(_raise, os.pipe())
        self._reader, from_browser = map(_raise, os.pipe())
        # The browser reads from its descriptor 3 and writes to 4.
        program = f'exec {find_program("chromium")} "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", program, "chromium", *_FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._number = 0
        self._buffer = b""
        self._session = ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._asked: dict[str, str] = {}
        self._loaded: list[str] = []  # what has been loaded, by the browser's names of it
        self._frame = self.call("Target.createTarget", url="about:blank")["targetId"]
        found = self.call("Target.attachToTarget", targetId=self._frame, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)
        # A window that nobody looks at shows no focus.
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self.call("Browser.close")
        self._process.wait(30)
        os.close(self._writer)
        os.close(self._reader)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have the browser do something, and wait for what comes of it."""
        answer = self.ask(method, **parameters)
        assert "error" not in answer, f"{method}: {answer['error']}"
        found: dict[str, Any] = answer["result"]
        return found

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something; its answer may be that it cannot do it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self._note(answer)
        return answer

    def open(self, url: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> None:
        """Open a page in a window of that size, in the light or the dark, and wait until it is."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        self._load("about:blank")
        self.requests, self.complaints = [], []
        self._load(url)
        seen = len(self._loaded)
        while self._leads_on():
            while len(self._loaded) == seen:
                self._note(self._receive())
            seen = len(self._loaded)

    def _load(self, url: str) -> None:
        """Go to a page and wait until it is there, and not the one before it."""
        loader = self.call("Page.navigate", url=url)["loaderId"]
        while loader not in self._loaded:
            self._note(self._receive())

    def _leads_on(self) -> bool:
        """Whether the page leads to another at once, or is already on its way."""
        expression = (
            "document.readyState != 'complete' || !!document.querySelector('[http-equiv=refresh]')"
        )
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        found = answer.get("result", {})
        return "exceptionDetails" in found or found.get("result", {}).get("value", True)

    def use_scripts(self, *, on: bool) -> None:
        """Let pages that are opened from now on run scripts, or not."""
        self.call("Emulation.setScriptExecutionDisabled", value=not on)

    def evaluate(self, expression: str) -> Any:
        """What an expression gives in the page; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def find(self, expression: str) -> Any:
        """What an expression gives in the page; nothing while the page gives way to another."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return None if "error" in answer else answer["result"]["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        code = _KEYS.get(key, ord(key[0].upper()))
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        common = {
            "key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0,
        }  # fmt: skip
        kind = "keyDown" if text else "rawKeyDown"
        self.call("Input.dispatchKeyEvent", type=kind, text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._reader, 1 << 16)
            assert chunk, "the browser has ended"
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Network.requestWillBeSent":
            url = event["params"]["request"]["url"]
            self.requests.append(url)
            self._asked[event["params"]["requestId"]] = url
        elif event.get("method") == "Network.loadingFailed":
            # What the page's own policy forbids is announced, but never sent.
            url = self._asked.get(event["params"]["requestId"], "")
            if event["params"].get("blockedReason") and url in self.requests:
                self.requests.remove(url)
        elif event.get("method") == "Page.lifecycleEvent":
            told = event["params"]
            if told["name"] == "load" and told["frameId"] == self._frame:
                self._loaded.append(told["loaderId"])
        elif event.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
            self.complaints.append(_word(event["params"]))
