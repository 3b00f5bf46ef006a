"""A Schematron schema made into one XSLT 3.0 stylesheet that tries all patterns in one pass.

Patterns of one rule, which are the most, share a mode: a node that several match is handed on from
one to the next. A pattern of several rules has a separate mode, where priorities see to it that
the first that matches is the only one (ISO/IEC 19757-3:2020, 6.3). Nothing is found by going down
the tree: the nodes of the kinds that a mode has rules for are all handed to it in a row.

Every line of the stylesheet knows what it was made from, so that what Saxon says about it can be
said about the schema. Documents come from a parameter, through functions of our own: the
stylesheet itself is run where it can read nothing.

Long because it writes one stylesheet, whose parts refer to each other's names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tei_edition.schema.schematron.expressions import (
    guard_documents,
    guard_stylesheet,
    list_steps,
    list_subjects,
    rename_prefixes,
    rename_variables,
)
from tei_edition.schema.schematron.made import OWN_NS, AssertionWords, MadeStylesheet, Origin
from tei_edition.schema.schematron.model import SCH_NS, XSL_NS, Assertion, Let, sch
from tei_edition.source.stamps import locate, strip_stamps
from tei_edition.tei import SOURCE_NS, parse_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tei_edition.schema.schematron.model import (
        Schematron,
        SchematronPattern,
        SchematronRule,
        SchematronText,
    )

OWN = "tei-edition"
XS_NS = "http://www.w3.org/2001/XMLSchema"
# What a stylesheet of 1.0 takes for a node-set, and compares as 1.0 does.
_OLD = {"xslt": "1.0", "xpath": "1.0"}
_VARIABLE = re.compile(r"\$\s*([\w.\-]+(?::[\w.\-]+)?)")
_SPACE = re.compile(r"\s+")

# The prefixes of the stylesheet itself; a schema may mean something else by them.
_OWN_PREFIXES = {
    "xsl": XSL_NS,
    "xs": XS_NS,
    OWN: OWN_NS,
    "err": "http://www.w3.org/2005/xqt-errors",
    "map": "http://www.w3.org/2005/xpath-functions/map",
}
# Those that a schema may use without a declaration.
_GIVEN_PREFIXES = {
    "sch": SCH_NS,
    "fn": "http://www.w3.org/2005/xpath-functions",
    "array": "http://www.w3.org/2005/xpath-functions/array",
    "math": "http://www.w3.org/2005/xpath-functions/math",
}

_HEAD = """
<xsl:param name="tei-edition:documents" as="map(xs:string, item())" select="map {}"/>
<xsl:variable name="tei-edition:main" as="document-node()" select="/"/>
<xsl:output method="json"/>
<xsl:mode use-accumulators="#all" on-no-match="deep-skip"/>
<xsl:accumulator name="tei-edition:order" as="xs:integer" initial-value="-1">
<xsl:accumulator-rule match="*" select="$value + 1"/>
</xsl:accumulator>
<xsl:function name="tei-edition:is-there" as="xs:boolean">
<xsl:param name="address" as="xs:string"/>
<xsl:if test="not(map:contains($tei-edition:documents, $address))">
<xsl:message><tei-edition:missing address="{$address}"/></xsl:message>
</xsl:if>
<xsl:sequence select="$tei-edition:documents($address) instance of document-node()"/>
</xsl:function>
<xsl:function name="tei-edition:resolve" as="xs:string">
<xsl:param name="address" as="xs:string"/>
<xsl:param name="base" as="xs:string"/>
<xsl:sequence
 select="replace(resolve-uri($address, $base), '#.*$', '') =&gt; replace('^file:/+', 'file:///')"/>
</xsl:function>
<xsl:function name="tei-edition:doc" as="document-node()?">
<xsl:param name="address" as="xs:string?"/>
<xsl:sequence select="$address ! tei-edition:load(tei-edition:resolve(., {base}))"/>
</xsl:function>
<xsl:function name="tei-edition:load" as="document-node()">
<xsl:param name="address" as="xs:string"/>
<xsl:sequence select="if (tei-edition:is-there($address)) then $tei-edition:documents($address)
 else error(QName('urn:tei-edition:schematron', 'tei-edition:missing'), $address)"/>
</xsl:function>
<xsl:function name="tei-edition:doc-available" as="xs:boolean">
<xsl:param name="address" as="xs:string?"/>
<xsl:sequence select="exists($address)
 and tei-edition:is-there(tei-edition:resolve($address, {base}))"/>
</xsl:function>
<xsl:function name="tei-edition:document" as="document-node()*">
<xsl:param name="addresses" as="item()*"/>
<xsl:for-each select="$addresses">
<xsl:variable name="base" select="if (. instance of node()) then base-uri(.) else ()"/>
<xsl:sequence
 select="tei-edition:load(tei-edition:resolve(string(.), ($base ! string(.), {base})[1]))"/>
</xsl:for-each>
</xsl:function>
<xsl:function name="tei-edition:document" as="document-node()*">
<xsl:param name="addresses" as="item()*"/>
<xsl:param name="node" as="node()"/>
<xsl:sequence
 select="$addresses ! tei-edition:load(tei-edition:resolve(string(.), string(base-uri($node))))"/>
</xsl:function>
<xsl:function name="tei-edition:value" as="item()*">
<xsl:param name="kept" as="map(*)"/>
<xsl:sequence select="if (map:contains($kept, 'error')) then error($kept?code, $kept?error)
 else $kept?value"/>
</xsl:function>
<xsl:function name="tei-edition:place" as="map(*)">
<xsl:param name="wanted" as="item()*"/>
<xsl:param name="context" as="node()"/>
<xsl:variable name="node" as="node()"
 select="($wanted[. instance of node()][root() instance of document-node()], $context)[1]"/>
<xsl:variable name="element" as="element()" select="$node/(ancestor-or-self::*[1], /*)[1]"/>
<xsl:sequence select="map {
 'element': $element/accumulator-before('tei-edition:order'),
 'document': if (root($node) is $tei-edition:main) then '' else string(base-uri(root($node))),
 'attribute': if ($node instance of attribute()) then string(node-name($node)) else '',
 'before': if ($node[parent::*][self::text() | self::comment() | self::processing-instruction()])
  then count($node/preceding-sibling::node()) else -1 }"/>
</xsl:function>
"""


_BRANCHES = {
    "assert": (
        "<xsl:choose><xsl:when test={test}/><xsl:otherwise>",
        "</xsl:otherwise></xsl:choose>",
    ),
    "report": ("<xsl:if test={test}>", "</xsl:if>"),
}


class Variable(NamedTuple):
    """A variable of schema, phase or pattern: its name in the stylesheet, and its number."""

    name: str
    number: int


Scope = dict[str, Variable]


class _Mode(NamedTuple):
    """The mode of a pattern, what its rules see, and the number of its first assertion."""

    name: str
    pattern: SchematronPattern
    scope: Scope
    first: int


def make_stylesheet(schema: Schematron, base: str) -> MadeStylesheet:
    """Return the stylesheet that judges a document by a schema, whose address is `base`.

    Its answer is JSON: a list of findings, each with the number of the assertion, the place of the
    node, and the words of all that is to be said.
    """
    return _Sheet(schema, base).make()


class _Sheet:
    """A stylesheet that grows line by line; used once."""

    def __init__(self, schema: Schematron, base: str) -> None:
        self.schema = schema
        self.base = base
        self.lines: list[str] = []
        self.origins: list[Origin | None] = []
        self.assertions: list[AssertionWords] = []
        self.kept = 0
        self.namespaces, self.renamed = self.read_namespaces()
        self.hidden = {p: self.namespaces[called] for p, called in self.renamed.items()}
        old = _OLD.get(schema.binding, "")
        self.version = f' version="{old}"' if old else ""

    def add(self, line: str, element: etree._Element | None = None, attribute: str = "") -> None:
        origin = None
        if element is not None:
            expression = " ".join(element.get(attribute, "").split()) if attribute else ""
            origin = Origin(locate(element), attribute, expression)
        for part in line.split("\n"):
            self.lines.append(part)
            self.origins.append(origin)

    def make(self) -> MadeStylesheet:
        schema = self.schema
        self.add(f'<xsl:stylesheet version="3.0"{self.write_namespaces()}>')
        self.add(_HEAD.replace("{base}", escape(_quote(self.base))))
        for element in schema.foreign:
            self.add_foreign(element)
        outer: Scope = {}
        for let in schema.lets:
            if let.name in outer:
                self.add(
                    f"<xsl:variable name={quoteattr(self.rename(let.name))}/>", let.element, "name"
                )
            outer[let.name] = Variable(self.rename(let.name), len(outer))
        self.kept = len(outer)
        for let in schema.lets:
            others = {name: found for name, found in outer.items() if name != let.name}
            self.add_global(let, outer[let.name], others)
        own: list[_Mode] = []
        shared: list[tuple[SchematronRule, Scope]] = []
        for number, pattern in enumerate(schema.patterns):
            scope = self.add_pattern_lets(pattern, number, outer)
            if len(pattern.rules) == 1 and not pattern.documents:
                shared.append((pattern.rules[0], scope))
            elif pattern.rules:
                mode = _Mode(f"{OWN}:p{number}", pattern, scope, len(self.assertions))
                own.append(mode)
                rules = [(rule, scope) for rule in pattern.rules]
                self.add_mode(mode.name, rules, is_shared=False)
        self.add_mode(f"{OWN}:shared", shared, is_shared=True)
        self.add_start(own, [rule for rule, _ in shared])
        self.add("</xsl:stylesheet>")
        return MadeStylesheet(
            "\n".join(self.lines),
            tuple(self.origins),
            tuple(self.assertions),
            _list_elements(schema.patterns),
        )

    def add_pattern_lets(self, pattern: SchematronPattern, number: int, outer: Scope) -> Scope:
        """Return variables of a pattern, which others may have by the same names, what it sees."""
        names: Scope = {}
        for let in pattern.lets:
            names[let.name] = Variable(f"{OWN}:p{number}.{let.name.replace(':', '.')}", self.kept)
            self.kept += 1
        for let in pattern.lets:
            # In its own value the name of a variable is that of an outer one.
            inner = {**outer, **names}
            inner.pop(let.name)
            if let.name in outer:
                inner[let.name] = outer[let.name]
            self.add_global(let, names[let.name], inner)
        return {**outer, **names}

    def read_namespaces(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return prefixes of the stylesheet, and what the schema's are called that would be taken.

        The declarations of the schema count before those of the XSLT in it.
        """
        names: dict[str, str] = {}
        for element in self.schema.foreign:
            names.update({p: uri for p, uri in element.nsmap.items() if p and uri != SOURCE_NS})
        names = {**_GIVEN_PREFIXES, **names, **self.schema.namespaces}
        names.pop("xml", None)
        renamed = {
            prefix: _find_free(f"{prefix}-of-schema", names)
            for prefix, uri in names.items()
            if _OWN_PREFIXES.get(prefix, uri) != uri
        }
        named = {renamed.get(prefix, prefix): uri for prefix, uri in names.items()}
        return {**_OWN_PREFIXES, **named}, renamed

    def write_namespaces(self) -> str:
        names = self.namespaces
        declared = "".join(f" xmlns:{p}={quoteattr(uri)}" for p, uri in names.items() if p)
        if "" in names:
            declared += f" xpath-default-namespace={quoteattr(names[''])}"
        return f'{declared} exclude-result-prefixes="#all"'

    # Expressions.

    def rename(self, expression: str) -> str:
        """Return an expression or a name of the schema with the prefixes of the stylesheet."""
        return rename_prefixes(expression, self.renamed)

    def write(self, expression: str) -> str:
        """Return an expression of the schema as it is in an attribute of the stylesheet."""
        return quoteattr(guard_documents(self.rename(expression), OWN))

    def write_outside(self, expression: str, scope: Scope) -> str:
        """Return same outside all rules, where variables are known by their names as globals."""
        names = {self.rename(name): found.name for name, found in scope.items()}
        expression = rename_variables(self.rename(expression), names)
        return quoteattr(guard_documents(expression, OWN))

    def add_let(self, let: Let, name: str) -> None:
        element = let.element
        kind = f" as={quoteattr(self.rename(element.get('as', '')))}" if element.get("as") else ""
        start = f"<xsl:variable name={quoteattr(name)}{kind}{self.version}"
        if let.value is not None:
            self.add(f"{start} select={self.write(let.value)}/>", element, "value")
            return
        self.add(f"{start}>", element, "name")
        self.add_data(element)
        self.add("</xsl:variable>")

    def add_data(self, element: etree._Element) -> None:
        """Write what an element holds as a value: nothing in it is carried out."""
        self.add_text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                name, uri = etree.QName(child), etree.QName(child).namespace or ""
                called = f"{child.prefix}:{name.localname}" if child.prefix else name.localname
                self.add(f'<xsl:element name="{called}" namespace={quoteattr(uri)}>')
                for attribute, value in child.attrib.items():
                    self.add_attribute(str(attribute), str(value))
                self.add_data(child)
                self.add("</xsl:element>")
            self.add_text(child.tail)

    def add_attribute(self, attribute: str, value: str) -> None:
        name = etree.QName(attribute)
        if name.namespace != SOURCE_NS:
            space = f" namespace={quoteattr(name.namespace)}" if name.namespace else ""
            self.add(
                f'<xsl:attribute name="{name.localname}"{space}><xsl:text>{escape(value)}'
                "</xsl:text></xsl:attribute>"
            )

    def add_kept(self, let: Let, number: int, scope: Scope) -> None:
        """Write a variable as a map of its value, or of the error that it ends in.

        Saxon lets nobody catch an error of a variable that is declared outside an xsl:try: it is
        caught here, and raised again where the variable is used.
        """
        self.add(f'<xsl:variable name="{OWN}:kept{number}" as="map(*)"><xsl:try>')
        self.add_locals(_list_expressions([let.element]), scope)
        self.add_let(let, f"{OWN}:made")
        self.add("<xsl:sequence select=\"map { 'value': $tei-edition:made }\"/>")
        self.add(
            "<xsl:catch><xsl:sequence select=\"map { 'error': $err:description,"
            " 'code': $err:code }\"/></xsl:catch></xsl:try></xsl:variable>"
        )

    def add_global(self, let: Let, variable: Variable, scope: Scope) -> None:
        """Write a variable of schema, phase or pattern, known to functions and contexts."""
        self.add_kept(let, variable.number, scope)
        self.add(
            f"<xsl:variable name={quoteattr(variable.name)}"
            f' select="{OWN}:value(${OWN}:kept{variable.number})"/>',
            let.element,
            "name",
        )

    def add_locals(self, expressions: Iterable[str], scope: Scope) -> None:
        """Those variables that expressions use, under their own names."""
        used = {name for text in expressions for name in _VARIABLE.findall(text)}
        for name in sorted(used & set(scope)):
            value = f"{OWN}:value(${OWN}:kept{scope[name].number})"
            self.add(f'<xsl:variable name={quoteattr(self.rename(name))} select="{value}"/>')

    def add_foreign(self, element: etree._Element) -> None:
        """Write an element of another namespace, but for the functions that bring documents."""
        part = parse_again(etree.tostring(element, with_tail=False))
        strip_stamps(part)
        for node in part.iter(etree.Element):
            for attribute, value in node.attrib.items():
                node.set(attribute, guard_stylesheet(str(value), OWN))
        etree.cleanup_namespaces(part, keep_ns_prefixes=[p for p in part.nsmap if p])
        text = etree.tostring(part, encoding="unicode")
        # In here the schema's prefixes mean what the schema says.
        missing = {p: uri for p, uri in self.hidden.items() if p not in part.nsmap}
        declared = "".join(f" xmlns:{p}={quoteattr(uri)}" for p, uri in missing.items())
        name = text[1:].split(maxsplit=1)[0].rstrip("/>").partition(">")[0]
        self.add(f"<{name}{declared}{text[1 + len(name) :]}", element)

    def add_content(self, element: etree._Element) -> None:
        """Text with elements in it, as it makes up a message or a variable's value."""
        self.add_text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.add_inline(child)
            self.add_text(child.tail)

    def add_inline(self, child: etree._Element) -> None:
        if child.tag == sch("value-of"):
            select = self.write(child.get("select", ""))
            self.add(f"<xsl:value-of{self.version} select={select}/>", child, "select")
        elif child.tag == sch("name"):
            path = child.get("path") or "."
            # Both a path to what is to be named and an expression for its name are in use.
            named = f"for $n in ({path})[1] return if ($n instance of node()) then name($n) else $n"
            self.add(f"<xsl:value-of select={self.write(named)}/>", child, "path")
        elif str(child.tag).startswith(f"{{{SCH_NS}}}"):
            self.add_content(child)
        else:
            self.add_foreign(child)

    def add_text(self, text: str | None) -> None:
        if text:
            self.add(f"<xsl:text>{escape(' '.join(re.split(_SPACE, text)))}</xsl:text>")

    # Rules.

    def add_mode(
        self, mode: str, rules: Sequence[tuple[SchematronRule, Scope]], *, is_shared: bool
    ) -> None:
        if not rules:
            return
        self.add(f'<xsl:mode name="{mode}" on-no-match="deep-skip"/>')
        # Even then the children of a root that no rule matches would be handed on.
        self.add(f'<xsl:template match="/" mode="{mode}" as="map(*)*" priority="-1"/>')
        for number, (rule, scope) in enumerate(rules):
            match = self.write_outside(rule.context, scope)
            self.add(
                f'<xsl:template match={match} mode="{mode}" as="map(*)*"'
                f' priority="{len(rules) - number}"{self.version}>',
                rule.element,
                "context",
            )
            self.add_rule(rule, scope)
            self.add("<xsl:next-match/></xsl:template>" if is_shared else "</xsl:template>")

    def add_rule(self, rule: SchematronRule, scope: Scope) -> None:
        for part in rule.parts:
            if isinstance(part, Let):
                self.add_kept(part, self.kept, scope)
                scope = {**scope, part.name: Variable(part.name, self.kept)}
                self.kept += 1
            else:
                self.add_assertion(part, scope)

    def add_assertion(self, part: Assertion, scope: Scope) -> None:
        number = len(self.assertions)
        self.assertions.append(_describe(part))
        self.add("<xsl:try>")
        texts = (*part.texts, *part.diagnostics, *part.properties)
        used = _list_expressions(text.element for text in texts)
        self.add_locals((part.test, part.subject, part.role, *used), scope)
        start, end = _BRANCHES[part.kind]
        self.add(start.format(test=self.write(part.test)), part.element, "test")
        keys = {
            "texts": self.add_words(part.texts),
            "diagnostics": self.add_words(part.diagnostics),
            "properties": self.add_words(part.properties),
        }
        said = "".join(f", '{key}': array {{ {words} }}" for key, words in keys.items())
        if "{" in part.role:
            self.add('<xsl:variable name="tei-edition:role">')
            role = self.write(part.role)
            self.add(f"<tei-edition:role is={role}/>", part.element, "role")
            self.add("</xsl:variable>")
            said += ", 'role': string($tei-edition:role/*/@is)"
        subject = "()"
        if part.subject:
            subject = "$tei-edition:subject"
            self.add(
                f'<xsl:variable name="{subject[1:]}" as="item()*"'
                f" select={self.write(part.subject)}/>",
                part.element,
                "subject",
            )
        self.add(
            f"<xsl:sequence select=\"map {{ 'assertion': {number},"
            f" 'place': tei-edition:place({subject}, .){said} }}\"/>"
        )
        self.add(end)
        self.add(_catch(number, "."))

    def add_words(self, texts: tuple[SchematronText, ...]) -> str:
        """Variables that hold texts, and an expression for all of them."""
        found = []
        for text in texts:
            name = f"{OWN}:words{len(self.lines)}"
            is_plain = all(_is_own(child) for child in text.element.iter(etree.Element))
            kind = "" if is_plain else ' as="item()*"'
            self.add(f'<xsl:variable name="{name}"{kind}>', text.element)
            self.add_content(text.element)
            self.add("</xsl:variable>")
            if not is_plain:
                # An attribute that XSLT copies is not part of a document: it is written out.
                written = f"{OWN}:words{len(self.lines)}"
                self.add(f'<xsl:variable name="{written}"><xsl:sequence select="${name} ! ')
                self.add("(if (. instance of attribute()) then name() || '=' || . || ' ' else .)")
                self.add('"/></xsl:variable>')
                name = written
            found.append(f"normalize-space(${name})")
        return ", ".join(found)

    # The start.

    def add_start(self, own: list[_Mode], shared: list[SchematronRule]) -> None:
        self.add('<xsl:template match="/" as="array(*)">')
        self.add('<xsl:variable name="tei-edition:found" as="map(*)*">')
        if shared:
            self.add(self.apply(f"{OWN}:shared", shared))
        for mode in own:
            if not mode.pattern.documents:
                self.add(self.apply(mode.name, mode.pattern.rules))
            elif len(self.assertions) > mode.first:
                self.add_documents(mode)
        self.add('</xsl:variable><xsl:sequence select="array { $tei-edition:found }"/>')
        self.add("</xsl:template>")

    def apply(self, mode: str, rules: Iterable[SchematronRule]) -> str:
        """Hand all nodes that rules may be about to a mode."""
        steps = frozenset(step for rule in rules for step in list_steps(rule.context))
        select = ", ".join(("/", "//*", *(f"//{self.rename(step)}" for step in sorted(steps))))
        return f'<xsl:apply-templates select="{select}" mode="{mode}"/>'

    def add_documents(self, mode: _Mode) -> None:
        """Hand the nodes of other documents to a mode (5.4.9, documents)."""
        pattern = mode.pattern
        addresses = self.write_outside(f"document(({pattern.documents}), /)", mode.scope)
        self.add("<xsl:try>")
        self.add(f"<xsl:for-each select={addresses}>", pattern.element, "documents")
        self.add(self.apply(mode.name, pattern.rules))
        self.add("</xsl:for-each>")
        self.add(_catch(mode.first, "/"))


def _list_elements(patterns: Iterable[SchematronPattern]) -> tuple[str, ...] | None:
    """Return the names of the elements that rules are about, if they are about nothing else."""
    names: set[str] = set()
    for pattern in patterns:
        for rule in pattern.rules:
            subjects = None if pattern.documents else list_subjects(rule.context)
            if subjects is None:
                return None
            names |= subjects
    return tuple(sorted(names))


def _find_free(name: str, taken: Mapping[str, str]) -> str:
    """Return the name, with a mark for each that is like it."""
    return name if name not in taken else _find_free(f"{name}_", taken)


def _is_own(element: etree._Element) -> bool:
    return str(element.tag).startswith(f"{{{SCH_NS}}}")


def _describe(part: Assertion) -> AssertionWords:
    return AssertionWords(
        kind=part.kind,
        id=part.id,
        test=" ".join(part.test.split()),
        role=part.role,
        see=part.see,
        location=locate(part.element),
        texts=tuple(text.language for text in part.texts),
        diagnostics=tuple(text.language for text in part.diagnostics),
    )


def _list_expressions(elements: Iterable[etree._Element]) -> Iterator[str]:
    """All values of attributes in elements, expressions or not."""
    for root in elements:
        for element in root.iter(etree.Element):
            yield from map(str, element.values())


def _catch(number: int, node: str) -> str:
    """Return the end of an xsl:try: an error is a finding, about an assertion and a node."""
    return (
        f"<xsl:catch><xsl:sequence select=\"map {{ 'assertion': {number},"
        f" 'place': tei-edition:place((), {node}), 'error': string($err:description),"
        " 'code': local-name-from-QName($err:code) }\"/></xsl:catch></xsl:try>"
    )


def _quote(text: str) -> str:
    """Return a string of XPath."""
    return "'" + text.replace("'", "''") + "'"
