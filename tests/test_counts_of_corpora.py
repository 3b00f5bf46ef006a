"""Exports of editions by others, read by programs of others, have what XPath counts in the files.

The expected numbers are counted by lines that import nothing of the package. What an edition is
made of is read once, for all formats.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from citation_oracle import list_units
from exporting import OTHERS, URL, XML_ID, count, hold_shared, make, select, share_corpus
from tei_edition.exports.bag_check import check_bag

if TYPE_CHECKING:
    from tei_edition.exports.holdings import Holdings

pytestmark = pytest.mark.corpora
TEI = "{http://www.tei-c.org/ns/1.0}TEI"
ENTRIES = "//t:person[@xml:id]|//t:place[@xml:id]|//t:org[@xml:id]|//t:bibl[@xml:id]"
# A name: in the text, or of who sent and received a letter, but no name of an entry.
NAMES = """//t:*[self::t:persName or self::t:placeName or self::t:orgName or self::t:geogName
    or self::t:name or self::t:rs or (self::t:term and @ref)]
  [ancestor::t:text or ancestor::t:correspAction]
  [not(ancestor::t:person or ancestor::t:place or ancestor::t:org)]"""
READINGS = "//t:app[not(ancestor::t:teiHeader)]//*[self::t:lem or self::t:rdg]"


class Corpus:
    """An edition of others: its folder, its trees as lxml reads them, and its tables."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.holdings: Holdings = hold_shared(root)
        texts, registers = OTHERS[name]
        self.registers = self._parse(registers)
        self.texts = self._parse(texts)

    def _parse(self, patterns: list[str]) -> dict[str, etree._Element]:
        """The trees of files that are well-formed, whatever their ids are."""
        found = {}
        for path in sorted({p for pattern in patterns for p in self.root.glob(pattern)}):
            try:
                tree = etree.fromstring(path.read_bytes(), etree.XMLParser(collect_ids=False))
            except etree.XMLSyntaxError:
                continue
            found[path.relative_to(self.root).as_posix()] = tree
        return found

    def count(self, path: str) -> int:
        """How many nodes an XPath finds in the texts."""
        return sum(count(tree, path) for tree in self.texts.values())

    def read_tables(self) -> dict[str, list[dict[str, str]]]:
        """The rows of each table, as the standard library reads them."""
        return {
            Path(path).stem: list(csv.DictReader(io.StringIO(data.decode(), newline="")))
            for path, data in make(self.holdings, "csv").items()
            if path.endswith(".csv")
        }


@pytest.fixture(scope="module", params=sorted(OTHERS))
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Each edition of others."""
    return Corpus(share_corpus(tmp_path_factory, request.param), request.param)


def test_tables_have_the_rows_that_xpath_counts(corpus: Corpus) -> None:
    """Entities, mentions, datings, readings, witnesses and letters, none lost and none made up."""
    rows = corpus.read_tables()
    counted = {name: len(rows.get(name, ())) for name in ("mentions", "datings", "apparatus")}
    found = [entry for tree in corpus.texts.values() for entry in select(tree, ENTRIES)]
    for tree in corpus.registers.values():
        found += select(tree, f"{ENTRIES}|//t:item[@xml:id]|//t:term[@xml:id]")
    listed = {row["id"] for row in rows.get("entities", ()) if row["listed"] == "true"}
    declared = [row for row in rows.get("witnesses", ()) if row["declared"] == "true"]

    assert counted == {
        "mentions": corpus.count(NAMES),
        "datings": corpus.count("//t:text//t:date"),
        "apparatus": corpus.count(READINGS),
    }
    assert listed == {entry.get(XML_ID) for entry in found} - {""}
    assert len(declared) == corpus.count("//t:witness[@xml:id]|//t:listWit[@xml:id]")
    assert len(rows.get("correspondence", ())) == corpus.count("/t:TEI[.//t:correspDesc]")


def test_tables_are_read_by_their_descriptions(corpus: Corpus, tmp_path: Path) -> None:
    """The package csvw reads as many rows as there are; of those of thousands it takes minutes."""
    csvw = pytest.importorskip("csvw")
    for path, data in make(corpus.holdings, "csv").items():
        (tmp_path / Path(path).name).write_bytes(data)

    small = {name: rows for name, rows in corpus.read_tables().items() if len(rows) < 1000}
    for name, rows in small.items():
        table = csvw.Table.from_file(tmp_path / f"{name}.csv-metadata.json")
        assert sum(1 for _ in table) == len(rows)


def test_linked_data_has_all_entities_and_mentions(corpus: Corpus) -> None:
    """A node for each entity, an annotation for each mention of one; JSON says the same."""
    rdflib = pytest.importorskip("rdflib")
    rows = corpus.read_tables()
    turtle, jsonld = make(corpus.holdings, "turtle"), make(corpus.holdings, "jsonld")
    schema = rdflib.Namespace("https://schema.org/")
    annotation = rdflib.URIRef("http://www.w3.org/ns/oa#Annotation")
    named = sum(bool(row["entities"]) for row in rows.get("mentions", ()))

    for name, number in (("entities", len(rows.get("entities", ()))), ("mentions", named)):
        if not number:
            assert f"data/{name}.ttl" not in turtle
            assert f"data/{name}.jsonld" not in jsonld
            continue
        graph = rdflib.Graph().parse(data=turtle[f"data/{name}.ttl"], format="turtle")
        found = (
            set(graph.subjects(schema.identifier))
            if name == "entities"
            else set(graph.subjects(rdflib.RDF.type, annotation))
        )
        nodes: list[dict[str, Any]] = json.loads(jsonld[f"data/{name}.jsonld"])["@graph"]
        assert len(found) == number
        assert {str(subject) for subject in graph.subjects()} == {node["@id"] for node in nodes}


def test_networks_are_one_graph(corpus: Corpus) -> None:
    """The package networkx reads GEXF and GraphML as the same graph, of entities of the tables."""
    networkx = pytest.importorskip("networkx")
    gexf, graphml = make(corpus.holdings, "gexf"), make(corpus.holdings, "graphml")
    assert bool(gexf) == bool(graphml)
    if not gexf:
        return
    one = networkx.read_gexf(io.BytesIO(gexf["data/network.gexf"]))
    two = networkx.parse_graphml(graphml["data/network.graphml"].decode())
    edges = list(csv.DictReader(io.StringIO(graphml["data/network-edges.csv"].decode())))

    assert set(one) == set(two) <= {row["id"] for row in corpus.read_tables()["entities"]}
    for graph in (one, two):
        weights = {frozenset(e[:2]): int(e[2]["weight"]) for e in graph.edges(data=True)}
        assert weights == {frozenset((e["source"], e["target"])): int(e["weight"]) for e in edges}


def test_texts_are_the_files_and_their_records(corpus: Corpus) -> None:
    """Every TEI that is handed out has the digest of its file; each text has a record of OAI."""
    made = make(corpus.holdings, "tei")
    files = {
        hashlib.sha256((corpus.root / file).read_bytes()).digest()
        for file in (*corpus.texts, *corpus.registers)
    }
    records = etree.fromstring(make(corpus.holdings, "oai")["oai/ListIdentifiers.tei.xml"])

    assert {hashlib.sha256(data).digest() for data in made.values()} == files
    assert len(list(records.iter("{*}header"))) == len(corpus.texts)


def test_other_forms_have_every_text_and_unit(corpus: Corpus) -> None:
    """No entries in established texts, a file for each passage that a table lists."""
    established = make(corpus.holdings, "established")
    passages = make(corpus.holdings, "passages")
    listed = list(csv.DictReader(io.StringIO(passages.pop("data/passages.csv").decode())))
    units = [list_units((corpus.root / file).read_bytes()) for file in corpus.texts]
    depth = max(int(row["level"]) for row in listed)

    assert all(not count(etree.fromstring(d), "//t:text//t:app") for d in established.values())
    assert {row["file"].removeprefix(URL) for row in listed} == set(passages)
    assert len(passages) == sum(unit.level <= depth for found in units for unit in found)
    assert all(etree.fromstring(data).tag == TEI for data in passages.values())


def test_letters_are_in_the_table_and_in_cmif(corpus: Corpus) -> None:
    """What is sent and received is as often in CMIF as in the headers, if there is CMIF."""
    made = make(corpus.holdings, "cmif")
    for data in made.values():
        tree = etree.fromstring(data)
        found = tree.findall(".//{*}correspDesc")
        assert len(found) == corpus.count("/t:TEI[.//t:correspDesc]")
        assert all(str(e.get("ref")).startswith(URL) for e in found)
    if not corpus.count("//t:correspDesc"):
        assert made == {}


def test_places_are_geojson(corpus: Corpus) -> None:
    """Each feature is a geometry of RFC 7946 with positions on this earth, east before north."""
    for data in make(corpus.holdings, "geojson").values():
        for feature in json.loads(data)["features"]:
            geometry = feature["geometry"]
            assert feature["type"] == "Feature"
            assert geometry["type"] in {"Point", "LineString", "Polygon", "MultiPoint"}
            east, north = geometry["coordinates"][:2] if geometry["type"] == "Point" else (0, 0)
            assert abs(east) <= 180
            assert abs(north) <= 90


def test_bags_are_sound(corpus: Corpus, tmp_path: Path) -> None:
    """The bag is sound, and bagit agrees; it has every file of the edition."""
    bagit = pytest.importorskip("bagit")
    (data,) = make(corpus.holdings, "bag").values()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    (top,) = tmp_path.iterdir()

    assert check_bag(top) == []
    assert bagit.Bag(str(top)).validate()
    for file in (*corpus.texts, *corpus.registers):
        assert (top / "data" / file).read_bytes() == (corpus.root / file).read_bytes()
