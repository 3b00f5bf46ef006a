"""Distributed Text Services: each request is answered as the specification has it."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from lxml import etree

from building import TEI
from citation_oracle import Unit, list_units
from exporting import OTHERS, copy_shipped_tei, hold, hold_shared, make, select, share_corpus
from tei_edition.config import read_config
from tei_edition.exports.dts_addresses import DOCUMENT, TEI_XML, Addresses
from tei_edition.exports.dts_answers import Service
from tei_edition.exports.dts_files import are_few
from tei_edition.exports.host_rules import write_host_rules
from tei_edition.exports.reading_formats import PLAIN
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.serving import ServedSite, make_server
from web_servers import find_port, serve_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

uritemplate = pytest.importorskip("uritemplate")
WRAPPER = "{https://w3id.org/api/dts#}wrapper"


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


class Client:
    """A client that knows nothing but the address of an entry point."""

    def __init__(self, entry: str) -> None:
        self.entry = json.loads(fetch(entry)[2])

    def locate(self, endpoint: str, **values: str) -> str:
        """Expand a template."""
        return str(uritemplate.expand(self.entry[endpoint], values))

    def ask(self, endpoint: str, **values: str) -> Any:
        """What an endpoint answers, in JSON or as a tree."""
        status, _, body = fetch(self.locate(endpoint, **values))
        assert status == 200, (endpoint, values, body)
        return json.loads(body) if endpoint != "document" else etree.fromstring(body)

    def walk(self, ident: str = "") -> Iterator[dict[str, Any]]:
        """Every resource below a collection."""
        found = self.ask("collection", **({"id": ident} if ident else {}))
        for member in found["member"]:
            if member["@type"] == "Resource":
                yield member
            else:
                yield from self.walk(member["@id"])


def expect_members(units: list[dict[str, Any]], ref: str, down: int) -> list[str]:
    """What the table of `down` says of a unit, or of the whole: from the tree alone."""
    parents = {unit["identifier"]: unit["parent"] for unit in units}
    levels = {unit["identifier"]: unit["level"] for unit in units}

    def is_below(ident: str | None) -> bool:
        while ident is not None and ident != ref:
            ident = parents[ident]
        return not ref or ident == ref

    if down == 0:
        return [u for u in parents if parents[u] == parents[ref]]
    lowest = 1000 if down == -1 else (levels[ref] if ref else 0) + down
    return [u for u in parents if is_below(u) and levels[u] <= lowest]


@contextlib.contextmanager
def serve_live(root: Path) -> Iterator[str]:
    """Serve an edition as `tei-edition serve` does; the address."""
    site = ServedSite(read_edition(read_config(root)), root / "build/html")
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def write_files(root: Path, folder: Path, *formats: str) -> None:
    """Write formats of an edition into a folder."""
    holdings = hold(root)
    for name in formats:
        for path, data in make(holdings, name).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def set_queries(root: Path) -> None:
    """Let the templates of an edition be queries."""
    toml = root / "edition.toml"
    toml.write_text(toml.read_text() + "\n[dts]\nqueries = true\n")


def check_service(client: Client, *, ranges: bool) -> int:
    """Walk everything, and hold each answer against the table; the number of units."""
    count = 0
    for resource in client.walk():
        ident = resource["@id"]
        parents = client.ask("collection", id=ident, nav="parents")["member"]
        assert [p["@id"] for p in parents] == ["texts"]
        for tree in resource["citationTrees"] or [{}]:
            given = {"resource": ident}
            if "identifier" in tree:
                given["tree"] = tree["identifier"]
            units = client.ask("navigation", **given, down="-1")["member"]
            count += len(units)
            assert len({u["identifier"] for u in units}) == len(units)
            depth = max((u["level"] for u in units), default=0)
            for down in (1, 2, -1):
                found = client.ask("navigation", **given, down=str(down))["member"]
                expected = expect_members(units, "", down)
                assert [u["identifier"] for u in found] == expected
            for unit in units[:12]:
                ref = unit["identifier"]
                alone = client.ask("navigation", **given, ref=ref)
                assert alone["ref"] == unit
                assert "member" not in alone
                for down in (0, *range(1, depth + 1), -1):
                    found = client.ask("navigation", **given, ref=ref, down=str(down))["member"]
                    expected = expect_members(units, ref, down)
                    assert [u["identifier"] for u in found] == expected, (ref, down)
                part = client.ask("document", **given, ref=ref)
                assert part.find(f".//{WRAPPER}") is not None
            top = [u["identifier"] for u in units if u["level"] == 1]
            if ranges and len(top) > 1:
                check_range(client, given, units, top)
    return count


def check_range(
    client: Client, given: dict[str, str], units: list[dict[str, Any]], top: list[str]
) -> None:
    """A range of units: its members, and its words."""
    start, end = top[0], top[-1]
    found = client.ask("navigation", **given, start=start, end=end, down="1")
    expected = [u["identifier"] for u in units if u["level"] <= 2]
    assert [u["identifier"] for u in found["member"]] == expected
    assert (found["start"]["identifier"], found["end"]["identifier"]) == (start, end)
    part = client.ask("document", **given, start=start, end=end)
    words = "".join(map(str, part.find(f".//{WRAPPER}").itertext()))
    parts = [client.ask("document", **given, ref=ref).find(f".//{WRAPPER}") for ref in top]
    joined = "".join("".join(map(str, one.itertext())) for one in parts)
    assert "".join(words.split()).startswith("".join(joined.split())[:200])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The shipped edition, whose address is a port of this computer."""
    port = find_port()
    url = f"http://127.0.0.1:{port}/site/"
    return copy_shipped_tei(tmp_path_factory.mktemp("dts") / "e", url), url


def test_files_answer_every_template(shipped: tuple[Path, str], tmp_path: Path) -> None:
    """A client expands the templates over plain files, and each answer is as the table says."""
    root, url = shipped
    write_files(root, tmp_path / "site", "dts")
    with serve_files(tmp_path, int(url.split(":")[2].split("/")[0])):
        assert check_service(Client(f"{url}dts/entry.jsonld"), ranges=True) == 11
        assert fetch(f"{url}dts/october/navigation;ref=none.jsonld")[0] == 404


def test_serve_answers_every_template(shipped: tuple[Path, str]) -> None:
    """The same from `serve`, by queries, with the address that was asked."""
    with serve_live(shipped[0]) as url:
        client = Client(f"{url}dts/")
        assert client.entry["collection"].startswith(url)
        assert check_service(client, ranges=True) == 11


def test_files_and_serve_say_the_same(shipped: tuple[Path, str], tmp_path: Path) -> None:
    """What a file has for a request is what `serve` answers, but for the addresses."""
    root, _ = shipped
    made = make(hold(root), "dts")
    with serve_live(root) as live:
        client = Client(f"{live}dts/")
        for path, data in made.items():
            if "/navigation;" in path:
                query = dict(p.split("=") for p in path[: -len(".jsonld")].split(";")[1:])
                ours = json.loads(data)
                theirs = client.ask("navigation", resource="october", **query)
                for key in ("ref", "start", "end", "member"):
                    assert ours.get(key) == theirs.get(key)


@pytest.mark.parametrize(
    ("endpoint", "query", "status"),
    [
        ("navigation", "", 400),
        ("navigation", "resource=october", 400),
        ("navigation", "resource=october&down=0", 400),
        ("navigation", "resource=october&ref=fate&start=fate&end=fate", 400),
        ("navigation", "resource=october&ref=fate&end=fate", 400),
        ("navigation", "resource=october&start=friction", 400),
        ("navigation", "resource=october&end=fate&down=1", 400),
        ("navigation", "resource=october&start=friction&end=fate&down=0", 400),
        ("navigation", "resource=october&down=x", 400),
        ("navigation", "resource=october&down=-2", 400),
        ("navigation", "resource=october&ref=none", 404),
        ("navigation", "resource=october&ref=fate&tree=none", 404),
        ("navigation", "resource=october&start=friction&end=none", 404),
        ("navigation", "resource=none&down=1", 404),
        ("navigation", "resource=october&ref=fate", 200),
        ("navigation", "resource=october&down=1", 200),
        ("navigation", "resource=october&down=1&page=1", 200),
        ("navigation", "resource=october&down=1&page=2", 404),
        ("navigation", "resource=october&down=9", 200),
        ("navigation", "resource=october&ref=none&down=9", 404),
        ("navigation", "resource=october&ref=fate.p4&down=9", 200),
        ("navigation", "resource=october&start=friction&end=fate&down=9", 200),
        ("document", "", 400),
        ("document", "resource=none", 404),
        ("document", "resource=october&ref=none", 404),
        ("document", "resource=october&ref=fate&start=fate&end=fate", 400),
        ("document", "resource=october&start=fate", 400),
        ("document", "resource=october&mediaType=image/png", 404),
        ("document", "resource=october", 200),
        ("document", "resource=october&ref=fate.p4", 200),
        ("collection", "", 200),
        ("collection", "id=none", 404),
        ("collection", "id=october&nav=parents", 200),
        ("collection", "id=october&nav=sideways", 400),
        ("collection", "id=texts&page=2", 404),
        ("collection", "id=texts&page=1", 200),
        ("collection", "page=1&nav=children", 200),
        ("collection", "id=texts&page=1&nav=parents", 200),
    ],
)
def test_statuses_of_serve(live: str, endpoint: str, query: str, status: int) -> None:
    """400 for what is missing or contradicts itself, 404 for what does not exist."""
    answer = fetch(f"{live}dts/{endpoint}/?{query}")

    assert answer[0] == status, answer[2]
    assert answer[1]["Access-Control-Allow-Origin"] == "*"


@pytest.fixture(scope="module")
def live(shipped: tuple[Path, str]) -> Iterator[str]:
    """The shipped edition, served live."""
    with serve_live(shipped[0]) as url:
        yield url


def test_documents_come_in_other_forms(live: str) -> None:
    """As plain text and HTML, with the header that leads to the collection."""
    query = "resource=october&ref=fate.p5&mediaType="
    status, headers, tei = fetch(f"{live}dts/document/?resource=october&ref=fate.p5")
    text = fetch(f"{live}dts/document/?{query}text/plain")
    html = fetch(f"{live}dts/document/?{query}{quote('text/html')}")

    assert (status, headers["Content-Type"]) == (200, "application/tei+xml")
    assert headers["Link"] == f'<{live}dts/collection/?id=october>; rel="collection"'
    assert text[1]["Content-Type"] == "text/plain; charset=utf-8"
    assert text[2].decode().startswith("The greatest degree of disorganization")
    assert b"<p>The greatest degree" in html[2]
    assert b"<dts:wrapper" in tei


def test_only_this_computer_may_ask(live: str) -> None:
    """A request for another host, as a page elsewhere might make it, is refused."""
    request = urllib.request.Request(f"{live}dts/", headers={"Host": "evil.example"})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)  # noqa: S310
    refused.value.close()

    assert refused.value.code == 403
    assert fetch(f"{live}../../etc/passwd")[0] == 404


def test_the_whole_is_the_source(shipped: tuple[Path, str], live: str) -> None:
    """The document without a reference is the file, byte for byte; joined chapters its text."""
    source = (shipped[0] / "tei/october.xml").read_bytes()
    client = Client(f"{live}dts/")
    body = select(etree.fromstring(source), "//t:body")[0]
    parts = [
        client.ask("document", resource="october", ref=ref).find(f".//{WRAPPER}")
        for ref in ("friction", "fate")
    ]
    joined = "".join("".join(map(str, part.itertext())) for part in parts)

    assert fetch(client.locate("document", resource="october"))[2] == source
    assert "".join(joined.split()) == "".join("".join(map(str, body.itertext())).split())


def find_shape(units: list[dict[str, Any]], expected: list[Unit]) -> list[Unit]:
    """The units of an answer as the file's own; a counted reference is in no file."""
    places = {unit["identifier"]: place for place, unit in enumerate(units)}
    known = [unit.reference for unit in expected] + [None] * len(units)
    return [
        Unit(
            None if known[place] is None else unit["identifier"],
            unit["level"],
            None if unit["parent"] is None else places[unit["parent"]],
            unit["citeType"],
        )
        for place, unit in enumerate(units)
    ]


def check_units(client: Client, sources: dict[str, bytes]) -> int:
    """Hold the units of each text against its file; the number of those that have any."""
    count = 0
    for resource in client.walk():
        ident = resource["@id"]
        expected = list_units(sources[ident])
        for down in ("-1", "1", "2"):
            units = client.ask("navigation", resource=ident, down=down)["member"]
            chosen = [u for u in expected if down == "-1" or u.level <= int(down)]
            if down == "-1":
                assert find_shape(units, expected) == expected, ident
                count += bool(units)
            assert [u["level"] for u in units] == [u.level for u in chosen], (ident, down)
    return count


def test_units_are_those_of_the_file(shipped: tuple[Path, str], live: str) -> None:
    """References, levels, parents and types by lines that import nothing of the package."""
    source = (shipped[0] / "tei/october.xml").read_bytes()
    assert check_units(Client(f"{live}dts/"), {"october": source}) == 1


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["balex", "bellini", "isicily"])
def test_units_of_others_are_those_of_their_files(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """The same for texts whose headers declare divisions by their heads, or nothing."""
    root = share_corpus(tmp_path_factory, name)
    holdings = hold_shared(root)
    sources = {holdings.text_ids[t.file]: (root / t.file).read_bytes() for t in holdings.book.texts}
    with serve_live(root) as url:
        assert check_units(Client(f"{url}dts/"), sources) >= 2


@pytest.mark.corpora
@pytest.mark.parametrize("name", sorted({*OTHERS} - {"jean-paul"}))  # 15 MB take half a minute
def test_editions_of_others_are_walked(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Every text of an edition of others: all collections, its units, and their parts."""
    with serve_live(share_corpus(tmp_path_factory, name)) as url:
        assert check_service(Client(f"{url}dts/"), ranges=False) > 50


PAGES = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Pages</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<encodingDesc><refsDecl><citeStructure unit="page" match="//pb" use="@n">
</citeStructure></refsDecl>
<refsDecl n="verse"><cRefPattern matchPattern="(\\w+)" n="poem"
 replacementPattern="#xpath(//div[@n='$1'])"/><cRefPattern matchPattern="(\\w+) (\\d+)"
 replacementPattern="#xpath(//div[@n='$1']/l[@n='$2'])"/></refsDecl></encodingDesc></teiHeader>
<text><body><pb n="1r"/><div n="Ode"><l n="1">one</l><l n="2">two <pb n="1v"/>half</l></div>
<div n="Epode"><l n="1">three</l><pb n="2r"/><l n="2">four</l></div></body></text></TEI>
"""


def test_pages_end_where_the_next_begins(tmp_path: Path) -> None:
    """A page begins at its break and ends at the next; a second tree has a name."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/x.xml").write_text(PAGES)
    (tmp_path / "edition.toml").write_text('[edition]\nurl = "http://e.example/"\n')
    with serve_live(tmp_path) as url:
        client = Client(f"{url}dts/")
        resource = next(client.walk())
        trees = resource["citationTrees"]

        def read(**query: str) -> str:
            part = client.ask("document", resource="x", **query).find(f".//{WRAPPER}")
            return " ".join("".join(map(str, part.itertext())).split())

        assert [tree.get("identifier") for tree in trees] == [None, "verse"]
        assert [t["citeStructure"][0]["citeType"] for t in trees] == ["page", "poem"]
        assert [read(ref=ref) for ref in ("1r", "1v", "2r")] == ["onetwo", "half three", "four"]
        assert read(start="1r", end="1v") == "onetwo half three"
        units = client.ask("navigation", resource="x", tree="verse", down="-1")["member"]
        assert [u["identifier"] for u in units] == [
            "Ode", "Ode 1", "Ode 2", "Epode", "Epode 1", "Epode 2",
        ]  # fmt: skip
        assert read(tree="verse", ref="Ode 2") == "two half"
        assert read(tree="verse", start="Ode 2", end="Epode 1") == "two half three"


# Behind hosts.

NGINX = """daemon off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{ }}
http {{ access_log off; client_body_temp_path {root}/a; proxy_temp_path {root}/b;
fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/f;
include {root}/rules/nginx-maps.conf;
server {{ listen 127.0.0.1:{port}; root {root}; include {root}/rules/nginx-locations.conf; }} }}
"""
APACHE = """ServerRoot {root}
Listen 127.0.0.1:{port}
ServerName 127.0.0.1
PidFile {root}/pid
ErrorLog {root}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule headers_module {modules}/mod_headers.so
TypesConfig /dev/null
DocumentRoot {root}
<Directory {root}>
  AllowOverride All
  Require all granted
</Directory>
"""


@contextlib.contextmanager
def run_host(host: str, root: Path, url: str) -> Iterator[None]:
    """Start a web server with the rules that we write for it."""
    port = int(url.split(":")[2].split("/")[0])
    rules = write_host_rules(host, url)
    folder = root / "rules" if host == "nginx" else root / "site"
    folder.mkdir(exist_ok=True)
    for name, content in rules.items():
        (folder / name).write_text(content)
    if host == "nginx":
        (root / "nginx.conf").write_text(NGINX.format(root=root, port=port))
        command = ["/usr/sbin/nginx", "-p", str(root), "-c", str(root / "nginx.conf")]
    else:
        modules = "/usr/lib/apache2/modules"
        (root / "httpd.conf").write_text(APACHE.format(root=root, port=port, modules=modules))
        command = ["/usr/sbin/apache2", "-X", "-f", str(root / "httpd.conf")]
    root.chmod(0o755)
    for above in root.parents[:3]:
        above.chmod(above.stat().st_mode | 0o055)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("host", ["nginx", "apache"])
def test_hosts_answer_queries_from_files(tmp_path: Path, host: str) -> None:
    """Behind nginx and Apache the same client, by queries, gets the same answers and statuses."""
    if not shutil.which({"nginx": "nginx", "apache": "apache2"}[host], path="/usr/sbin:/usr/bin"):
        pytest.skip(f"{host} is not installed: apt-get install {host}")
    url = f"http://127.0.0.1:{find_port()}/site/"
    root = copy_shipped_tei(tmp_path / "e", url)
    set_queries(root)
    write_files(root, tmp_path / "site", "dts", "oai")
    statuses = test_statuses_of_serve.pytestmark[0].args[1]  # type: ignore[attr-defined]
    with run_host(host, tmp_path, url):
        assert check_service(Client(f"{url}dts/"), ranges=True) == 11
        for endpoint, query, status in statuses:
            found = fetch(f"{url}dts/{endpoint}/?{query}")[0]
            assert found == status, (endpoint, query, found)
        # What is no value of ours reaches no file.
        assert fetch(f"{url}dts/document/?resource=..%2f..&ref=x")[0] == 404
        assert fetch(f"{url}dts/document/?resource=../x")[0] == 404
        headers = fetch(f"{url}dts/navigation/?resource=october&down=1")[1]
        assert headers["Content-Type"].startswith("application/ld+json")
        assert headers["Access-Control-Allow-Origin"] == "*"
        for query, name in (
            ("verb=Identify", "Identify"),
            ("verb=ListRecords&metadataPrefix=oai_dc", "ListRecords.oai_dc"),
            ("verb=Nothing", "badVerb"),
        ):
            answer = fetch(f"{url}oai/?{query}")
            assert answer[2] == (tmp_path / f"site/oai/{name}.xml").read_bytes(), query
        ident = select(etree.fromstring(fetch(f"{url}oai/?verb=ListIdentifiers&metadataPrefix=tei")
                       [2]), "//*[local-name()='identifier']")[0].text  # fmt: skip
        record = fetch(f"{url}oai/?verb=GetRecord&metadataPrefix=tei&identifier={quote(ident)}")
        assert b"<TEI" in record[2]


SPACED = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Odes
</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<encodingDesc><refsDecl><citeStructure unit="poem" match="//body/div" use="head"><citeStructure
unit="line" match="l" use="@n" delim=", "/></citeStructure></refsDecl></encodingDesc></teiHeader>
<text><body><div><head>Is it a 100% é?</head><l n="1:1">one</l><l n="1+2">two</l></div><div>
<head>B</head><l n="1">three</l></div></body></text></TEI>"""


@pytest.mark.parametrize("host", ["nginx", "apache", ""])
def test_references_of_any_letters_are_answered(tmp_path: Path, host: str) -> None:
    """Spaces, signs of addresses and other letters, by queries and by files."""
    if host and not shutil.which({"nginx": "nginx", "apache": "apache2"}[host],
                                 path="/usr/sbin:/usr/bin"):  # fmt: skip
        pytest.skip(f"{host} is not installed: apt-get install {host}")
    url = f"http://127.0.0.1:{find_port()}/site/"
    root = tmp_path / "e"
    root.mkdir()
    (root / "odes.xml").write_text(SPACED)
    (root / "edition.toml").write_text(f'[edition]\nurl = "{url}"\ntexts = ["odes.xml"]\n')
    if host:
        set_queries(root)
    write_files(root, tmp_path / "site", "dts")
    port = int(url.split(":")[2].split("/")[0])
    with run_host(host, tmp_path, url) if host else serve_files(tmp_path, port):
        client = Client(f"{url}dts/{'' if host else 'entry.jsonld'}")
        assert check_service(client, ranges=True) == 5
        part = client.ask("document", resource="odes", ref="Is it a 100% é?, 1+2")
        assert part.find(f".//{WRAPPER}/{{*}}l").text == "two"


def test_other_forms_have_words_for_empty_elements(tmp_path: Path) -> None:
    """Pointers without words and gaps read as in exports of the text; the TEI stays as it is."""
    text = '<text><body><p>See <ptr target="https://example.org/x"/>, a <gap/>.</p></body></text>'
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text))
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n')
    service = Service(
        hold(tmp_path), Addresses("https://example.org/", media_types=(TEI_XML, PLAIN))
    )

    plain = service.answer(DOCUMENT, {"resource": "a", "mediaType": PLAIN}).body.decode()
    assert plain == "See https://example.org/x, a […].\n"
    assert b"<gap/>" in service.answer(DOCUMENT, {"resource": "a", "ref": "p1"}).body


@pytest.mark.parametrize(("number", "files"), [(200, 200), (201, 0)])
def test_many_siblings_are_in_no_files(tmp_path: Path, number: int, files: int) -> None:
    """Else the site would grow with the square of the paragraphs; all other answers are there."""
    text = f"<text><body>{'<p>Word.</p>' * number}</body></text>"
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text))
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\nurl = "https://example.org/"\n'
    )
    made = make(hold(tmp_path), "dts")

    assert len([path for path in made if "ref=" in path and "down=0" in path]) == files
    assert len([path for path in made if "document" in path and "ref=" in path]) == number


@pytest.mark.parametrize(
    ("tops", "texts", "has_ranges"),
    [(2, 1, True), (20, 1, True), (21, 1, False), (10, 50, True), (10, 100, False)],
)
def test_ranges_have_files_only_where_these_are_few(
    tops: int, texts: int, *, has_ranges: bool
) -> None:
    """Few units at the top of each text, and few ranges in all of them."""
    assert are_few([{1: tops, 2: 100}] * texts) is has_ranges
