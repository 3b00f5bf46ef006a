"""Exports: every format has what the files say, as programs of others read it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from building import SHARED, run, run_command
from exporting import (
    NS,
    OTHERS,
    URL,
    XML_ID,
    copy_shipped_tei,
    count,
    hold,
    hold_shared,
    make,
    select,
    share_corpus,
    write_letter,
)
from tei_edition.exports.bag import make_everything
from tei_edition.exports.registry import FORMATS, make_files
from tei_edition.pages.data_page import data_page
from tei_edition.pages.downloads import Download
from tei_edition.runtime.kept_files import describe_content
from web_servers import find_port, serve_files

if TYPE_CHECKING:
    from tei_edition.exports.holdings import Holdings

# What rdflib 7 says when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
CMIF_SCHEMA = SHARED / "specs/cmif/cmi-customization.rng"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped edition with an address."""
    return copy_shipped_tei(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="module")
def shipped(root: Path) -> Holdings:
    """What exports of the shipped edition are made of."""
    return hold(root)


@pytest.fixture(scope="module", params=sorted(OTHERS))
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """What exports of an edition of others are made of."""
    return hold_shared(share_corpus(tmp_path_factory, request.param))


def _read_csv(data: bytes) -> list[dict[str, str]]:
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def _parse(holdings: Holdings) -> dict[str, etree._Element]:
    texts = {text.file for text in holdings.book.texts}
    return {
        file: etree.fromstring(data) for file, data in holdings.sources.items() if file in texts
    }


# Rules for all.


def test_every_format_says_what_it_is() -> None:
    """A format has a name of its own, a sentence, and says where its files lie."""
    assert len({chosen.name for chosen in FORMATS}) == len(FORMATS)
    for chosen in FORMATS:
        assert chosen.sentence.endswith(".")
        assert chosen.paths
        assert chosen.empty


def test_help_lists_every_format_with_its_sentence() -> None:
    """`export --help` has the whole sentence of each format."""
    done = run(sys.executable, "-m", "tei_edition", "export", "--help", COLUMNS="200")
    words = " ".join(done.stdout.split())

    assert [c.name for c in FORMATS if " ".join(c.sentence.split()) not in words] == []


def test_formats_with_absolute_addresses_say_which_key_is_missing(tmp_path: Path) -> None:
    """Without url the command ends with status 2 and names the key; the others do their work."""
    root = copy_shipped_tei(tmp_path / "e")
    toml = (root / "edition.toml").read_text()
    (root / "edition.toml").write_text(toml.replace(f'url = "{URL}"', ""))

    done = run_command("export", "jsonld", cwd=root)
    fine = run_command("export", "geojson", cwd=root)

    assert (done.returncode, done.stdout) == (2, "")
    assert "url" in done.stderr
    assert "[edition]" in done.stderr
    assert (fine.returncode, json.loads(fine.stdout)["type"]) == (0, "FeatureCollection")


def test_a_format_that_has_nothing_says_so(root: Path, tmp_path: Path) -> None:
    """The shipped edition has no identifiers, hence no BEACON: no file is made."""
    out = tmp_path / "out"
    done = run_command("export", "beacon", "-o", out, cwd=root)

    assert (done.returncode, done.stdout) == (0, "")
    assert "no entry has such an identifier" in done.stderr
    assert not out.exists()


def test_all_formats_are_made_at_once(root: Path, tmp_path: Path) -> None:
    """`export all` writes what each format writes by itself, and the same bag."""
    done = run_command("export", "all", "-o", tmp_path, cwd=root)
    holdings = hold(root)
    expected = {path: data for chosen in FORMATS for path, data in make_files(chosen, holdings)}
    written = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}

    assert done.returncode == 0, done.stderr
    assert written.keys() == expected.keys()
    assert all(path.read_bytes() == expected[name] for name, path in written.items())


def test_all_formats_without_an_address(root: Path, tmp_path: Path) -> None:
    """Those with absolute addresses are left out, and named."""
    copy = shutil.copytree(root, tmp_path / "e")
    toml = copy / "edition.toml"
    toml.write_text(toml.read_text().replace(f'url = "{URL}"', ""))
    done = run_command("export", "all", cwd=copy)

    assert done.returncode == 0
    assert "left out: jsonld, turtle, lpf, dts, oai, beacon, iiif, cmif" in done.stderr
    assert (copy / "build/export/places.geojson").is_file()
    assert not (copy / "build/export/dts").exists()


@pytest.mark.parametrize("has_address", [True, False])
def test_examples_of_the_page_of_data_run(tmp_path: Path, *, has_address: bool) -> None:
    """Each example in Python reads its file: from the site, or from a folder without an address."""
    port = find_port()
    url = f"http://127.0.0.1:{port}/" if has_address else ""
    holdings = hold(copy_shipped_tei(tmp_path / "e", url))
    made = {path: data for files in make_everything(holdings) for path, data in files}
    made["edition.zip"] = made.popitem()[1]
    for path, data in made.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    downloads = [Download(path, path, "data", describe_content(d)) for path, d in made.items()]
    examples = data_page(holdings.book, downloads).findall(".//{*}example[@language='python']")
    with serve_files(tmp_path / "site", port):
        for code in (str(example.text) for example in examples):
            if "pandas" in code and find_spec("pandas") is None:
                continue  # too large to be a requirement of tests
            done = run(sys.executable, "-c", code, cwd=tmp_path / "site")
            assert (done.returncode, bool(done.stdout)) == (0, True), (code, done.stderr)

    assert len(examples) == 9 - (not has_address)  # no linked data without an address


HASH_ALL = """
import hashlib, sys; sys.path.insert(0, sys.argv[2])
from pathlib import Path
from exporting import hold
from tei_edition.exports.registry import FORMATS, make_files
holdings = hold(Path(sys.argv[1]))
for chosen in FORMATS:
    for path, data in make_files(chosen, holdings):
        print(chosen.name, path, hashlib.sha256(data).hexdigest())
"""


@pytest.mark.parametrize("name", ["shipped", "letter"])
def test_the_same_bytes_with_any_hash_seed(root: Path, tmp_path: Path, name: str) -> None:
    """Two processes with other hash seeds make the same bytes in every format."""
    edition = root if name == "shipped" else write_letter(tmp_path / "e")
    tests = Path(__file__).parent / "support"
    runs = [
        run(sys.executable, "-c", HASH_ALL, edition, tests, PYTHONHASHSEED=seed)
        for seed in ("1", "77")
    ]

    assert runs[0].stderr == ""
    assert runs[0].stdout == runs[1].stdout
    made = {line.split(" ")[0] for line in runs[0].stdout.splitlines()}
    none = {"beacon", "cmif", "iiif", "lpf", "redirects"} if name == "shipped" else set()
    assert made == {chosen.name for chosen in FORMATS} - none


def test_sites_with_tiles_are_the_same_with_any_hash_seed(tmp_path: Path) -> None:
    """Every file of two plain sites, of which one is made anew, has the same bytes."""
    root = write_letter(tmp_path / "e")
    for seed in ("1", "77"):
        done = run(
            sys.executable, "-m", "tei_edition", "html", "-o", tmp_path / seed, cwd=root,
            PYTHONHASHSEED=seed, TEI_EDITION_CACHE=str(tmp_path / f"cache{seed}"),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    one, two = (
        {p.relative_to(tmp_path / seed): p.read_bytes()
         for p in (tmp_path / seed).rglob("*") if p.is_file()}
        for seed in ("1", "77")
    )  # fmt: skip

    assert sum(".tiles" in str(path) for path in one) > 5
    assert Path("iiif/letter/manifest.json") in one
    assert one == two


def test_no_two_files_have_one_path(shipped: Holdings) -> None:
    """All formats together never write a path twice, and none leads out of the site."""
    paths = [path for chosen in FORMATS for path, _ in make_files(chosen, shipped)]

    assert len(paths) == len(set(paths))
    assert not any(path.startswith("/") or ".." in path.split("/") for path in paths)


# Tables.


def test_tables_have_a_row_for_everything_in_the_register(shipped: Holdings, root: Path) -> None:
    """The rows of the tables are as many as XPath counts in the files of the shipped edition."""
    text, register = (etree.parse(root / f"tei/{n}.xml") for n in ("october", "register"))
    made = make(shipped, "csv")
    rows = {Path(path).stem: _read_csv(data) for path, data in made.items() if path[-4:] == ".csv"}
    assert [row["id"] for row in rows["entities"] if row["listed"] == "true"]
    assert {row["id"] for row in rows["entities"]} == {
        e.get(XML_ID)
        for e in select(register, "//t:person|//t:org|//t:place|//t:event|//t:bibl[@xml:id]")
    }  # fmt: skip
    names = ("persName", "orgName", "placeName", "rs", "name", "geogName", "eventName")
    named = " or ".join(f"self::t:{name}" for name in names)
    marked = [row for row in rows["mentions"] if row["element"] in names]
    assert len(marked) == count(text, f"//t:text//*[{named}]")
    assert len(rows["datings"]) == count(text, "//t:text//t:date")
    assert len(rows["apparatus"]) == count(text, "//t:text//t:app/*[self::t:lem or self::t:rdg]")
    assert [row["siglum"] for row in rows["witnesses"]] == ["N", "L"]


def test_descriptions_of_tables_are_true(shipped: Holdings) -> None:
    """A CSVW description names the columns in order; each cell is of the datatype it promises."""
    made = make(shipped, "csv")
    checks: dict[str, Any] = {
        "integer": int,
        "number": float,
        "boolean": {"true": 1, "false": 0}.__getitem__,
    }
    for path, data in made.items():
        if not path.endswith("-metadata.json"):
            continue
        described = json.loads(data)
        table = made[f"data/{described['url']}"]
        columns = described["tableSchema"]["columns"]
        rows = _read_csv(table)
        assert [column["name"] for column in columns] == list(rows[0])
        for column in columns:
            check = checks.get(column["datatype"], str)
            for row in rows:
                if row[column["name"]]:
                    check(row[column["name"]])  # raises where it is none
        keys = [tuple(r[k] for k in described["tableSchema"]["primaryKey"]) for r in rows]
        assert len(keys) == len(set(keys))


def test_csvw_is_read_by_a_program_of_others(shipped: Holdings, tmp_path: Path) -> None:
    """The package csvw reads each table by its description, with as many rows."""
    csvw = pytest.importorskip("csvw")
    made = make(shipped, "csv")
    for path, data in made.items():
        (tmp_path / Path(path).name).write_bytes(data)

    for name in ("entities", "mentions", "apparatus"):
        table = csvw.Table.from_file(tmp_path / f"{name}.csv-metadata.json")
        rows = list(table)
        assert len(rows) == len(_read_csv(made[f"data/{name}.csv"]))
    assert isinstance(next(iter(table))["sigla"], list)


def test_rows_of_other_editions_are_as_many_as_xpath_counts(other: Holdings) -> None:
    """Readings and datings of editions by others: none is lost, none made up."""
    trees = _parse(other)
    made = make(other, "csv")
    rows = {
        name: _read_csv(made[f"data/{name}.csv"]) if f"data/{name}.csv" in made else []
        for name in ("apparatus", "datings")
    }

    readings = sum(
        count(tree, "//t:app[not(ancestor::t:teiHeader)]//*[self::t:lem or self::t:rdg]")
        for tree in trees.values()
    )
    dates = sum(
        count(
            tree,
            "//t:text//t:date",
        )
        for tree in trees.values()
    )
    assert len(rows["apparatus"]) == readings
    assert len(rows["datings"]) == dates


# Linked data.


def test_both_forms_of_rdf_say_the_same(shipped: Holdings) -> None:
    """JSON-LD and Turtle are one graph without blank nodes, as rdflib reads them offline."""
    rdflib = pytest.importorskip("rdflib")
    jsonld, turtle = make(shipped, "jsonld"), make(shipped, "turtle")
    for name in ("entities", "mentions"):
        one = rdflib.Graph().parse(data=jsonld[f"data/{name}.jsonld"], format="json-ld")
        two = rdflib.Graph().parse(data=turtle[f"data/{name}.ttl"], format="turtle")
        assert len(one) > 100
        assert set(one) == set(two)
        assert not any(isinstance(node, rdflib.BNode) for triple in one for node in triple)


def test_linked_data_has_every_entity_and_mention(shipped: Holdings, root: Path) -> None:
    """As many persons as the register has, an annotation for each mention of an entity."""
    rdflib = pytest.importorskip("rdflib")
    register = etree.parse(root / "tei/register.xml")
    schema, oa = (
        rdflib.Namespace("https://schema.org/"),
        rdflib.Namespace("http://www.w3.org/ns/oa#"),
    )
    made = make(shipped, "turtle")
    entities = rdflib.Graph().parse(data=made["data/entities.ttl"], format="turtle")
    mentions = rdflib.Graph().parse(data=made["data/mentions.ttl"], format="turtle")
    rows = _read_csv(make(shipped, "csv")["data/mentions.csv"])

    for kind, element in (("Person", "person"), ("Organization", "org"), ("Place", "place")):
        found = set(entities.subjects(rdflib.RDF.type, schema[kind]))
        assert len(found) == count(register, f"//t:{element}")
    found = set(mentions.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(found) == sum(bool(row["entities"]) for row in rows)
    bodies = set(mentions.objects(None, oa.hasBody))
    assert bodies <= set(entities.subjects(rdflib.RDF.type, None))


def test_words_of_any_kind_survive_in_rdf(tmp_path: Path) -> None:
    """Quotes, backslashes, line ends and languages come back from both forms as they were."""
    rdflib = pytest.importorskip("rdflib")
    root = copy_shipped_tei(tmp_path / "e")
    path = root / "tei/register.xml"
    said = 'a "quoted" \\ back\\nslash — é漢'
    words = path.read_text().replace("Avksentieff", said, 1)
    path.write_text(words)
    holdings = hold(root)

    for name, form in (("jsonld", "json-ld"), ("turtle", "turtle")):
        data = next(d for p, d in make(holdings, name).items() if "entities" in p)
        graph = rdflib.Graph().parse(data=data, format=form)
        assert rdflib.Literal(said, lang="en") in set(graph.objects())


# Places, BEACON, CMIF.


def test_geojson_and_linked_places_are_rfc_7946(tmp_path: Path) -> None:
    """Positions are east before north; a place whose class the settings do not say is left out."""
    root = copy_shipped_tei(tmp_path / "e")
    (root / "edition.toml").write_text(
        (root / "edition.toml").read_text() + '\n[places]\nfclasses = { city = "P" }\n'
    )
    register = root / "tei/register.xml"
    register.write_text(register.read_text().replace("<place ", '<place type="city" ', 1))
    holdings = hold(root)
    lpf = json.loads(make(holdings, "lpf")["data/places.lpf.json"])
    geojson = json.loads(make(holdings, "geojson")["places.geojson"])

    assert len(lpf["features"]) == 1
    feature = lpf["features"][0]
    assert feature["properties"]["fclasses"] == ["P"]
    assert all(name["citations"] for name in feature["names"])
    same = [f for f in geojson["features"] if f["properties"]["name"] ==
            feature["properties"]["title"]]  # fmt: skip
    assert [f["geometry"] for f in same] == [feature["geometry"]]


@pytest.mark.corpora
def test_letters_are_valid_cmif(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each letter of Jean Paul's is one correspDesc, valid by the published schema."""
    holdings = hold_shared(share_corpus(tmp_path_factory, "jean-paul"))
    made = make(holdings, "cmif")["cmif.xml"]
    tree = etree.fromstring(made)
    (tmp_path / "cmif.xml").write_bytes(made)

    assert etree.RelaxNG(etree.parse(CMIF_SCHEMA)).validate(tree)
    letters = [t for t in _parse(holdings).values() if count(t, "//t:correspDesc")]
    assert count(tree, "//t:correspDesc") == len(letters)
    assert count(tree, "//t:correspAction[@type='sent']") == len(letters)
    refs = select(tree, "//t:persName/@ref")
    assert refs
    assert all(str(ref).startswith(("http://d-nb.info/gnd/", "http://viaf.org/")) for ref in refs)


@pytest.mark.corpora
def test_beacons_have_three_fields(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Identifiers are sorted, each once, and each leads to a page; those that are wrong are out."""
    holdings = hold_shared(share_corpus(tmp_path_factory, "jean-paul"))
    for path, data in make(holdings, "beacon").items():
        head, _, body = data.decode().partition("\n\n")
        lines = body.splitlines()
        assert head.startswith("#FORMAT: BEACON\n#PREFIX: http")
        assert lines == sorted(lines)
        assert len({line.split("|")[0] for line in lines}) == len(lines) > 0
        assert all(len(line.split("|")) == 3 and line.split("|")[2] for line in lines), path


# Networks.


def test_networks_are_read_by_networkx(shipped: Holdings, root: Path) -> None:
    """GEXF and GraphML are one graph: an edge for each two that a paragraph names together."""
    networkx = pytest.importorskip("networkx")
    register = etree.parse(root / "tei/register.xml")
    people = {e.get(XML_ID) for e in select(register, "//t:person|//t:org")}
    pairs: dict[frozenset[str], int] = {}
    for block in select(etree.parse(root / "tei/october.xml"), "//t:text//t:p"):
        refs = {v.rpartition("#")[2] for r in select(block, ".//@ref") for v in r.split()} & people
        for a in refs:
            for b in refs:
                if a < b:
                    pairs[frozenset((a, b))] = pairs.get(frozenset((a, b)), 0) + 1
    gexf = networkx.read_gexf(io.BytesIO(make(shipped, "gexf")["data/network.gexf"]))
    graphml = networkx.parse_graphml(make(shipped, "graphml")["data/network.graphml"].decode())

    for graph in (gexf, graphml):
        weights = {frozenset(e[:2]): int(e[2]["weight"]) for e in graph.edges(data=True)}
        assert weights == pairs


# TEI and plain text.


@pytest.mark.corpora
@pytest.mark.program("jing")
@pytest.mark.parametrize("name", ["established", "witness", "passages"])
def test_every_tei_file_is_valid(shipped: Holdings, tmp_path: Path, name: str) -> None:
    """Jing finds what is made of the shipped edition valid against the schema of all of TEI."""
    files = []
    for path, data in make(shipped, name).items():
        if path.endswith(".xml"):
            files.append(tmp_path / path.replace("/", "_"))
            files[-1].write_bytes(data)
    done = run("jing", SHARED / "tei/tei_all.rng", *files)

    assert files
    assert (done.returncode, done.stdout) == (0, "")


def test_the_established_text_is_the_reading_text(shipped: Holdings) -> None:
    """Without its apparatus the text has the words of the plain text, and no entry."""
    tree = etree.fromstring(make(shipped, "established")["tei/established/october.xml"])

    assert count(tree, "//t:app|//t:lem|//t:rdg|//t:witDetail") == 0
    assert b"urn:tei-edition" not in etree.tostring(tree)
    for path in ("//t:note", "//t:corr/../t:sic", "//t:reg", "//t:teiHeader"):
        for element in select(tree, path):
            element.text = None
            for child in list(element):
                element.remove(child)
    words = " ".join("".join(map(str, tree.itertext())).split())
    plain = " ".join(make(shipped, "plain")["text/october.txt"].decode().split())
    assert words.replace(" ", "") == plain.replace(" ", "")


def test_plain_text_by_text_and_witness(shipped: Holdings, root: Path) -> None:
    """The whole is its texts; a witness's text is what `export text --witness` prints."""
    made = make(shipped, "plain")
    done = run_command("export", "text", "--witness", "L", cwd=root)

    assert set(made) == {"edition.txt", "text/october.txt", "text/october.N.txt",
                         "text/october.L.txt"}  # fmt: skip
    assert made["edition.txt"] == made["text/october.txt"]
    assert made["text/october.L.txt"].decode() == done.stdout


def test_passages_are_what_their_references_name(shipped: Holdings, root: Path) -> None:
    """A passage has the words of its element, and pointers that count from the whole."""
    source = etree.parse(root / "tei/october.xml")
    made = make(shipped, "passages")
    rows = _read_csv(made["data/passages.csv"])

    assert [row["reference"] for row in rows][:3] == ["friction", "friction.p1", "friction.p2"]
    assert len(rows) == count(source, "//t:body/t:div|//t:body/t:div/t:p")
    for row in rows:
        tree = etree.fromstring(made[row["file"].removeprefix(URL)])
        element = select(source, "//*[@xml:id=$i]", i=row["anchor"])[0]
        body = tree.find(".//t:body", NS)
        assert body is not None
        assert "".join(map(str, body.itertext())) == "".join(element.itertext())
        base = tree.get("{http://www.w3.org/XML/1998/namespace}base")
        assert base == f"{URL}tei/october.xml"


def test_large_editions_are_exported_in_straight_line(tmp_path: Path) -> None:
    """Twice as many mentions take about twice the time, so that none of it grows by squares."""
    spent = []
    for number in (400, 800):
        root = tmp_path / str(number)
        (root / "tei").mkdir(parents=True)
        names = "".join(f'<p><persName ref="#e{n % 50}">x</persName> y</p>' for n in range(number))
        people = "".join(
            f'<person xml:id="e{n}"><persName>N{n}</persName></person>' for n in range(50)
        )
        (root / "tei/x.xml").write_text(
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>X'
            "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>"
            f"</sourceDesc></fileDesc></teiHeader><text><body><div>{names}</div><div>"
            f"<listPerson>{people}</listPerson></div></body></text></TEI>"
        )
        (root / "edition.toml").write_text(f'[edition]\nurl = "{URL}"\n[check]\nschema = "none"\n')
        holdings = hold(root)
        start = time.process_time()
        for name in ("passages", "csv", "jsonld", "turtle", "dts", "addresses"):
            make(holdings, name)
        spent.append(time.process_time() - start)

    assert spent[1] < 3.2 * spent[0]
