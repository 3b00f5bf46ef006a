"""The formats of export: the one list that the site, the command and the archive share."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.runtime.kept_files import FileContent, describe_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.exports.holdings import Holdings


class Format(NamedTuple):
    """A format: its name, what it is in a sentence, the paths of its files, when there are none.

    `label` is what it is called beside a file.

    `maker` is "module:function" of this package: a function of the holdings that yields paths on
    the site with bytes. It is imported when it is called, since the command lists all formats.
    `needs_url` says that its identifiers are absolute, so that the edition must have an address.
    `on_site` is false for what is made on request only, `in_bag` for what is no data but a service,
    or the bag itself; `of_registers` is true for what a site has only with pages of registers.
    `reads_more` is true for what depends on other files than the edition's texts and registers.
    """

    name: str
    sentence: str
    paths: str
    empty: str
    maker: str
    label: str
    needs_url: bool = False
    on_site: bool = True
    in_bag: bool = True
    of_registers: bool = False
    reads_more: bool = False


FORMATS = (
    Format(
        "tei", "TEI: the unchanged sources, and the register.",
        "tei/*.xml", "never", "tei_files:list_sources", "TEI", on_site=False,
    ),
    Format(
        "established", "TEI of the established text: no apparatus, no other readings.",
        "tei/established/*.xml", "no text has an apparatus", "tei_files:write_established", "TEI",
    ),
    Format(
        "witness", "TEI of the texts of each witness.",
        "tei/WITNESS/*.xml", "no apparatus names a witness", "tei_files:write_witnesses", "TEI",
    ),
    Format(
        "passages", "TEI of each passage that can be cited, one file for each reference.",
        "data/passages/TEXT/REF.xml", "no text has passages", "passage_files:write_passages", "TEI",
    ),
    Format(
        "plain", "Plain text: the whole, each text, each text of each witness.",
        "edition.txt, text/TEXT.txt, text/TEXT.WITNESS.txt", "no text has words",
        "text:write_texts", "text",
    ),
    Format(
        "csv", "Tables in CSV, described by CSVW: entities, mentions, datings, apparatus,"
        " witnesses, correspondence.",
        "data/*.csv, data/*.csv-metadata.json", "each table without rows is left out",
        "csv_tables:write_tables", "CSV",
    ),
    Format(
        "jsonld", "JSON-LD: entities in schema.org, mentions as Web Annotations.",
        "data/entities.jsonld, data/mentions.jsonld", "no register and no name",
        "linked_data:write_jsonld", "JSON-LD", needs_url=True, of_registers=True,
    ),
    Format(
        "turtle", "Turtle: the same statements as in JSON-LD.",
        "data/entities.ttl, data/mentions.ttl", "no register and no name",
        "linked_data:write_turtle", "Turtle", needs_url=True, of_registers=True,
    ),
    Format(
        "geojson", "GeoJSON (RFC 7946) of the places with coordinates.",
        "places.geojson", "no place has coordinates", "place_files:write_geojson", "GeoJSON",
        of_registers=True,
    ),
    Format(
        "lpf", "Linked Places (LPF 1.3) of the places whose class is known.",
        "data/places.lpf.json", "no place has a class in [places] fclasses",
        "place_files:write_linked_places", "Linked Places", needs_url=True, of_registers=True,
    ),
    Format(
        "dts", "Distributed Text Services 1.0 as files: collections, references, passages.",
        "dts/entry.jsonld, dts/TEXT/…", "no text can be cited", "dts_files:write_dts", "DTS",
        needs_url=True, in_bag=False,
    ),
    Format(
        "oai", "OAI-PMH 2.0 as files: the texts as records, in Dublin Core and TEI.",
        "oai/*.xml, oai/GetRecord/*.xml", "there is no text", "oai:write_oai", "OAI-PMH",
        needs_url=True, in_bag=False,
    ),
    Format(
        "dc", "Dublin Core of the edition as a whole.",
        "data/dc.xml", "the edition has no title", "dublin_core:write_dc", "Dublin Core",
    ),
    Format(
        "datacite", "DataCite 4.5 of the edition, as JSON and XML.",
        "data/datacite.json, data/datacite.xml",
        "no header has the data that DataCite requires: a title, a responsible person or body,"
        " a publisher and a year",
        "deposit_metadata:write_datacite", "DataCite",
    ),
    Format(
        "cff", "CITATION.cff: the citation of the edition, for GitHub and Zotero.",
        "CITATION.cff", "no header has a title and a responsible person or body",
        "deposit_metadata:write_citation_file", "CFF",
    ),
    Format(
        "zenodo", ".zenodo.json: metadata for a deposit on Zenodo.",
        ".zenodo.json", "no header has a title and a responsible person or body",
        "deposit_metadata:write_zenodo", "Zenodo", on_site=False,
    ),
    Format(
        "addresses", "The list of all addresses, with digests of the passages: what others may"
        " cite.",
        "addresses.json, addresses/TEXT.json", "never", "address_list:write_addresses",
        "JSON",
    ),
    Format(
        "redirects", "Pages in the place of those that moved or are gone, and rules for hosts.",
        "*.html, _redirects, redirects.nginx.conf, redirects.htaccess",
        "redirects.toml names no page", "redirect_files:write_redirects", "HTML", in_bag=False,
        reads_more=True,
    ),
    Format(
        "rocrate", "RO-Crate 1.1: a description of all files.",
        "ro-crate-metadata.json",
        "no header has the data that RO-Crate requires: a title, a date and a licence",
        "bag:write_crate", "RO-Crate", on_site=False, in_bag=False,
    ),
    Format(
        "bag", "The archive: a BagIt 1.0 bag as ZIP, with sources, exports and metadata.",
        "NAME.zip", "never", "bag:write_bag", "BagIt", on_site=False, in_bag=False,
    ),
    Format(
        "beacon", "BEACON: which identifiers of GND, VIAF, Wikidata and GeoNames the edition has.",
        "beacon/AUTHORITY-KIND.txt", "no entry has such an identifier",
        "beacon:write_beacons", "BEACON", needs_url=True, of_registers=True,
    ),
    Format(
        "iiif", "IIIF Presentation 3: the images of each text as a manifest, with its words.",
        "iiif/TEXT/manifest.json, iiif/TEXT/N.json, iiif/collection.json",
        "no text has images, or their sizes are not known", "iiif:write_iiif", "IIIF",
        needs_url=True, reads_more=True,
    ),
    Format(
        "cmif", "CMIF: the metadata of the letters, for correspSearch.",
        "cmif.xml",
        "no text is a letter, or there is no title of the edition, editor, publisher or licence of"
        " Creative Commons",
        "cmif:write_cmif", "CMIF", needs_url=True,
    ),
    Format(
        "gexf", "GEXF 1.3: persons and organisations that are named in the same passage.",
        "data/network.gexf", "no two are named in one passage", "network:write_gexf", "GEXF",
        of_registers=True,
    ),
    Format(
        "graphml", "GraphML, with tables of nodes and edges: the same network.",
        "data/network.graphml, data/network-nodes.csv, data/network-edges.csv",
        "no two are named in one passage", "network:write_graphml", "GraphML", of_registers=True,
    ),
    Format(
        "apparatus", "Variants as CSV and NEXUS, and how often witnesses agree.",
        "variants.csv, variants.nex, agreement.csv", "no two witnesses can be compared",
        "variants_files:write_variant_files", "CSV, NEXUS",
    ),
)  # fmt: skip
BY_NAME = {found.name: found for found in FORMATS}


def make_files(chosen: Format, holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a format, each with its path on the site; none where it has nothing.

    The holdings keep nothing from the last run.
    """
    for path, content in describe_files(chosen, holdings):
        yield path, content.read()


def describe_files(chosen: Format, holdings: Holdings) -> Iterator[tuple[str, FileContent]]:
    """Yield the files of a format; of a site most are written at once, and have no bytes."""
    if chosen.needs_url and not holdings.url:
        return
    module, _, name = chosen.maker.partition(":")
    maker: Any = getattr(import_module(f"tei_edition.exports.{module}"), name)

    def make() -> Iterator[tuple[str, FileContent]]:
        made: Iterable[tuple[str, bytes | FileContent]] = maker(holdings)
        for path, data in made:
            yield path, describe_content(data) if isinstance(data, bytes) else data

    yield from make() if chosen.reads_more else holdings.recall_format(chosen.name, make)
