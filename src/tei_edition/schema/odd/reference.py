"""The reference pages of a schema: a page a module, an alphabetical list, classes and datatypes.

They are reStructuredText, for a manual that Sphinx builds; every element, class and datatype has a
label (`IDENT-element-p`) to which other pages can refer.

Long because the pages of modules, elements, classes and datatypes share their parts.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from tei_edition.schema.odd.attributes import Attributes
from tei_edition.schema.odd.classes import Classes
from tei_edition.schema.odd.constraints import SCH_NS
from tei_edition.schema.odd.nesting import Nesting
from tei_edition.schema.odd.records import (
    Alternate,
    AnyElement,
    AttributeList,
    AttributeRef,
    ClassRef,
    DataRef,
    ElementRef,
    MacroRef,
    OddAttribute,
    OddEmpty,
    OddPattern,
    Sequence,
    TextNode,
    ValueList,
)
from tei_edition.schema.odd.rst import (
    escape,
    literal,
    title,
    write_example,
    write_inline,
    write_table,
)
from tei_edition.schema.odd.words import choose, choose_name, write_plain
from tei_edition.tei import XML_LANG, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.problems import Location
    from tei_edition.schema.odd.attributes import Slots
    from tei_edition.schema.odd.records import Docs, Key, Kind, OddModel, Spec
    from tei_edition.schema.odd.selection import OddSchema

# The first line of every page: by it a page is known that may be written over or removed.
MARK = ".. Made from an ODD by tei-edition: change that, not this."

_MANY = 12
_OTHERS = ("", "index", "attributes", "classes", "datatypes")
_TOLD = [f"{{{SCH_NS}}}{name}" for name in ("assert", "report")]
_USAGES = {"req": "required", "rec": "recommended"}
_JOINTS = {"sequence": ", ", "interleave": " & ", "alternate": " | "}


def write_reference(schema: OddSchema, language: str = "") -> dict[str, str]:
    """Return pages by name: `index`, one for each module that has elements, those they link to."""
    return dict(_Pages(schema, language).write())


class _Pages:
    def __init__(self, schema: OddSchema, language: str) -> None:
        self.schema = schema
        self.language = language or schema.spec.docs_language
        self.attributes = Attributes(schema, _ignore)
        self.classes = Classes(schema, _ignore)
        self.nesting = Nesting(schema, self.classes)
        self.names = {
            spec.ident: choose_name(spec.alternatives, spec.ident, schema.spec.names_language)
            for spec in schema.specs.values()
            if spec.kind == "element"
        }
        self.modules = {
            name: found
            for name, module in schema.modules.items()
            if (found := [self.schema.specs[key] for key in module.keys if key[0] == "element"])
        }

    def write(self) -> Iterator[tuple[str, str]]:
        yield "index", self.finish(self.write_index())
        for name, elements in self.modules.items():
            yield self.name_page(name), self.finish(self.write_module(name, elements))
        yield "attributes", self.finish(self.write_attribute_classes())
        yield "classes", self.finish(self.write_classes())
        yield "datatypes", self.finish(self.write_datatypes())

    def finish(self, lines: Iterable[str]) -> str:
        return "\n".join((MARK, "", *lines)).rstrip("\n") + "\n"

    # Links and words

    def label(self, kind: str, name: str) -> str:
        return f"{self.schema.spec.ident}-{kind}-{name}".replace(":", "-")

    def link(self, kind: Kind, name: str) -> str:
        """Return a link to a specification; its name alone where it is not in the schema."""
        if (kind, name) not in self.schema.specs:
            return literal(name)
        shown = self.names.get(name, name) if kind == "element" else name
        return f":ref:`{escape(shown)} <{self.label(kind, name)}>`"

    def link_element(self, name: str) -> str | None:
        """Return a link to an element that is mentioned; None if it is not in the schema."""
        return self.link("element", name) if ("element", name) in self.schema.specs else None

    def name_page(self, module: str) -> str:
        """Return the name of a module's page: no path, and no page that every schema has."""
        name = re.sub(r"[^\w-]", "-", module)
        return f"module-{name}" if name in _OTHERS else name

    def head(self, module: str) -> str:
        """Return what a module is called."""
        found = self.schema.modules[module]
        gloss = choose(found.docs.glosses, self.language)
        description = choose(found.docs.descriptions, self.language)
        for element in (gloss, description):
            # The TEI's own modules have a few words as their description.
            if element is not None and len(words := write_plain(element)) <= 60:
                return escape(words)
        return escape(module) or "Elements"

    def describe(self, docs: Docs) -> str:
        description = choose(docs.descriptions, self.language)
        if description is None:
            return ""
        words = write_inline(description, self.link_element)
        return words[:1].upper() + words[1:]

    def gloss(self, docs: Docs) -> str:
        gloss = choose(docs.glosses, self.language)
        return "" if gloss is None else escape(write_plain(gloss))

    def anchor(self, kind: str, name: str) -> list[str]:
        return [f".. _{self.label(kind, name)}:", ""]

    # The first page

    def write_index(self) -> Iterator[str]:
        spec = self.schema.spec
        yield from [f".. _{spec.ident}-reference:", ""]
        name = self.gloss(spec.docs) or f"The encoding {escape(spec.ident)}"
        yield from title(name, "=")
        if words := self.describe(spec.docs):
            yield from [words, ""]
        yield from [
            self.count_elements(),
            "",
            ".. toctree::",
            "   :maxdepth: 1",
            "",
        ]
        for page in (*map(self.name_page, self.modules), "attributes", "classes", "datatypes"):
            yield f"   {page}"
        yield ""
        yield from title("All elements", "-")
        ordered = sorted(self.names, key=lambda ident: (self.names[ident].lower(), ident))
        for letter, idents in groupby(ordered, key=lambda ident: self.names[ident][:1].upper()):
            links = " · ".join(self.link("element", ident) for ident in idents)
            yield from [f"**{escape(letter)}** {links}", ""]

    def count_elements(self) -> str:
        """Return what there is, in a sentence."""
        return (
            f"{len(self.names)} elements, by what they are for and by name. Attribute classes,"
            " classes of elements and datatypes have their places too."
        )

    # Elements

    def write_module(self, module: str, elements: list[Spec]) -> Iterator[str]:
        yield from self.anchor("module", module)
        yield from title(self.head(module), "=")
        words = self.describe(self.schema.modules[module].docs)
        if words and words != self.head(module):
            yield from [words, ""]
        rows = ((self.link("element", s.ident), self.describe(s.docs)) for s in elements)
        yield from write_table(("", ""), (20, 80), rows)
        for spec in elements:
            yield from self.write_element(spec)

    def write_element(self, spec: Spec) -> Iterator[str]:
        yield from self.anchor("element", spec.ident)
        yield from title(f"<{self.names[spec.ident]}>", "-")
        gloss = self.gloss(spec.docs)
        words = self.describe(spec.docs)
        yield from [f"*{gloss}*: {words}" if gloss and words else words or gloss, ""]
        remarks = choose(spec.docs.remarks, self.language)
        for paragraph in () if remarks is None else remarks:
            yield from [write_inline(paragraph, self.link_element), ""]
        yield from self.write_examples(spec.docs)
        yield from self.write_attributes(spec)
        children = self.nesting.children[spec.ident]
        yield from [":Content:", f"   {self.write_content(spec)}", ""]
        # What is one macro is listed there.
        is_macro = [type(model) for model in spec.content or ()] == [MacroRef]
        if children and not (is_macro and len(children) > _MANY):
            yield from [":May hold:", *self.list_by_module(children), ""]
        if parents := self.nesting.parents.get(spec.ident):
            yield from [":May stand in:", *self.list_by_module(parents), ""]
        memberships = [
            self.link("class", member.key)
            for member in (spec.classes.members if spec.classes else ())
            if (found := self.schema.specs.get(("class", member.key))) and found.type != "atts"
        ]
        if memberships:
            yield from [":Classes:", f"   {', '.join(memberships)}", ""]
        yield from self.write_rules(spec)

    def write_examples(self, docs: Docs) -> Iterator[str]:
        languages = [example.get(XML_LANG, "") for example in docs.examples]

        chosen = next((x for x in (self.language, "", "en", "und") if x in languages), None)
        for example, language in zip(docs.examples, languages, strict=True):
            if language != chosen and language not in {"", "und"}:
                continue
            for part in example.iter("{*}egXML"):
                yield from write_example(part)

    def write_attributes(self, spec: Spec) -> Iterator[str]:
        """Yield the element's own attributes in full; of those of classes the names."""
        slots = self.attributes.of_element(spec)
        own = [
            row for slot in slots.values() if not slot.owner for row in self.list_rows(slot.content)
        ]
        if own:
            yield from write_table(("Attribute", "Value", "Meaning"), (18, 32, 50), own)
        given = [part for key in self.attributes.list_classes(spec)
                 if (part := self.name_given(key, slots))]  # fmt: skip
        if given:
            yield from [
                ":Further attributes:" if own else ":Attributes:",
                f"   {', '.join(given)}",
                "",
            ]

    def name_given(self, key: str, slots: Slots) -> str:
        """Return a link to a class, and the names of what it gives, unless it gives that to all."""
        names = [
            name
            for slot in self.attributes.of_class(key).values()
            if slot in slots.values()
            for name in dict.fromkeys(slot.names)
        ]
        if not names:
            return ""
        shown = "" if key in self.universal else f" ({', '.join(map(literal, names))})"
        return self.link("class", key) + shown

    @cached_property
    def universal(self) -> set[str]:
        """The attribute classes that every element belongs to itself."""
        specs = [self.schema.specs["element", ident] for ident in self.names]
        found = [set(self.attributes.list_classes(spec)) for spec in specs]
        return set.intersection(*found) if found else set()

    def list_rows(
        self, content: OddAttribute | AttributeList | AttributeRef
    ) -> Iterator[tuple[str, str, str]]:
        """Rows of a table of attributes; each name once, as it is said first."""
        seen: set[str] = set()
        for attribute in _flatten(content):
            if attribute.ident in seen:
                continue
            seen.add(attribute.ident)
            language = self.schema.spec.names_language
            name = literal(choose_name(attribute.alternatives, attribute.ident, language))
            is_choice = isinstance(content, AttributeList)
            usage = "" if is_choice else _USAGES.get(attribute.usage or "", "")
            yield (
                f"{name}\n\n*{usage}*" if usage else name,
                self.write_value(attribute),
                self.describe(attribute.docs),
            )

    def write_value(self, attribute: OddAttribute) -> str:
        """Return what the value of an attribute may be."""
        lines: list[str] = []
        values = attribute.values
        if values is not None:
            head = {"semi": "one of these, or another", "open": "for example"}.get(
                values.kind or "open"
            )
            rows = [
                f"- {literal(value.ident) or '*empty*'}{self.explain(value.docs)}"
                for value in values.values
            ]
            lines += [*([f"{head}:", ""] if head else []), *rows, ""]
        if attribute.datatype is not None and (values is None or values.kind != "closed"):
            number = {
                (1, 1): "",
                (1, None): " one or more",
                (0, None): " any number",
                (0, 1): " if any",
            }
            limits = (attribute.datatype.least, attribute.datatype.most)
            many = number.get(limits, f" {limits[0]} to {limits[1] or 'any number'}")
            kind = " or ".join(self.write_kinds(attribute.datatype.content))
            lines.append(f"{kind}{',' if many else ''}{many}")
        if attribute.default:
            lines += ["", f"by default {literal(attribute.default)}"]
        return "\n".join(lines).strip("\n")

    def explain(self, docs: Docs) -> str:
        words = self.describe(docs) or self.gloss(docs)
        return f": {words[:1].lower()}{words[1:]}" if words else ""

    def write_kinds(self, models: Iterable[OddModel]) -> Iterator[str]:
        for model in models:
            if isinstance(model, DataRef):
                yield self.link("datatype", model.key) if model.key else literal(model.name)
            elif isinstance(model, (Sequence, Alternate)):
                yield from self.write_kinds(model.members)
            elif isinstance(model, TextNode):
                yield "text"
            elif isinstance(model, ValueList):
                yield from (literal(value.ident) for value in model.values if value.ident)

    def write_rules(self, spec: Spec) -> Iterator[str]:
        rules = []
        for constraint in spec.constraints:
            description = choose(constraint.descriptions, self.language)
            if description is not None:
                rules.append(write_inline(description, self.link_element))
                continue
            for rule in constraint.rules:
                rules += [escape(" ".join(raw_text(told).split())) for told in rule.iter(*_TOLD)]
        if rules:
            yield from [":Rules:", *(f"   - {rule}" for rule in rules), ""]

    # Content

    def write_content(self, spec: Spec) -> str:
        """Return the content model in short; what classes stand for is listed beside it."""
        models = spec.content or ()
        if not models or all(isinstance(model, OddEmpty) for model in models):
            return "nothing: the element is empty"
        return ", ".join(self.write_model(model, is_inner=False) for model in models)

    def write_model(self, model: OddModel, *, is_inner: bool = True) -> str:
        sign = {(0, 1): "?", (0, None): "*", (1, None): "+", (1, 1): ""}.get(
            (model.least, model.most), f"{{{model.least},{model.most or ''}}}"
        )
        words = self.write_part(model)
        if (
            isinstance(model, (Sequence, Alternate))
            and (sign or is_inner)
            and len(model.members) > 1
        ):
            words = f"({words})"
        return f"{words}\\ {escape(sign)}" if sign else words

    def write_part(self, model: OddModel) -> str:
        match model:
            case Sequence() | Alternate():
                kind = "alternate" if isinstance(model, Alternate) else "sequence"
                if isinstance(model, Sequence) and not model.is_ordered:
                    kind = "interleave"
                joint = escape(_JOINTS[kind]) if kind == "alternate" else _JOINTS[kind]
                return joint.join(self.write_model(member) for member in model.members)
            case ElementRef():
                return self.link("element", model.key)
            case ClassRef():
                return self.link("class", model.key)
            case MacroRef():
                return self.link("macro", model.key)
            case DataRef() | ValueList():
                return " or ".join(self.write_kinds([model]))
            case TextNode():
                return "text"
            case AnyElement():
                spaces = " or ".join(f"``{space}``" for space in model.require)
                return f"any element of {spaces}" if spaces else "any element"
            case OddPattern():
                return "a pattern of RELAX NG"
            case _:
                return "nothing"

    def list_by_module(self, idents: list[str]) -> Iterator[str]:
        """Elements; where they are many each module's in a line, with a link to all of it."""
        if len(idents) <= _MANY:
            yield f"   {', '.join(self.link('element', ident) for ident in idents)}"
            return
        wanted = set(idents)
        for name, elements in self.modules.items():
            found = [spec.ident for spec in elements if spec.ident in wanted]
            if found:
                names = ", ".join(escape(self.names[ident]) for ident in found)
                yield f"   | :ref:`{self.head(name)} <{self.label('module', name)}>`: {names}"

    # Classes and datatypes

    def list_specs(self, kind: Kind) -> list[Spec]:
        return sorted(
            (spec for spec in self.schema.specs.values() if spec.kind == kind),
            key=lambda spec: spec.ident.lower(),
        )

    def write_attribute_classes(self) -> Iterator[str]:
        yield from title("Attributes of classes", "=")
        yield from ["Attributes that several elements share are declared once, in a class.", ""]
        users: dict[str, list[str]] = {}
        for ident in self.names:
            for slot in self.attributes.of_element(self.schema.specs["element", ident]).values():
                if slot.owner:
                    users.setdefault(slot.owner, []).append(ident)
        for spec in self.list_specs("class"):
            if spec.type != "atts":
                continue
            yield from self.anchor("class", spec.ident)
            yield from title(spec.ident, "-")
            if words := self.describe(spec.docs):
                yield from [words, ""]
            slots = self.attributes.of_class(spec.ident)
            rows = [
                row
                for slot in slots.values()
                if slot.owner == spec.ident
                for row in self.list_rows(slot.content)
            ]
            if rows:
                yield from write_table(("Attribute", "Value", "Meaning"), (18, 32, 50), rows)
            inner = [self.link("class", key) for key in self.attributes.list_classes(spec)]
            if inner:
                yield from [":Further attributes:", f"   those of {', '.join(inner)}", ""]
            held = list(dict.fromkeys(users.get(spec.ident, [])))
            if len(held) == len(self.names):
                yield from [":Elements:", "   all", ""]
            elif held:
                yield from [":Elements:", *self.list_by_module(held), ""]

    def write_classes(self) -> Iterator[str]:
        yield from title("Classes of elements", "=")
        yield from ["Elements that may stand in the same places are members of a class.", ""]
        for spec in self.list_specs("class"):
            if spec.type == "atts":
                continue
            yield from self.anchor("class", spec.ident)
            yield from title(spec.ident, "-")
            if words := self.describe(spec.docs):
                yield from [words, ""]
            members = dict.fromkeys(member.key for member in self.classes.list_direct(spec.ident))
            for head, kind in ((":Classes:", "class"), (":Elements:", "element")):
                links = [self.link_key(key) for key in members if key[0] == kind]
                if links:
                    yield from [head, f"   {', '.join(links)}", ""]
            around = [
                self.link("class", member.key)
                for member in (spec.classes.members if spec.classes else ())
            ]
            if around:
                yield from [":Member of:", f"   {', '.join(around)}", ""]

    def link_key(self, key: Key) -> str:
        return self.link(*key)

    def write_datatypes(self) -> Iterator[str]:
        yield from title("Datatypes and shared content", "=")
        yield from ["What values of attributes may be, and content that several elements have.", ""]
        kinds: tuple[Kind, Kind] = ("datatype", "macro")
        for kind in kinds:
            for spec in self.list_specs(kind):
                yield from self.anchor(kind, spec.ident)
                yield from title(spec.ident, "-")
                if words := self.describe(spec.docs):
                    yield from [words, ""]
                if kind == "macro":
                    yield from [":Content:", f"   {self.write_content(spec)}", ""]
                    held = set(
                        self.nesting.find_children(spec.content or (), frozenset((spec.ident,)))
                    )
                    if children := [name for name in self.names if name in held]:
                        yield from [":May hold:", *self.list_by_module(children), ""]
                    continue
                written = " or ".join(self.write_kinds(spec.content or ())) or "text"
                yield from [":Form:", f"   {written}", ""]
                for facet, value in _list_facets(spec.content or ()):
                    yield from [f":{facet}:", f"   {literal(value)}", ""]


def _flatten(content: OddAttribute | AttributeList | AttributeRef) -> Iterator[OddAttribute]:
    if isinstance(content, OddAttribute):
        if content.mode != "delete":
            yield content
    elif isinstance(content, AttributeList):
        for member in content.members:
            yield from _flatten(member)


def _list_facets(models: Iterable[OddModel]) -> Iterator[tuple[str, str]]:
    for model in models:
        if isinstance(model, DataRef):
            yield from model.facets
        elif isinstance(model, (Sequence, Alternate)):
            yield from _list_facets(model.members)


def _ignore(_code: str, _message: str, _place: Location, _hint: str) -> None:
    """Faults were told when the schema was compiled."""
