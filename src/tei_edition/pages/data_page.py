"""The facts behind the page *Data*: what each download is for, how large, how it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tei_edition.pages.addresses import DATA
from tei_edition.pages.fact_xml import make_element, make_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from tei_edition.pages.downloads import Download
    from tei_edition.pages.site_plan import SitePlan


class DataGroup(NamedTuple):
    """Downloads that are explained together: how their paths begin, and how one of them is read.

    Those of the first path come first.

    In the examples `{url}` is the address of the first file that ends as `sample` says, or its path
    if the edition has no address; `{file}` is that file, opened in Python.
    """

    name: str
    title: str
    paths: tuple[str, ...]
    sample: str
    python: str
    r: str


GROUPS = (
    DataGroup(
        "tei", "TEI XML", ("tei/", "data/passages"), ".xml",
        'from lxml import etree\ntree = etree.parse({file})\n'
        'print(tree.findtext(".//{*}title"))',
        'tree <- xml2::read_xml("{url}")\nxml2::xml_text(xml2::xml_find_first(tree, "//*'
        "[local-name()='title']\"))",
    ),
    DataGroup(
        "text", "TXT", ("text/", "edition.txt"), ".txt",
        'words = {file}.read().decode().split()\nprint(len(words))',
        'length(scan("{url}", what = "", quote = "", fileEncoding = "UTF-8"))',
    ),
    DataGroup(
        "tables", "CSV", ("data/entities.csv", "data/mentions.csv", "data/datings.csv",
                          "data/apparatus.csv", "data/witnesses.csv", "data/correspondence.csv"),
        ".csv",
        'import pandas\ntable = pandas.read_csv("{url}")\nprint(table.head())',
        'table <- read.csv("{url}")\nhead(table)',
    ),
    DataGroup(
        "rdf", "JSON-LD, Turtle",
        ("data/entities.jsonld", "data/entities.ttl", "data/mentions.jsonld", "data/mentions.ttl"),
        ".ttl",
        'import rdflib\ngraph = rdflib.Graph().parse("{url}")\nprint(len(graph))',
        'graph <- rdflib::rdf_parse("{url}", format = "turtle")\nprint(graph)',
    ),
    DataGroup(
        "places", "GeoJSON, Linked Places", ("places.geojson", "data/places"), "json",
        'import json\nplaces = json.load({file})\n'
        'print(len(places["features"]))',
        'places <- sf::st_read("{url}")\nplot(places["name"])',
    ),
    DataGroup(
        "network", "GEXF, GraphML", ("data/network",), ".graphml",
        'import networkx\ngraph = networkx.read_graphml({file})\nprint(graph)',
        'graph <- igraph::read_graph("{url}", format = "graphml")\nsummary(graph)',
    ),
    DataGroup(
        "services", "BEACON, CMIF, DTS, IIIF, OAI-PMH, NEXUS",
        ("beacon/", "cmif.xml", "dts/", "iiif/", "oai/", "variants.", "agreement.csv"), "",
        'print({file}.read().decode()[:500])',
        'head(readLines("{url}"))',
    ),
    DataGroup(
        "metadata", "DataCite, Dublin Core, CITATION.cff, RO-Crate",
        ("data/datacite", "data/dc.xml", "CITATION.cff", "ro-crate", "addresses"), ".json",
        'import json\nprint(json.load({file}).keys())',
        'names(jsonlite::fromJSON("{url}"))',
    ),
    DataGroup(
        "archive", "ZIP", ("edition.zip", "manifest-sha256.txt"), ".zip",
        'import io, zipfile\narchive = zipfile.ZipFile(io.BytesIO({file}.read()))\n'
        'print(archive.namelist())',
        'unzip("{url}", list = TRUE)',
    ),
)  # fmt: skip
_UNITS = ("kB", "MB", "GB")
_MOST_LINKED = 12


def data_page(book: SitePlan, downloads: Iterable[Download]) -> etree._Element:
    """Return the facts behind the page that explains the downloads, in groups of what they are."""
    page = make_page(book, "data", f"{book.folder}/{DATA}", book.words["Data"])
    licences = {
        licence.uri: licence.uri
        for text in book.texts
        for licence in text.header.licences
        if licence.uri.startswith(("https://", "http://"))
    }
    for uri in licences:
        make_element("licence", page, uri=uri)
    offered = list(downloads)
    for group in GROUPS:
        files = [d for d in offered if d.site_path.startswith(group.paths)]
        if not files:
            continue
        size = sum(d.content.size for d in files)
        made = make_element(
            "data-group", page, name=group.name, title=group.title,
            size=book.words.say("data size", number=len(files), size=format_size(size)),
        )  # fmt: skip
        listed = [
            d for path in group.paths for d in files if d.is_listed and d.site_path.startswith(path)
        ]
        for download in listed[:_MOST_LINKED]:
            make_element(
                "download", made, path=download.site_path, size=format_size(download.content.size)
            )
        sample = next((d for d in listed if d.site_path.endswith(group.sample)), files[0])
        base = book.config.edition.url
        url = f"{base.rstrip('/')}/{quote(sample.site_path)}" if base else sample.site_path
        for language, code in (("python", group.python), ("r", group.r)):
            written = _fetch(language, code, sample.site_path) if base else code
            written = written.replace("{file}", 'open("{url}", "rb")').replace("{url}", url)
            make_element("example", made, language=language).text = written
    return page


def _fetch(language: str, code: str, path: str) -> str:
    """Return an example that reads a file of a site, where what reads it reads no addresses."""
    if "{file}" in code:
        return "from urllib.request import urlopen\n" + code.replace("{file}", 'urlopen("{url}")')
    if language == "r" and path.endswith(".zip"):
        return f'download.file("{{url}}", "{path}", mode = "wb")\n{code.replace("{url}", path)}'
    return code


def format_size(size: int) -> str:
    """Return a size as the next of 1, 2 and 5 kB, 10, 20 and 50 kB and so on that it is within.

    A change of a few bytes seldom changes what the page says, which would be read again for it.
    """
    bound, steps = 1000, (2, 2.5, 2)
    number = 0
    while bound < size:
        bound = int(bound * steps[number % 3])
        number += 1
    unit = 1
    while bound >= 1000 ** (unit + 1) and unit < len(_UNITS):
        unit += 1
    return f"≤ {bound // 1000**unit} {_UNITS[unit - 1]}"
