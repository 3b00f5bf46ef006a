"""Distributed Text Services 1.0: the answer to each request, for files and for the server.

`Service.answer` is the whole of the service. `serve` asks it for each request, and the files of
the site are its answers to all requests that files can serve, so that the two cannot differ.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tei_edition.exports.citation_trees import (
    CitationTree,
    CitedText,
    TextUnit,
    count_below,
    read_cited,
)
from tei_edition.exports.cutting import Cut, cut_document, write_document
from tei_edition.exports.dts_addresses import (
    COLLECTION,
    DOCUMENT,
    ENTRY,
    NAVIGATION,
    TEI_XML,
    Addresses,
)
from tei_edition.exports.dublin_core import describe_edition, describe_text
from tei_edition.exports.filling import make_empty_words
from tei_edition.exports.reading_formats import write_as
from tei_edition.tei import XML_LANG, tei

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

CONTEXT = "https://dtsapi.org/context/v1.0.json"
VERSION = "1.0"
LD_JSON = "application/ld+json"
ROOT, TEXTS = "root", "texts"
PAGE_SIZE = 100


class HttpAnswer(NamedTuple):
    """An answer of HTTP: its status, headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes


class RefusalError(Exception):
    """A request that cannot be answered: the status, and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Service:
    """The texts of an edition as a service.

    `depth` is the number of levels that trees have there, 0 for all; `kept` how many texts are kept
    in memory.
    """

    def __init__(
        self, holdings: Holdings, addresses: Addresses, *, depth: int = 0, kept: int = 8
    ) -> None:
        self.holdings = holdings
        self.addresses = addresses
        self.depth = depth
        self.texts = {holdings.text_ids[text.file]: text for text in holdings.book.texts}
        self._kept = kept
        self._cited: dict[str, CitedText] = {}
        self._described: dict[tuple[str, bool], dict[str, Any]] = {}
        self._written: tuple[CitationTree | None, dict[str, msgspec.Raw]] = (None, {})

    def answer(self, endpoint: str, query: Mapping[str, str]) -> HttpAnswer:
        """Return the answer to a request; what is wrong with it is an answer too."""
        try:
            answers = {
                ENTRY: self._answer_entry,
                COLLECTION: self._answer_collection,
                NAVIGATION: self._answer_navigation,
                DOCUMENT: self._answer_document,
            }
            return answers[endpoint](query)
        except RefusalError as refusal:
            return _refuse(refusal)

    def read(self, ident: str) -> CitedText:
        """Return a text with its trees, of which the last few are kept."""
        if ident not in self._cited:
            while len(self._cited) >= self._kept:
                del self._cited[next(iter(self._cited))]
            found = read_cited(self.holdings, self.texts[ident])
            if self.depth:
                trees = (_cut_depth(tree, self.depth) for tree in found.trees)
                found = CitedText(found.root, tuple(trees))
            self._cited[ident] = found
        return self._cited[ident]

    # Entry and collections.

    def _answer_entry(self, query: Mapping[str, str]) -> HttpAnswer:  # noqa: ARG002 - it has none
        templates = self.addresses
        return _write({
            "@context": CONTEXT,
            "@id": templates.entry,
            "@type": "EntryPoint",
            "dtsVersion": VERSION,
            "collection": templates.template(COLLECTION),
            "navigation": templates.template(NAVIGATION),
            "document": templates.template(DOCUMENT),
        })  # fmt: skip

    def _answer_collection(self, query: Mapping[str, str]) -> HttpAnswer:
        ident, nav = query.get("id") or ROOT, query.get("nav") or "children"
        if nav not in {"children", "parents"}:
            raise RefusalError(400, f'nav is "{nav}", neither children nor parents')
        if ident not in {ROOT, TEXTS} and ident not in self.texts:
            raise RefusalError(404, f'there is no collection or resource "{ident}"')
        made = {"@context": CONTEXT, **self._describe(ident, is_whole=True)}
        if nav == "parents":
            members = {ROOT: [], TEXTS: [ROOT]}.get(ident, [TEXTS])
        else:
            members = {ROOT: [TEXTS], TEXTS: [*self.texts]}.get(ident, [])
        shown, view = self._page(members, query)
        made["member"] = [self._describe(member, is_whole=nav == "children") for member in shown]
        if view:
            made["view"] = view
        return _write(made)

    def _page(
        self, members: list[str], query: Mapping[str, str]
    ) -> tuple[list[str], dict[str, Any]]:
        """Return the members of a page of a long list, and the addresses of the others."""
        last = max(1, -(-len(members) // PAGE_SIZE))
        page = _read_number(query.get("page", "1"), "page")
        if not 1 <= page <= last:
            raise RefusalError(404, f"there is no page {page}: the last is {last}")
        if last == 1:
            return members, {}
        rest = {key: value for key, value in query.items() if key != "page"}

        def locate(number: int) -> str:
            return self.addresses.locate(COLLECTION, {**rest, "page": str(number)})

        view = {
            "@id": locate(page), "@type": "Pagination", "first": locate(1),
            "previous": locate(page - 1) if page > 1 else None,
            "next": locate(page + 1) if page < last else None, "last": locate(last),
        }  # fmt: skip
        return members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], view

    def _describe(self, ident: str, *, is_whole: bool) -> dict[str, Any]:
        """Return a collection or a resource without its members."""
        if ident in self.texts and ident not in {ROOT, TEXTS}:
            return self._describe_resource(ident, is_whole=is_whole)
        holdings = self.holdings
        title = holdings.title or holdings.url
        words = holdings.book.words["contents texts"]
        made: dict[str, Any] = {
            "@id": ident,
            "@type": "Collection",
            "dtsVersion": VERSION,
            "title": title if ident == ROOT else words,
            "totalParents": 0 if ident == ROOT else 1,
            "totalChildren": 1 if ident == ROOT else len(self.texts),
            "collection": self.addresses.template(COLLECTION, {"id": ident}),
        }
        if ident == ROOT and (metadata := describe_edition(holdings)):
            made["dublinCore"] = metadata
        return made

    def _describe_resource(self, ident: str, *, is_whole: bool) -> dict[str, Any]:
        if (ident, is_whole) in self._described:
            return self._described[ident, is_whole]
        text, addresses = self.texts[ident], self.addresses
        made: dict[str, Any] = {
            "@id": ident,
            "@type": "Resource",
            "dtsVersion": VERSION,
            "title": self.holdings.book.text_titles[text.file],
            "totalParents": 1,
            "totalChildren": 0,
            "collection": addresses.template(COLLECTION, {"id": ident}, has_pages=False),
            "navigation": addresses.template(NAVIGATION, {"resource": ident}),
            "document": addresses.template(DOCUMENT, {"resource": ident}),
            "download": self.holdings.locate(self.holdings.addresses.get(text.file, text.file)),
            "mediaTypes": list(addresses.media_types),
        }
        if is_whole and (metadata := describe_text(text)):
            made["dublinCore"] = metadata
        made["citationTrees"] = self.holdings.recall(
            "structures", text, self.depth, lambda: self._describe_trees(ident)
        )
        self._described[ident, is_whole] = made
        return made

    def _describe_trees(self, ident: str) -> list[dict[str, Any]]:
        return [
            {
                **({"identifier": tree.name} if tree.name else {}),
                "@type": "CitationTree",
                "citeStructure": _describe_structure(tree),
            }
            for tree in self.read(ident).trees
        ]

    # Navigation.

    def _answer_navigation(self, query: Mapping[str, str]) -> HttpAnswer:
        ident = self._find_resource(query)
        if "page" in query and _read_number(query["page"], "page") != 1:
            raise RefusalError(404, "all units are on page 1")
        _check_range(query)
        down = _read_number(query["down"], "down") if query.get("down") else None
        if down is not None and down < -1:
            raise RefusalError(400, "down is -1 or more")
        if not query.get("ref") and not query.get("start") and down in {None, 0}:
            raise RefusalError(400, "ref, or start and end, or down is needed")
        if query.get("start") and down == 0:
            raise RefusalError(400, "siblings (down=0) are those of a ref")
        tree = self._find_tree(ident, query)
        made: dict[str, Any] = {
            "@context": CONTEXT,
            "@id": self.addresses.locate(NAVIGATION, query),
            "@type": "Navigation",
            "dtsVersion": VERSION,
            "resource": self._describe_resource(ident, is_whole=False),
        }
        if tree is None:  # what has no units is never an error here
            return _write({**made, "member": []})
        given = {name: _find_unit(tree, query[name]) for name in ("ref", "start", "end")
                 if query.get(name)}  # fmt: skip
        made |= {name: _describe_unit(unit) for name, unit in given.items()}
        members = _list_members(tree, given, down)
        if members is not None:
            made["member"] = [self._write_unit(tree, unit) for unit in members]
        return _write(made)

    def _write_unit(self, tree: CitationTree, unit: TextUnit) -> msgspec.Raw:
        """Return a unit as it is in all answers about its tree, which are given one after another.

        Each is in the answers about all of its siblings.
        """
        if self._written[0] is not tree:
            self._written = (tree, {})
        units = self._written[1]
        if unit.identifier not in units:
            units[unit.identifier] = msgspec.Raw(msgspec.json.encode(_describe_unit(unit)))
        return units[unit.identifier]

    def _find_resource(self, query: Mapping[str, str]) -> str:
        ident = query.get("resource", "")
        if not ident:
            raise RefusalError(400, "resource is missing")
        if ident not in self.texts:
            raise RefusalError(404, f'there is no resource "{ident}"')
        return ident

    def _find_tree(self, ident: str, query: Mapping[str, str]) -> CitationTree | None:
        trees, name = self.read(ident).trees, query.get("tree", "")
        found = next((tree for tree in trees if tree.name == name), None)
        if found is None and (name or trees):
            raise RefusalError(404, f'"{ident}" has no tree "{name}"')
        return found

    # Documents.

    def _answer_document(self, query: Mapping[str, str]) -> HttpAnswer:
        ident = self._find_resource(query)
        _check_range(query)
        media = query.get("mediaType") or TEI_XML
        if media not in self.addresses.media_types:
            raise RefusalError(404, f'"{ident}" is not available as "{media}"')
        text = self.texts[ident]
        names = [name for name in ("ref", "start", "end") if query.get(name)]
        cut = None
        if names:
            tree = self._find_tree(ident, query)
            if tree is None:
                raise RefusalError(404, f'"{ident}" has no units')
            units = [_find_unit(tree, query[name]) for name in names]
            if units[0].place > units[-1].place:
                raise RefusalError(404, "the end of the range comes before its start")
            cut = tree.cut(units[0], units[-1])
        return HttpAnswer(
            200,
            {
                "Content-Type": f"{media}; charset=utf-8" if media.startswith("text/") else media,
                "Link": f'<{self.addresses.locate(COLLECTION, {"id": ident})}>; rel="collection"',
                "Access-Control-Allow-Origin": "*",
            },
            self._write_document(text, ident, cut, media),
        )

    def _write_document(self, text: Text, ident: str, cut: Cut | None, media: str) -> bytes:
        source = self.holdings.addresses.get(text.file, text.file)
        if cut is None and media == TEI_XML:
            return self.holdings.sources[text.file]
        whole = self.read(ident).root
        if cut is None:
            root = deepcopy(whole)
        else:
            root = cut_document(whole, cut, base=self.holdings.locate(source), is_wrapped=True)
        if media == TEI_XML:
            return write_document(root)
        book = self.holdings.book
        words = make_empty_words(book, text)
        return write_as(media, root, self.holdings.config.text, words)


def _cut_depth(tree: CitationTree, depth: int) -> CitationTree:
    """Return a tree without the levels below a depth, for which there are no files."""
    if tree.depth <= depth:
        return tree
    kept = [unit for unit in tree.units if unit.level <= depth]
    sizes = count_below([unit.level for unit in kept])
    units = (u._replace(place=n, size=sizes[n]) for n, u in enumerate(kept))
    return CitationTree(tree.name, tuple(units))


def _describe_structure(tree: CitationTree) -> list[dict[str, Any]]:
    """Return the types of units, each with those that are within it, in order, each once."""
    made: dict[tuple[str, ...], dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    paths: dict[str, tuple[str, ...]] = {"": ()}
    for unit in tree.units:
        above = paths.get(unit.parent, ())
        path = paths[unit.identifier] = (*above, unit.type)
        if path not in made:
            made[path] = {"@type": "CiteStructure", "citeType": unit.type}
            siblings = made[above].setdefault("citeStructure", []) if above else top
            siblings.append(made[path])
    return top


def _describe_unit(unit: TextUnit) -> dict[str, Any]:
    made: dict[str, Any] = {
        "identifier": unit.identifier,
        "@type": "CitableUnit",
        "level": unit.level,
        "parent": unit.parent or None,
        "citeType": unit.type,
    }
    if unit.title:
        language = _find_language(unit)
        title = {"lang": language, "value": unit.title} if language else unit.title
        made["dublinCore"] = {"title": [title]}
    return made


def _find_language(unit: TextUnit) -> str:
    """Return the language of a unit's head, or of what is around it; empty if none is declared."""
    head = unit.element.find(tei("head"))
    element = unit.element if head is None else head
    around = (e.get(XML_LANG, "") for e in (element, *element.iterancestors()))
    return next((language for language in around if language), "")


def _list_members(
    tree: CitationTree, given: Mapping[str, TextUnit], down: int | None
) -> Sequence[TextUnit] | None:
    """Return the units of an answer; None if it has none, since `down` is absent."""
    if down is None:
        return None
    ref, start = given.get("ref"), given.get("start")
    if ref is not None and down == 0:
        return tree.children[ref.parent]
    if start is not None:
        end = given["end"]
        if start.place > end.place:
            raise RefusalError(404, "the end of the range comes before its start")
        found: Sequence[TextUnit] = tree.units[start.place : end.place + end.size + 1]
        base = max(start.level, end.level)
    else:
        found = tree.list_below(ref)
        base = ref.level if ref else 0
    if down == -1:
        return found
    return [unit for unit in found if unit.level <= base + down]


def _find_unit(tree: CitationTree, reference: str) -> TextUnit:
    if reference not in tree.by_id:
        raise RefusalError(404, f'there is no unit "{reference}"')
    return tree.by_id[reference]


def _check_range(query: Mapping[str, str]) -> None:
    has_start, has_end = bool(query.get("start")), bool(query.get("end"))
    if query.get("ref") and (has_start or has_end):
        raise RefusalError(400, "ref goes with neither start nor end")
    if has_start != has_end:
        raise RefusalError(400, "start and end go together")


def _read_number(value: str, name: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise RefusalError(400, f'{name} is "{value}", which is no number') from None


def _write(made: dict[str, Any]) -> HttpAnswer:
    body = msgspec.json.encode(made) + b"\n"
    return HttpAnswer(200, {"Content-Type": LD_JSON, "Access-Control-Allow-Origin": "*"}, body)


def _refuse(refusal: RefusalError) -> HttpAnswer:
    body = json.dumps({
        "@context": "http://www.w3.org/ns/hydra/context.jsonld",
        "@type": "Status",
        "statusCode": refusal.status,
        "title": "Bad Request" if refusal.status == 400 else "Not Found",
        "description": refusal.reason,
    }, ensure_ascii=False)  # fmt: skip
    headers = {"Content-Type": LD_JSON, "Access-Control-Allow-Origin": "*"}
    return HttpAnswer(refusal.status, headers, body.encode() + b"\n")
