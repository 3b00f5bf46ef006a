"""A schema is fetched from the web when an editor asks, with all that it includes."""

from __future__ import annotations

import functools
import hashlib
import http.server
import re
import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tei_edition.cli import main
from tei_edition.problems import EditionError
from tei_edition.schema.fetch import add_lines, download_file, fetch_schema, name_file

if TYPE_CHECKING:
    from collections.abc import Iterator

RNG = "http://relaxng.org/ns/structure/1.0"
FILES = {
    "https://example.org/s/all.rng": f'<grammar xmlns="{RNG}">'
    '<include href="parts/p.rng"/></grammar>',
    "https://example.org/s/parts/p.rng": f'<grammar xmlns="{RNG}">'
    '<define name="p"><externalRef href="../q.rng"/></define></grammar>',
    "https://example.org/s/q.rng": f'<element xmlns="{RNG}" name="p"><empty/></element>',
    "https://example.org/s/all.rnc": "include \"p.rnc\" { }\nq = external 'q.rnc'",
    "https://example.org/s/p.rnc": "p = element p { empty }",
    "https://example.org/s/q.rnc": "element q { empty }",
    "https://example.org/s/a.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron">'
    '<include href="b.sch#p"/><pattern><include href="#r"/></pattern></schema>',
    "https://example.org/s/b.sch": '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>',
    "https://example.org/page": "<!-- so --><!DOCTYPE html><html/>",
    "https://example.org/empty": " ",
    "https://example.org/half.rng": f'<grammar xmlns="{RNG}"><start>',
    "https://example.org/half.rnc": "start = element p {",
    "https://example.org/none.json": '{"error": 404}',
}


def download(address: str) -> bytes:
    """What lies at an address of the small web above."""
    if address not in FILES:
        raise EditionError(f'"{address}" cannot be fetched')
    return FILES[address].encode()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """A folder on a web server of this machine: its address."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "small.rng").write_text(
        f'<element name="TEI" xmlns="{RNG}" ns="http://www.tei-c.org/ns/1.0"><empty/></element>'
    )
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that tells nobody of its requests, and sends some elsewhere."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, or lead away."""
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        super().do_GET()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("all.rng", ["all.rng", "parts/p.rng", "q.rng"]),
        ("all.rnc", ["all.rnc", "p.rnc", "q.rnc"]),
        ("a.sch", ["a.sch", "b.sch"]),
    ],
)
def test_all_that_is_included_is_stored(tmp_path: Path, name: str, files: list[str]) -> None:
    """In folders as they are on the web, so that relative paths lead to each other."""
    stored = fetch_schema(f"https://example.org/s/{name}", tmp_path, download=download)

    assert [one.path for one in stored] == [tmp_path / "example.org/s" / file for file in files]
    for one in stored:
        assert one.path.read_bytes() == download(one.address)
        assert one.sha256 == hashlib.sha256(download(one.address)).hexdigest()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("page", "is a web page"),
        ("empty", "is an empty file"),
        ("none.rng", "cannot be fetched"),
        ("half.rng", "is not a schema"),
        ("half.rnc", "is not a schema"),
        ("none.json", "is not a schema"),
    ],
)
def test_what_is_no_schema_is_not_stored(tmp_path: Path, name: str, told: str) -> None:
    """A page that says that there is none is the commonest answer of all."""
    with pytest.raises(EditionError, match=told):
        fetch_schema(f"https://example.org/{name}", tmp_path, download=download)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_stored_where_a_part_is_missing(tmp_path: Path) -> None:
    """Half a schema is none."""

    def lacking(address: str) -> bytes:
        if address.endswith("q.rng"):
            raise EditionError("gone")
        return download(address)

    with pytest.raises(EditionError, match="gone"):
        fetch_schema("https://example.org/s/all.rng", tmp_path, download=lacking)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/../../a.rng", "example.org/a.rng"),
        ("https://example.org/%2e%2e/%2e%2e/a.rng", "example.org/a.rng"),
        ("https://example.org:8080/a%20b.rng", "example.org/a_b.rng"),
        ("https://example.org/", "example.org"),
    ],
)
def test_no_address_leads_out_of_the_folder(address: str, path: str) -> None:
    """A file lies by its host and path, and nowhere else."""
    assert name_file(address) == Path(path)


def test_two_questions_to_one_address_are_two_files() -> None:
    """What stands behind the question mark tells them apart."""
    one, two = (name_file(f"https://example.org/get.rng?v={v}") for v in (1, 2))

    assert one != two
    assert one.suffix == ".rng"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "a.rng"])
def test_only_the_web_is_read(address: str) -> None:
    """Files of this machine are not fetched."""
    with pytest.raises(EditionError, match="not a web address"):
        download_file(address)


def test_nobody_is_led_away_from_the_web(web: str) -> None:
    """Not by the server either."""
    with pytest.raises(EditionError, match=r"cannot be fetched: .*passwd"):
        download_file(f"{web}/away")


def test_a_schema_is_fetched_and_used(
    tmp_path: Path, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command does what the problem advises: afterwards the file is judged."""
    root = tmp_path / "edition"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]  # so\n')
    (root / "a.xml").write_text(
        f'<?xml-model href="{web}/small.rng" schematypens="{RNG}"?>\n'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>'
    )
    check = ["check", "--jobs", "1", "--select", "schema-*"]

    before = CliRunner().invoke(main, check)
    fetched = CliRunner().invoke(main, ["schema", "fetch", f"{web}/small.rng"])
    after = CliRunner().invoke(main, check)

    assert f"hint: tei-edition schema fetch {web}/small.rng" in before.output
    assert fetched.exit_code == 0, fetched.output
    assert re.findall(r"\[(schema-[a-z-]+)\]", after.output) == ["schema-unknown-element"]
    assert "schema-not-stored" not in after.output
    text = (root / "edition.toml").read_text()
    assert text.startswith('[edition]\ntexts = ["a.xml"]  # so\n\n[check.catalogue]\n')

    (root / "schemas/127.0.0.1/small.rng").write_text(f'<element name="TEI" xmlns="{RNG}"/>')
    changed = CliRunner().invoke(main, check)

    assert "[schema-changed]" in changed.output


def test_lines_can_be_printed_instead(
    tmp_path: Path, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --print, edition.toml is left as it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text("")

    result = CliRunner().invoke(main, ["schema", "fetch", f"{web}/small.rng", "--print"])

    (entry,) = tomllib.loads(result.stdout).values()
    assert entry["file"] == "schemas/127.0.0.1/small.rng"
    assert (tmp_path / "edition.toml").read_text() == ""


LINES = '"https://example.org/a.rng" = { file = "a.rng", sha256 = "1" }\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"\n[check.catalogue]\n{LINES}"),
        ("[check]\n\n\n", f"[check]\n\n[check.catalogue]\n{LINES}"),
        (
            '[check.catalogue]\n"x" = "y"\n\n[pages]\nsplit = 1\n',
            f'[check.catalogue]\n{LINES}"x" = "y"\n\n[pages]\nsplit = 1\n',
        ),
        (
            '[check.catalogue]\n"https://example.org/a.rng" = "old.rng"\n',
            f"[check.catalogue]\n{LINES}",
        ),
    ],
)
def test_lines_are_put_into_the_catalogue(before: str, after: str, tmp_path: Path) -> None:
    """At its beginning, in the place of older ones, and nothing else is touched."""
    assert add_lines(before, LINES, tmp_path) == after


def test_a_file_that_cannot_take_lines_is_left_alone(tmp_path: Path) -> None:
    """A catalogue in another form of TOML is for its author to complete."""
    with pytest.raises(EditionError, match="was not changed") as caught:
        add_lines('[check]\ncatalogue = { "x" = "y" }\n', LINES, tmp_path)

    assert LINES in caught.value.hint
