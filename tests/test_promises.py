"""What Sphinx promises, kept for editions: intersphinx, linkcheck, gettext, plain logs."""

from __future__ import annotations

import shutil
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from building import make_edition, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = """<text><body><p xml:id="p1">A secret word of <persName ref="#ann">Ann</persName>, see
<ref target="{there}">there</ref> and <ptr target="{gone}"/>.</p></body></text>"""
REGISTER = """<listPerson><person xml:id="ann"><persName>Ann</persName>
<idno type="URI">{gone}#ann</idno></person></listPerson>"""


class _Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/there" else 404)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on this machine that has one page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, address: str) -> Path:
    """An edition with links that lead somewhere, and others that do not."""
    there, gone = f"{address}/there", f"{address}/gone"
    folder = make_edition(
        tmp_path_factory.mktemp("promises") / "e",
        {"a": TEXT.format(there=there, gone=gone)},
        register=REGISTER.format(gone=gone),
    )  # fmt: skip
    with (folder / "docs/index.rst").open("a", encoding="utf-8") as index:
        index.write("\n   about\n")
    (folder / "docs/about.rst").write_text("About\n=====\n\nWords of an editor.\n")
    return folder


def build(folder: Path, builder: str, *options: str) -> str:
    """Run Sphinx, whatever comes of it, and return what it says."""
    done = run(
        sys.executable, "-m", "sphinx", "-b", builder, "-D", "tei_edition_check=0", *options,
        folder / "docs", folder / "build" / builder,
        cwd=folder,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_linkcheck_tries_the_addresses_of_the_tei(edition: Path, address: str) -> None:
    """Those of texts and of the register: what is gone is reported, what is there is not."""
    build(edition, "linkcheck", "-D", "linkcheck_retries=1", "-D", "linkcheck_timeout=5")

    output = (edition / "build/linkcheck/output.txt").read_text(encoding="utf-8")
    assert f"[broken] {address}/gone" in output
    assert f"{address}/there" not in output
    tried = (edition / "build/linkcheck/output.json").read_text(encoding="utf-8")
    assert f"{address}/there" in tried


def test_gettext_has_the_words_of_editors_and_of_the_interface(edition: Path) -> None:
    """And none of the text."""
    build(edition, "gettext")

    folder = edition / "build/gettext"
    messages = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.pot"))
    assert "Words of an editor." in messages
    assert "secret word" not in messages
    assert 'msgctxt "cite page"' in (folder / "tei_edition.pot").read_text(encoding="utf-8")


def test_a_project_without_an_edition_refers_to_one(edition: Path, tmp_path: Path) -> None:
    """With the light extension alone, by the inventory of a built site."""
    build(edition, "html")
    (tmp_path / "conf.py").write_text(
        'extensions = ["sphinx.ext.intersphinx", "tei_edition.sphinxext.intersphinx"]\n'
        f'intersphinx_mapping = {{"ed": ("https://example.org/ed/", '
        f"{str(edition / 'build/html/objects.inv')!r})}}\n"
    )
    (tmp_path / "index.rst").write_text(
        "Plain\n=====\n\n:external+ed:tei:person:`ann`, :tei:person:`ann`, "
        ":tei:passage:`here <a#p1>`\n"
    )

    done = run(sys.executable, "-m", "sphinx", "-W", "-b", "html", tmp_path, tmp_path / "out")

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert page.count('href="https://example.org/ed/edition/persons.html#ann"') == 2
    assert 'href="https://example.org/ed/edition/a.html#p1"' in page


def test_the_light_extension_may_stand_beside_the_full_one(edition: Path, tmp_path: Path) -> None:
    """In either order."""
    copy = shutil.copytree(edition, tmp_path / "e", ignore=shutil.ignore_patterns("build"))
    conf = (copy / "docs/conf.py").read_text()
    both = '"tei_edition.sphinxext.intersphinx", "tei_edition.sphinxext", '
    (copy / "docs/conf.py").write_text(conf.replace('"tei_edition.sphinxext"', both[:-2]))

    assert "build succeeded" in build(copy, "html")


def test_logs_in_files_have_no_colours(edition: Path) -> None:
    """Also where nothing in the environment forbids them."""
    (edition / "docs/lost.rst").write_text("Lost\n====\n\nIn no toctree.\n")

    done = run(
        "env", "-u", "NO_COLOR", sys.executable, "-m", "tei_edition", "build", cwd=edition
    )  # fmt: skip

    assert "toctree" in done.stderr
    assert "\x1b" not in done.stderr
