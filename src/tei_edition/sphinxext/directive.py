"""The directive `tei:register`: a register, or a part of it, where an author wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from tei_edition.config import suggest
from tei_edition.language.collation import initial_letter
from tei_edition.sphinxext.domain import (
    INDEXED_KINDS,
    TeiDomain,
    TeiObject,
    get_domain,
    register_list,
)
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

MOST_COLUMNS = 6


def _read_columns(argument: str) -> int:
    number = directives.positive_int(argument)
    if number > MOST_COLUMNS:
        raise ValueError(f"at most {MOST_COLUMNS} columns")
    return int(number)


def _read_words(argument: str) -> list[str]:
    return directives.unchanged_required(argument).split()


class RegisterDirective(SphinxDirective):
    """`.. tei:register:: person`: the entities of a kind, each with a link to its entry."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "type": _read_words,
        "letters": directives.flag,
        "mentions": directives.flag,
        "mentioned": directives.flag,
        "no-dates": directives.flag,
        "columns": _read_columns,
    }

    def run(self) -> list[nodes.Node]:
        """Note what is wanted; the entities are not known before all pages have been read."""
        kind = self.arguments[0].strip()
        if kind not in INDEXED_KINDS:
            hint = suggest(kind, INDEXED_KINDS) or f"there are {', '.join(sorted(INDEXED_KINDS))}"
            raise self.error(f'there is no register of "{kind}"; {hint}')
        node = register_list("", kind=kind, options=self.options)
        self.set_source_info(node)
        return [node]


class FillRegisters(SphinxPostTransform):
    """Puts the entities where a directive asks for them."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at one document."""
        for wanted in list(self.document.findall(register_list)):
            wanted.replace_self(self._make(wanted["kind"], wanted["options"]))

    def _make(self, kind: str, options: dict[str, Any]) -> nodes.container:
        domain = get_domain(self.env)
        found = [o for o in domain.list_kind(kind) if _is_wanted(domain, o, options)]
        container = nodes.container("", classes=["tei-register-list"])
        if "columns" in options:
            container["classes"].append(f"tei-columns-{options['columns']}")
        if "letters" not in options:
            container += self._list(domain, found, options)
            return container
        letters: dict[str, list[TeiObject]] = {}
        for o in found:
            letters.setdefault(initial_letter(o.sort, domain.collation), []).append(o)
        for letter, group in letters.items():
            container += nodes.paragraph("", "", nodes.strong("", letter), classes=["tei-letter"])
            container += self._list(domain, group, options)
        return container

    def _list(
        self, domain: TeiDomain, found: Iterable[TeiObject], options: dict[str, Any]
    ) -> nodes.bullet_list:
        builder = find_app(self.env).builder
        listed = nodes.bullet_list("", bullet="*")
        for o in found:
            particulars = domain.get_particulars(o)
            docname = self.env.current_document.docname
            name = nodes.inline("", o.name)
            link = make_refnode(builder, docname, o.docname, o.anchor, name)
            entry = nodes.paragraph("", "", link)
            if particulars.dates and "no-dates" not in options:
                entry += nodes.Text(" ")
                entry += nodes.inline("", particulars.dates, classes=["tei-dates"])
            if particulars.mentions and "mentions" in options:
                entry += nodes.Text(" ")
                entry += nodes.inline("", f"({particulars.mentions})", classes=["tei-count"])
            listed += nodes.list_item("", entry)
        return listed


def _is_wanted(domain: TeiDomain, found: TeiObject, options: dict[str, Any]) -> bool:
    particulars = domain.get_particulars(found)
    types = options.get("type")
    if types and not set(types) & set(particulars.type.split()):
        return False
    return "mentioned" not in options or particulars.mentions > 0


def setup(app: Sphinx) -> None:
    """Register the directive with its domain."""
    app.add_node(register_list)
    app.add_directive_to_domain(TeiDomain.name, "register", RegisterDirective)
    app.add_post_transform(FillRegisters)
