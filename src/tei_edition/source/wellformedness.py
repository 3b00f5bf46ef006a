"""Explain to editors why a file is not well-formed XML, from expat's error and its place."""

from __future__ import annotations

import difflib
import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from tei_edition.source.faults import FaultError, make_fault
from tei_edition.source.line_index import split_lines
from tei_edition.source.mismatches import explain_mismatch
from tei_edition.source.open_values import find_open_value
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from collections.abc import Collection

_WRITE = "write &lt; for a less-than sign and &amp; for an ampersand in the text"
COMPARE = "compare this place with a similar one that is correct"
_DECLARE = 'begin the file with <?xml version="1.0" encoding="UTF-8"?>'
# What expat says, and what we say instead; what is not here needs a look at the place.
_REASONS = {
    "XML declaration not well-formed": ("the XML declaration is faulty", _DECLARE),
    "XML or text declaration not at start of entity": (
        "an XML declaration is allowed only at the very beginning of the file",
        "remove it, or whatever is before it",
    ),
    "asynchronous entity": (
        "an entity begins or ends an element, but does not contain the whole element",
        "write the tags themselves",
    ),
    "duplicate attribute": (
        "the element has the same attribute twice",
        "keep one of the two",
    ),
    "junk after document element": (
        "there is something after the end of the root element",
        "a file has one root element; move this into it, or remove it",
    ),
    "must not undeclare prefix": (
        "a prefix is declared without a namespace",
        "give it the address of its namespace",
    ),
    "reference to binary entity": (
        "an entity that is not text is used as text",
        "point to the file with a <graphic> or a <ref>",
    ),
    "reference to invalid character number": (
        "the number does not stand for a character that XML allows",
        "write the character itself",
    ),
    "unclosed CDATA section": ("a CDATA section is not closed", "close it with ]]>"),
}


def explain(
    error: expat.ExpatError,
    file: str,
    text: str,
    opened: etree._Element | None,
    entities: Collection[str],
) -> FaultError:
    """Return what expat found, in an editor's words.

    `opened` is the innermost element that is open, `entities` are those that the file declares.
    """
    reason = expat.ErrorString(error.code) or "not well-formed"
    line, column = _find_section(error, text) or (error.lineno, error.offset + 1)
    here = _line(text, line)
    code = "xml-not-well-formed"
    errors = expat.errors
    if reason in _REASONS or reason == "unbound prefix":
        message, hint = _REASONS.get(reason) or _explain_prefix(here[column - 1 :][:_NEAR], text)
    elif error.code == errors.codes[errors.XML_ERROR_TAG_MISMATCH] and opened is not None:
        message, hint, line, column = explain_mismatch(opened, here, line, column)
    elif error.code == errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]:
        code = "xml-undeclared-entity"
        names = re.finditer(r"&([^#;\s][^;\s]*);", here[column - 1 :])
        found = next((name for name in names if name[1] not in entities), None)
        column += found.start() if found else 0
        message = f'the entity "{found[0] if found else "&…;"}" is not declared in the file'
        hint = _find_character(found[1] if found else "")
    elif error.code == errors.codes[errors.XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF]:
        code = "xml-external-entity"
        message = "an attribute refers to an external entity, which is not read"
        hint = "write the text itself"
    elif "amplification" in reason:
        code, message = "xml-entity-bomb", "the entities of this file exceed the limit"
        hint = "declare no entity that is made of many others"
    elif error.code == errors.codes[errors.XML_ERROR_RECURSIVE_ENTITY_REF]:
        code, message = "xml-entity-bomb", "an entity refers to itself"
        hint = "declare no entity that is made of itself"
    elif told := _find_stray(text) if opened is None else find_open_value(text, line, column):
        message, hint, line, column = told
    elif error.code == errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN]:
        message, hint = _explain_unclosed(here[column - 1 :])
    elif error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN]:
        message, hint, column = _explain_token(here, column)
    elif error.code == errors.codes[errors.XML_ERROR_NO_ELEMENTS]:
        message, hint = (
            "there is no element in the file",
            f'a TEI file must contain <TEI xmlns="{TEI_NS}">',
        )
        if opened is not None:
            name = etree.QName(opened).localname
            message = f"the file ends before <{name}> is closed"
            hint = f"close it with </{name}>; the end of the file may be missing"
    else:
        message, hint = _explain_other(reason, here[column - 1 :])
    return make_fault(code, message, file, line, column, hint)


def _find_section(error: expat.ExpatError, text: str) -> tuple[int, int] | None:
    """Return the line and column at which a CDATA section begins that does not end.

    None for another error.
    """
    errors = expat.errors
    if error.code != errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]:
        return None
    start = text.find("<![CDATA[", text.rfind("]]>") + 1)
    if start < 0:
        return None
    lines = split_lines(text[:start])
    return len(lines), len(lines[-1]) + 1


_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*", re.DOTALL)


def _find_stray(text: str) -> tuple[str, str, int, int] | None:
    """Return what is wrong with words before the root element, and where they are."""
    start = 0 if (prolog := _PROLOG.match(text)) is None else prolog.end()
    words = text[start : text.find("<", start)].strip() if text[start : start + 1] != "<" else ""
    if not words:
        return None
    lines = split_lines(text[:start])
    if not text[:start].strip():
        return f'the file begins with "{words[:20]}", and not with a tag', _DECLARE, 1, 1
    told = f'"{words[:20]}" is before the root element'
    return told, "remove it, or put it into the text", len(lines), len(lines[-1]) + 1


def _explain_other(reason: str, rest: str) -> tuple[str, str]:
    """Return what expat has no better words for."""
    if rest.lower().startswith("<!doctype"):
        hint = "remove this line, which TEI does not need, or write it in capitals"
        return "the declaration of a document type is written <!DOCTYPE", hint
    return reason, COMPARE


# The namespaces of the prefixes that editors use without declaring them.
_PREFIXES = {
    "tei": TEI_NS,
    "xi": "http://www.w3.org/2001/XInclude",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_OF_WORD = frozenset({"m", "mso", "o", "office", "st1", "style", "v", "w", "wp"})
_PREFIXED = re.compile(r"""(?:<|\s)([^\s<>:/="']+):([\w.-]+)(?=[\s=/>])""")


def _explain_prefix(rest: str, text: str) -> tuple[str, str]:
    """Return which prefix of a tag is not declared, and what to do."""
    tag = re.sub(r"""=\s*(?:"[^"]*"|'[^']*')""", "=", rest.partition(">")[0] + ">")
    known = {"xml", "xmlns", *re.findall(r"xmlns:([\w.-]+)\s*=", text)}
    found = next((name for name in _PREFIXED.finditer(tag) if name[1] not in known), None)
    if found is None:
        told = "a name has a prefix that no xmlns declares"
        return told, 'declare it on the root element with xmlns:prefix="…", or remove it'
    prefix, name = found.groups()
    told = f'"{prefix}:{name}" has a prefix that no xmlns declares'
    if prefix.lower() in {"xml", "xmlns"}:
        return told, f'write "{prefix.lower()}:{name}", in small letters'
    address = _PREFIXES.get(prefix, "…")
    if prefix in _OF_WORD:
        return told, "remove this tag and its end tag: it is one of a word processor"
    if prefix == "xlink" and name == "href":
        return told, 'write target="…"; on a <graphic>, url="…"'
    declared = f'declare xmlns:{prefix}="{address}" on the root element'
    alone = f'write "{name}" alone, or ' if address in {TEI_NS, "…"} else ""
    return told, alone + declared


# The five that each file has, and what is most often meant besides.
_KNOWN = ("amp", "apos", "gt", "lt", "quot")


_NO_ENTITY = "write the character itself, or &amp; where an ampersand is meant"


def _find_character(entity: str) -> str:
    """Return what to write instead of an entity of HTML, or of one that nobody knows."""
    char = html5.get(f"{entity};", "")
    if not char:
        near = difflib.get_close_matches(entity, _KNOWN, n=1, cutoff=0.8)
        return f'did you mean "&{near[0]};"?' if near else _NO_ENTITY
    if not char.isprintable() or char.isspace():
        return f"write &#{ord(char[0])};, or the character itself"
    return f"write the character itself: {char}"


def _explain_unclosed(rest: str) -> tuple[str, str]:
    if rest.startswith("<!--"):
        return "a comment is not closed", "close it with -->"
    if rest.startswith("<?"):
        return "a processing instruction is not closed", "close it with ?>"
    return "the file ends within a tag", "close it with >; the end of the file may be missing"


# So many characters before and behind a fault are looked at.
_NEAR = 2000


def _explain_token(here: str, column: int) -> tuple[str, str, int]:
    """Return what may not be at a column of a line; the column where the fault begins."""
    if column > 2 * _NEAR:  # a line may have megabytes
        start = column - _NEAR
        told, hint, place = _explain_token(here[start : column + _NEAR], column - start)
        return told, hint, place + start
    found, before, rest = here[column - 1 : column], here[: column - 1], here[column - 1 :]
    if found and found < " " and found != "\t":
        told = f"the control character U+{ord(found):04X} is not allowed in XML"
        return told, "remove it", column
    if before.endswith(("<", "&")):
        told = f'"{before[-1]}" is not allowed by itself'
        return told, _advise_sign(before, here[column - 2 :]), column - 1
    explained = (
        _explain_reference(before, rest)
        or _explain_quotes(before)
        or _explain_signs(found, here, column)
        or _explain_value(found, before, column)
        or _explain_attributes(before, rest)
        or _explain_slips(before, rest)
        or _explain_names(before, rest)
    )
    if explained:
        return explained
    message = f'"{found}" is not allowed here' if found.strip() else "a tag is not complete"
    return message, COMPARE, column


def _advise_sign(before: str, rest: str) -> str:
    """Return what to do with a less-than sign or an ampersand that begins nothing."""
    if re.match(r"<\s+/?[A-Za-z][\w.:-]*[\s/>]", rest):
        return f"remove the space, if this is a tag; {_WRITE}"
    if slip := re.match(r"<\\([A-Za-z][\w.:-]*)\s*>", rest):
        return f"write </{slip[1]}>, with a slash; {_WRITE}"
    if re.match(r"<[\d.-][\w.:-]*\s*/?>", rest):
        return f"begin the name of a tag with a letter; {_WRITE}"
    if rest.startswith(("<>", "</>")):
        return "write the name of an element into the tag, or remove it"
    if re.match(r"</[A-Za-z][\w.:-]*\s*>", rest):
        return "remove this end tag: it closes nothing"
    if re.search(r"""=\s*["'][^"'<>]*#\S+\s*&$""", before):
        return "separate several pointers by a space alone"
    return _WRITE


def _explain_reference(before: str, rest: str) -> tuple[str, str, int] | None:
    """Return what is wrong with a reference to an entity or a character that was begun."""
    number = re.search(r"&#(x?)[0-9A-Fa-f]*$", before)
    if number and (end := re.match(r"[^\s;<&]{1,8};", rest)):
        digits = "0 to 9 and A to F" if number[1] else "0 to 9, or x before hexadecimal ones"
        hint = f"write the character itself, or its number in digits, {digits}"
        told = f'"{number[0]}{end[0]}" is not the number of a character'
        return told, hint, number.start() + 1
    if reference := re.search(r"&[^;\s<&]*$", before):
        hint = "end it with a semicolon, or write &amp; for the ampersand"
        return f'"{reference[0]}" is not complete', hint, reference.start() + 1
    return None


def _explain_signs(found: str, here: str, column: int) -> tuple[str, str, int] | None:
    """Return what is wrong with a comment, or with signs that end one or a section."""
    before = here[: column - 1]
    begun = before.rfind("<!")
    if begun >= 0 and ">" not in before[begun:] and not _DECLARES.match(here, begun):
        hint = "write <!-- and two hyphens again before the last >, if this is a comment"
        return '"<!" does not begin anything here', hint, begun + 1
    if before.endswith("<?"):
        told = "a processing instruction has no name"
        return told, "remove it, with all that is between <? and ?>", column - 2
    outer = before.rfind("<!--", 0, max(0, len(before) - 4))
    if before.endswith("<!--") and outer >= 0 and "-->" not in before[outer:]:
        hint = "remove the inner <!-- and -->, or close the first comment before"
        return "a comment begins within a comment", hint, column - 4
    if before.endswith("--") and before.rfind("<!--") < len(before) - 4:
        hint = "write one, or a dash; at the end of the comment, write -->"
        return "two hyphens are not allowed in a comment", hint, column - 2
    if here.startswith("<!--", column - 1) and re.search(r"<[A-Za-z][^<>]*$", before):
        return "a comment is not allowed within a tag", "put it before or after the tag", column
    if found == ">" and before.endswith("]]"):
        return '"]]>" is not allowed in the text', "write ]]&gt;", column - 2
    if found == "<" and (opened := re.search(r"([\w:.-]+)\s*=\s*[\"'][^\"'<>]*>[^\"']*$", before)):
        told = f"the value of @{opened[1]} is not closed by a quotation mark"
        return told, 'write name="value"', opened.start(1) + 1
    if found == "<" and re.search(r"=\s*[\"'][^\"']*$", before):
        hint = "close the value's quotation mark; a less-than sign is written &lt;"
        return '"<" is not allowed in the value of an attribute', hint, column
    return None


def _explain_attributes(before: str, rest: str) -> tuple[str, str, int] | None:
    """Return what is wrong between the attributes of a tag, where their values are right."""
    column, found = len(before) + 1, rest[:1]
    cut = _CUT_VALUE.search(before) if found.strip("/>") else None
    if cut and re.match(rf"[^\s<>=]*{cut[2]}[\s/>]", rest):
        other = "'" if cut[2] == '"' else '"'
        hint = f"put the whole value into {other}…{other}, or write &quot; for the mark in it"
        return f"a quotation mark ends the value of @{cut[1]} too early", hint, column
    if found in {",", ";"} and re.search(r"<[^\s<>/!][^<>]*[\"']$", before):
        return f'"{found}" is not allowed between attributes', "write a space alone", column
    is_tag = found.strip("/>") and re.search(r"<[^\s<>/!][^<>]*[\"']$", before)
    if is_tag and re.match(r"""[^=<>"']*<""", rest):
        return "the tag is not closed before the words", "put a > here", column
    words = re.search(r"<[A-Za-z][^<>]*[\"']\s+([^\s<>=\"'/]+\s*)$", before)
    if words and (found == "<" or (found.isalpha() and words[1][-1:].isspace())):
        return "the tag is not closed before the words", "put a > before them", words.start(1) + 1
    if is_tag:
        return "there is no space between two attributes", "put a space here", column
    if found in {"/", ">"} and re.search(r"<[^\s<>/]+\s[^<>]*[^\s<>\"']$", before):
        hint = 'write name="value"; if this is no tag, write &lt; where it begins'
        return "an attribute has no value", hint, column
    return None


def _explain_slips(before: str, rest: str) -> tuple[str, str, int] | None:
    """Return what is wrong with the spaces and signs of a tag."""
    column, found = len(before) + 1, rest[:1]
    if slip := re.search(r"</[\s/]*$", before):
        told = "a space or slash is too many in an end tag"
        return told, "write </ and the name", slip.start() + 1
    if re.search(r"<[A-Za-z][^<>]*/$", before) and re.match(r"\s+>", rest):
        return "there is a space at the end of the tag", "write />, without a space", column
    if found == "\\" and re.match(r"\\\s*>", rest):
        return "a tag ends with a backslash", "write />, with a slash", column
    slash = re.search(r"<([A-Za-z][\w.:-]*)\s*/$", before)
    if slash and re.match(r"\s+[\w.:-]+\s*=", rest):
        hint = f"write <{slash[1]} …/>: attributes come before it"
        return "the slash of the tag comes too early", hint, slash.start() + 1
    if slash:
        return "the tag is not closed", f"write <{slash[1]}/>", slash.start() + 1
    if found in {'"', "'"} and re.search(r"<[A-Za-z][^<>]*[\"']\s+$", before):
        return "a value has no name before it", 'write name="value"', column
    if before.endswith("<!") and rest.startswith("DOCTYPE"):
        hint = "remove it, which TEI does not need, or put it before the root element"
        return "the document type is declared within an element", hint, column - 2
    if parted := re.search(r"\s(xml(?:ns)?\s*):\s*$", before):
        name = re.match(r"\w*", rest.lstrip())
        whole = f"{parted[1].strip()}:{name[0] if name else ''}"
        told = f"there is a space in the name {whole}"
        return told, f'write {whole}="…", without a space', parted.start(1) + 1
    return None


def _explain_names(before: str, rest: str) -> tuple[str, str, int] | None:
    """Return what is wrong with the names in a tag, or where it should end."""
    column, found = len(before) + 1, rest[:1]
    if ending := re.search(r"</([A-Za-z][\w.:-]*)\s+$", before):
        hint = f"write </{ending[1]}>: attributes are in the start tag only"
        return "an end tag has only its name", hint, ending.start() + 1
    if found in {'"', "'"} and (named := re.search(r"<[^<>]*\s([\w.-]+)(?::\s*|\s*)$", before)):
        told = f"there is no equals sign between @{named[1]} and its value"
        return told, f'write {named[1]}="…", with an equals sign', column
    is_behind = re.search(r"<[A-Za-z][^<>]*[\"']\s+(?:[^\s<>=\"']+\s+)*$", before)
    if found.isdigit() and is_behind and not re.match(r"[\w.-]+\s*=", rest):
        return "the tag is not closed before the words", "put a > before them", column
    if found.isdigit() and re.search(r"<[A-Za-z][^<>]*\s$", before):
        return "the name of an attribute begins with a letter", "correct the name", column
    words = re.search(r"<([A-Za-z][\w.:-]*)\s+[^\s<>=\"'/]+\s+$", before)
    if words and re.match(r"\w", found):
        hint = f"write <{words[1]}>, or give each attribute its value"
        return f"the tag <{words[1]} is not closed before the words", hint, words.start() + 1
    if found == "<" and (opened := re.search(r"</?[A-Za-z][\w.:-]*\s*$", before)):
        tag = opened[0].rstrip(" .:-\n\t")
        hint = f"close it with >, or write &lt; if it is no tag: {tag}>"
        return f"the tag {tag} is not closed", hint, opened.start() + 1
    return None


def _explain_value(found: str, before: str, column: int) -> tuple[str, str, int] | None:
    """Return what is wrong with the quotation marks of a value, and where."""
    if before.rstrip().endswith("="):
        hint = 'write name="value"'
        if found in _CURLY:
            hint = f'the marks {found}… are typographic: write straight ones, name="value"'
        return "the value of an attribute is not in quotation marks", hint, column
    if unclosed := _UNCLOSED.search(before):
        hint = 'the value goes on to the next quotation mark: write name="value"'
        told = f"the value of @{unclosed[1]} is not closed by a quotation mark"
        return told, hint, unclosed.start(1) + 1
    return None


def _explain_quotes(before: str) -> tuple[str, str, int] | None:
    """Return what is wrong with a value that begins with one quotation mark and ends with another.

    It goes on to the next mark of the first kind, or to a tag.
    """
    opened = _OTHER_MARK.search(before)
    if opened is None or opened["close"] == opened["open"]:
        return None
    name, mark, value, other = opened.group("name", "open", "value", "close")
    told = f"the value of @{name} begins with {mark} and ends with {other}"
    hint = f'write {name}="{value}", with the same straight mark on both sides'
    return told, hint, opened.start() + 1


# What may follow <! in XML.
_DECLARES = re.compile(r"<!(?:--|\[CDATA\[|DOCTYPE|ELEMENT|ENTITY|ATTLIST|NOTATION)")
# Quotation marks that a word processor puts in place of straight ones.
_CURLY = frozenset("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
                   "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
                   "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
                   "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}")  # fmt: skip
# A value with another mark where it should end, before the next attribute or the end of the tag.
_OTHER_MARK = re.compile(
    r"""(?P<name>[\w:.-]+)\s*=\s*(?P<open>["'])(?P<value>[^"'<>=]*?)"""
    r"""(?P<close>["'\u2018-\u201f\u00ab\u00bb`\u00b4])"""
    r"""(?:(?:\s+[\w:.-]+\s*=\s*(?!(?P=open))["'][^"'<>]*["'])*\s*/?>[^<]*|\s+[\w:.-]+\s*=\s*(?P=open))$"""
)
# A value that has ended.
_CUT_VALUE = re.compile(r"""([\w:.-]+)\s*=\s*(["'])[^"'<>]*\2$""")
# A value that ends where that of the next attribute begins.
_UNCLOSED = re.compile(r"""([\w:.-]+)\s*=\s*(["'])[^"'<>]*\s[\w:.-]+=\2$""")


def _line(text: str, number: int) -> str:
    lines = split_lines(text)
    return lines[number - 1] if number <= len(lines) else ""
