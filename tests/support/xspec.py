"""Tests of stylesheets in XSpec's syntax, compiled to one XSLT a file, which Saxon runs.

What is understood, with XSpec's meaning: `x:description` (`stylesheet`), global and local
`x:param` and `x:variable`, `x:scenario` (nested, `pending`), `x:pending`, `x:context` (`mode`,
`href`, `select`, `x:param`), `x:call` (`function` or `template`), `x:expect` (`label`, `test`,
`select`, content, `pending`), `...` for text, attributes and whole contents, `xml:space`, `x:text`.
The result of a scenario is `$x:result`; nodes of it are the children of the document in which a
`test` is evaluated. Comments in a file are for its readers only, and braces are themselves.

Unless a file says otherwise, stylesheets have the words of the edition in the language of its
root (`xml:lang`), else in English.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import saxonche
from lxml import etree

from tei_edition.language.wording import list_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

X = "{http://www.jenitennison.com/xslt/xspec}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"
# Names of ours in compiled tests, so written that no prefix of an author's is in their way.
_T = "Q{urn:tei-edition:tests:xspec}"
_X = "Q{http://www.jenitennison.com/xslt/xspec}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# What every compiled test holds: how a result is compared with what is expected of it.
_FRAME = """
<xsl:stylesheet version="3.0" exclude-result-prefixes="#all"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:x="http://www.jenitennison.com/xslt/xspec" xmlns:t="urn:tei-edition:tests:xspec"
    xmlns:err="http://www.w3.org/2005/xqt-errors">

  <!-- Adjacent nodes as the children of one document, if they can be such. -->
  <xsl:function name="t:wrap" as="item()*">
    <xsl:param name="items" as="item()*"/>
    <xsl:variable name="document" as="document-node()">
      <xsl:document>
        <xsl:sequence select="$items[. instance of node()][not(. instance of attribute())]"/>
      </xsl:document>
    </xsl:variable>
    <xsl:sequence select="
      if ($items instance of node()+ and not($items instance of attribute()+)) then $document
      else $items"/>
  </xsl:function>

  <!-- Whether the actual items are those expected. -->
  <xsl:function name="t:equal" as="xs:boolean">
    <xsl:param name="expected" as="item()*"/>
    <xsl:param name="actual" as="item()*"/>
    <xsl:variable name="wrapped" as="item()*" select="t:wrap($expected), t:wrap($actual)"/>
    <xsl:sequence select="
      if (empty($expected) or empty($actual)) then empty($expected) and empty($actual)
      else if ($wrapped instance of document-node()+ and count($wrapped) = 2)
        then t:equal-children($wrapped[1], $wrapped[2])
      else count($expected) = count($actual) and (
        every $i in 1 to count($expected) satisfies
          if ($expected[$i] instance of node() and $actual[$i] instance of node())
          then t:equal-nodes($expected[$i], $actual[$i])
          else deep-equal($expected[$i], $actual[$i]))"/>
  </xsl:function>

  <!-- Whether two nodes are the same, or the expected one an ellipsis. -->
  <xsl:function name="t:equal-nodes" as="xs:boolean">
    <xsl:param name="expected" as="node()"/>
    <xsl:param name="actual" as="node()"/>
    <xsl:sequence select="
      if ($expected instance of text() and $expected = '...') then true()
      else if ($expected instance of element() and $actual instance of element()) then
        node-name($expected) = node-name($actual)
        and count($expected/@*) = count($actual/@*)
        and (every $e in $expected/@* satisfies
               $actual/@*[node-name() = node-name($e)][. = $e or $e = '...'])
        and t:equal-children($expected, $actual)
      else if ($expected instance of attribute() and $actual instance of attribute()) then
        node-name($expected) = node-name($actual) and ($expected = $actual or $expected = '...')
      else deep-equal($expected, $actual)"/>
  </xsl:function>

  <!-- Whether two elements or documents hold the same. -->
  <xsl:function name="t:equal-children" as="xs:boolean">
    <xsl:param name="expected" as="node()"/>
    <xsl:param name="actual" as="node()"/>
    <xsl:variable name="e" as="node()*" select="$expected/node()"/>
    <xsl:variable name="a" as="node()*" select="$actual/node()"/>
    <xsl:sequence select="
      (count($e) = 1 and $e instance of text() and $e = '...')
      or (count($e) = count($a)
          and (every $i in 1 to count($e) satisfies t:equal-nodes($e[$i], $a[$i])))"/>
  </xsl:function>

  <!-- Items as a reader of a failed test sees them. -->
  <xsl:function name="t:show" as="xs:string">
    <xsl:param name="items" as="item()*"/>
    <xsl:sequence select="
      if ($items instance of node()* and not($items instance of attribute()+))
      then serialize($items, map{'omit-xml-declaration': true()})
      else serialize($items, map{'method': 'adaptive'})"/>
  </xsl:function>

  <!-- The verdict on one expectation; `compared` is false for a bare test. -->
  <xsl:function name="t:judge" as="element(verdict)">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="actual" as="item()*"/>
    <xsl:param name="expected" as="item()*"/>
    <xsl:param name="compared" as="xs:boolean"/>
    <xsl:param name="result" as="item()*"/>
    <xsl:variable name="passed" as="xs:boolean" select="
      if ($compared) then t:equal($expected, $actual)
      else if ($actual instance of xs:boolean) then $actual
      else error(QName('urn:tei-edition:tests:xspec', 't:test'),
        'a test that yields no boolean needs a select or content to compare it with')"/>
    <verdict id="{$id}" passed="{$passed}">
      <xsl:if test="not($passed)">
        <xsl:value-of select="
          if ($compared) then ('expected: ' || t:show($expected), 'actual:   ' || t:show($actual))
          else 'result: ' || t:show($result)" separator="&#xa;"/>
      </xsl:if>
    </verdict>
  </xsl:function>
</xsl:stylesheet>
"""


class Verdict(NamedTuple):
    """What came of one expectation; `passed` is None for one that is pending."""

    label: str
    passed: bool | None
    detail: str


class Scenario(NamedTuple):
    """A scenario that expects something itself: its labels from the outermost in, its place."""

    label: str
    number: int


def list_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a file that hold expectations, in order, without running them."""
    return [
        Scenario(" ".join(_labels(element)), number)
        for number, element in enumerate(_find_scenarios(_parse(path)))
    ]


def run_scenario(path: Path, number: int) -> list[Verdict]:
    """The verdicts on the expectations of one scenario; a file is compiled and run only once.

    Raises ValueError for what XSpec has and this subset has not, and Saxon's error for a
    stylesheet that does not compile.
    """
    return _run(path)[number]


@cache
def _run(path: Path) -> list[list[Verdict]]:
    scenarios = _find_scenarios(_parse(path))
    processor = saxonche.PySaxonProcessor(license=False)
    executable = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_text=etree.tostring(compile_xspec(path), encoding="unicode")
    )
    output = executable.call_template_returning_string("{urn:tei-edition:tests:xspec}main")
    found = {v.get("id"): v for v in etree.fromstring(output.encode()).iter("verdict")}
    return [
        [
            _verdict(expect, found.get(f"{number}.{place}"))
            for place, expect in enumerate(_find_expects(scenario))
        ]
        for number, scenario in enumerate(scenarios)
    ]


def _verdict(expect: etree._Element, found: etree._Element | None) -> Verdict:
    label = _label(expect)
    if found is None:
        return Verdict(label, None, "pending")
    return Verdict(label, found.get("passed") == "true", found.text or "")


def compile_xspec(path: Path) -> etree._Element:
    """The stylesheet that runs the tests of one file."""
    description = _parse(path)
    sheet = etree.fromstring(_FRAME, etree.XMLParser(remove_blank_text=True))
    stylesheet = path.parent / description.get("stylesheet", "")
    sheet.insert(0, sheet.makeelement(XSL + "import", href=stylesheet.resolve().as_uri()))
    for child in description:
        if child.tag in {X + "param", X + "variable"}:
            _compile_value(child, sheet, child.get("name", ""), path)
    if not any(child.get("name") == "words" for child in description.iterfind(f"{X}param")):
        words = list_words(description.get(_LANG, "en")).to_json()
        etree.SubElement(sheet, XSL + "param", {"name": "words", "as": "xs:string"}).text = words
    main = etree.SubElement(
        sheet, XSL + "template", name="t:main", nsmap={"t": "urn:tei-edition:tests:xspec"}
    )
    verdicts = etree.SubElement(main, "verdicts")
    for number, scenario in enumerate(_find_scenarios(description)):
        if not _is_pending(scenario):
            _compile_scenario(scenario, number, verdicts, path)
    return sheet


def _compile_scenario(
    scenario: etree._Element, number: int, parent: etree._Element, path: Path
) -> None:
    """A scenario: its variables, its result, and a verdict for each expectation.

    What goes wrong in the stylesheet becomes the verdict of each of them.
    """
    waiting = {
        f"{number}.{place}": expect
        for place, expect in enumerate(_find_expects(scenario))
        if not _is_pending(expect)
    }
    attempt = etree.SubElement(parent, XSL + "try")
    for level in _lineage(scenario):
        for variable in level.iterfind(f"{X}variable"):
            _compile_value(variable, attempt, variable.get("name", ""), path)
    result = etree.Element(XSL + "variable", {"name": f"{_X}result", "as": "item()*"})
    _compile_action(scenario, attempt, result, path)
    attempt.append(result)
    for identifier, expect in waiting.items():
        single = etree.SubElement(attempt, XSL + "try")
        _compile_expect(expect, identifier, single, path)
        _compile_failure([identifier], single)
    _compile_failure(list(waiting), attempt)


def _compile_failure(identifiers: list[str], attempt: etree._Element) -> None:
    catch = etree.SubElement(attempt, XSL + "catch")
    said = "$err:code, $err:description, 'at', $err:module, $err:line-number"
    for identifier in identifiers:
        verdict = etree.SubElement(catch, "verdict", id=identifier, passed="false")
        etree.SubElement(verdict, XSL + "value-of", select=said)


def _compile_action(
    scenario: etree._Element, before: etree._Element, result: etree._Element, path: Path
) -> None:
    """What the scenario does: call a function or template, or apply templates to its context."""
    calls = [c for level in _lineage(scenario) for c in level.iterfind(f"{X}call")]
    contexts = [c for level in _lineage(scenario) for c in level.iterfind(f"{X}context")]
    if not calls and not contexts:
        raise ValueError(f'{path}: scenario "{_label(scenario)}" has neither context nor call')
    if contexts:
        _compile_value(contexts[-1], before, f"{_X}context", path)
    names = {c.get("function") or c.get("template"): c for c in calls}
    name = next((n for n in reversed(names) if n), "")
    params = {
        param.get("name") or param.get("position") or str(place): param
        for element in (calls or contexts)
        for place, param in enumerate(element.iterfind(f"{X}param"), 1)
    }
    for place, param in enumerate(params.values(), 1):
        _compile_value(param, before, f"{_T}param{place}", path)
    if name and names[name].get("function"):
        order = sorted(
            range(1, len(params) + 1),
            key=lambda p: int(list(params.values())[p - 1].get("position") or p),
        )
        arguments = ", ".join(f"${_T}param{place}" for place in order)
        _child(result, "sequence", names[name], select=f"{name}({arguments})")
        # Functions are called from where the result is made, with no context.
        return
    if name:
        focus = result
        if contexts:
            focus = _child(result, "for-each", names[name], select=f"${_X}context")
        action = _child(focus, "call-template", names[name], name=name)
    else:
        mode = next((c.get("mode") for c in reversed(contexts) if c.get("mode")), None)
        more = {"mode": mode} if mode else {}
        action = _child(result, "apply-templates", contexts[-1], select=f"${_X}context", **more)
    for place, param in enumerate(params.values(), 1):
        given = _child(
            action, "with-param", param, name=param.get("name", ""), select=f"${_T}param{place}"
        )
        if param.get("tunnel") == "yes":
            given.set("tunnel", "yes")


def _compile_expect(
    expect: etree._Element, number: str, parent: etree._Element, path: Path
) -> None:
    """One expectation, its values in variables of their own."""
    has_content = any(True for _ in _content(expect))
    expected, actual = f"{_T}expected-{number}", f"{_T}actual-{number}"
    result = f"${_X}result"
    compared = expect.get("test") is None or has_content or expect.get("select") is not None
    _compile_value(expect, parent, expected, path)
    if (test := expect.get("test")) is not None:
        variable = _child(parent, "variable", expect, name=actual)
        variable.set("as", "item()*")
        # A single item, or nodes that one document can hold, are the context of the test.
        choose = etree.SubElement(variable, XSL + "choose")
        when = etree.SubElement(choose, XSL + "when", test=f"count({_T}wrap({result})) = 1")
        focus = etree.SubElement(when, XSL + "for-each", select=f"{_T}wrap({result})")
        otherwise = etree.SubElement(choose, XSL + "otherwise")
        _child(focus, "sequence", expect, select=test)
        _child(otherwise, "sequence", expect, select=test)
    subject = f"${actual}" if test is not None else result
    how = "true()" if compared else "false()"
    judge = f"{_T}judge('{number}', {subject}, ${expected}, {how}, {result})"
    etree.SubElement(parent, XSL + "sequence", select=judge)


def _compile_value(source: etree._Element, parent: etree._Element, name: str, path: Path) -> None:
    """A variable (or, at the top, a parameter) that holds what `select`, `href` or content say."""
    is_global = parent.tag == XSL + "stylesheet"
    kind = "param" if is_global and source.tag == X + "param" else "variable"
    select = source.get("select")
    href = source.get("href")
    value = _child(parent, kind, source, name=name)
    value.set("as", source.get("as", "item()*"))
    if href is None and not any(True for _ in _content(source)):
        value.set("select", select or "()")
        return
    document = f"{_T}document-{len(parent)}"
    holder = etree.Element(XSL + "variable", {"name": document, "as": "document-node()"})
    parent.insert(parent.index(value), holder)
    if href is not None:
        holder.set("select", f"doc('{(path.parent / href).resolve().as_uri()}')")
    else:
        _copy_content(source, etree.SubElement(holder, XSL + "document"))
    value.set("select", f"${document} ! ({select or ('.' if href else 'node()')})")


def _copy_content(source: etree._Element, target: etree._Element) -> None:
    """The content of an element as that of a sequence constructor that yields the same."""
    for item in _content(source):
        if isinstance(item, str):
            etree.SubElement(target, XSL + "text").text = item
        elif item.tag == X + "text":
            etree.SubElement(target, XSL + "text").text = item.text
        else:
            copy = _make(target, item.tag, item)
            for key, value in item.items():
                copy.set(key, str(value).replace("{", "{{").replace("}", "}}"))
            _copy_content(item, copy)


def _content(element: etree._Element) -> Iterator[etree._Element | str]:
    """The child nodes of an element as tests mean them.

    There is no `x:param` or `x:label` of its own among them, and no text of white space alone
    unless `xml:space` keeps it.
    """
    is_ours = element.tag in {X + "context", X + "expect"}
    preserve = next(
        (a.get(_SPACE) == "preserve" for a in (element, *element.iterancestors()) if a.get(_SPACE)),
        False,
    )
    if element.text and (preserve or element.text.strip()):
        yield element.text
    for child in element:
        if not (is_ours and child.tag in {X + "param", X + "label"}):
            yield child
        if child.tail and (preserve or child.tail.strip()):
            yield child.tail


def _child(
    parent: etree._Element, instruction: str, source: etree._Element, /, **attributes: str
) -> etree._Element:
    """An instruction whose expressions know the namespaces of the test that they come from."""
    child = _make(parent, XSL + instruction, source)
    for key, value in attributes.items():
        child.set(key, value)
    for level in (source, *source.iterancestors()):
        if (namespace := level.get("xpath-default-namespace")) is not None:
            child.set("xpath-default-namespace", namespace)
            break
    return child


def _make(parent: etree._Element, name: str, source: etree._Element) -> etree._Element:
    """A new child, in whose scope are the namespaces of the source."""
    return etree.SubElement(parent, name, nsmap=cast("dict[str, str]", source.nsmap))


def _parse(path: Path) -> etree._Element:
    tree = etree.parse(
        str(path), etree.XMLParser(remove_comments=True, remove_pis=True, collect_ids=False)
    )
    root = tree.getroot()
    known = {"param", "variable", "scenario", "pending", "context", "call", "expect", "label"}
    for element in root.iter(f"{X}*"):
        name = etree.QName(element).localname
        if name not in known | {"description", "text"}:
            raise ValueError(f'{path}:{element.sourceline}: "x:{name}" is not supported')
    return root


def _find_scenarios(description: etree._Element) -> list[etree._Element]:
    return [s for s in description.iter(f"{X}scenario") if _find_expects(s)]


def _find_expects(scenario: etree._Element) -> list[etree._Element]:
    """The expectations of a scenario itself, those put off included."""
    return [
        expect
        for parent in (scenario, *scenario.iterfind(f"{X}pending"))
        for expect in parent.iterfind(f"{X}expect")
    ]


def _lineage(scenario: etree._Element) -> list[etree._Element]:
    """A scenario and those around it, from the outermost in."""
    return [*reversed(list(scenario.iterancestors(f"{X}scenario"))), scenario]


def _label(element: etree._Element) -> str:
    return " ".join((element.get("label") or element.findtext(f"{X}label") or "").split())


def _labels(scenario: etree._Element) -> list[str]:
    return [_label(level) for level in _lineage(scenario)]


def _is_pending(element: etree._Element) -> bool:
    """Whether the test is put off: by an attribute, or by an x:pending around it."""
    levels = (element, *element.iterancestors())
    return any(level.get("pending") is not None or level.tag == X + "pending" for level in levels)
