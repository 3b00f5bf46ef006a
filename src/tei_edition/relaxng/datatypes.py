"""Datatypes: RELAX NG's own library (section 6.2.9) and that of XML Schema, Part 2.

A datatype reads a string as a hashable value, ValueError if it is not one of its own; the facets
that a schema gives ("params") are tests of the string or of the value.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tei_edition.relaxng.calendar import CALENDAR_TYPES, read_calendar, read_duration
from tei_edition.relaxng.regex import Regex

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
WHITE = " \t\r\n"

_SPACES = re.compile(r"[ \t\r\n]+")
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = _START + "\\-.0-9\xb7\u0300-\u036f\u203f\u2040"
# Of the whole of Unicode: compiled when first used, since that takes long.
NCNAME = f"[{_START}][{_MORE}]*"
_NAME = f"[:{_START}][:{_MORE}]*"
_NMTOKEN = f"[:{_MORE}]+"
_LANGUAGE = r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"
# A length that no text has, and that Python converts.
_MOST_DIGITS = 4000
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
_BASE64 = re.compile(
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"([^/?#:]*):(.*)", re.DOTALL)
_GOOD_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")

_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 65535),
    "unsignedByte": (0, 255),
}
_LISTS = {"IDREFS": NCNAME, "ENTITIES": NCNAME, "NMTOKENS": _NMTOKEN}


@dataclass(slots=True)
class Context:
    """The context on which a value may depend: prefixes, and the unparsed entities."""

    namespaces: Mapping[str, str] = field(default_factory=dict)
    entities: frozenset[str] = frozenset()


class Datatype:
    """A datatype with its facets; raises ValueError if it does not exist."""

    def __init__(
        self, library: str, name: str, parameters: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.library = library
        self.name = name
        self.parameters = parameters
        self.key = (library, name, parameters)
        self._read = _find_reader(library, name)
        if parameters and not library:
            raise ValueError(f'the type "{name}" has no parameters')
        facets = [_make_facet(name, self._read, facet, value) for facet, value in parameters]
        # Several patterns must all match, unlike those of one step of derivation in XML Schema.
        self._of_text = tuple(test for on_text, test in facets if on_text)
        self._of_value = tuple(test for on_text, test in facets if not on_text)
        # Whether a string is one of these values depends on the document around it.
        self.needs_context = name in {"QName", "NOTATION", "ENTITY", "ENTITIES"} and bool(library)
        self.id_type = name if library == XSD and name in {"ID", "IDREF", "IDREFS"} else ""

    def read(self, text: str, context: Context) -> Hashable:
        """Return the value that a string means; ValueError if it is not one."""
        return self._read(text, context)

    def allows(self, text: str, context: Context) -> bool:
        """Whether a string is a valid value of the type."""
        try:
            value = self._read(text, context)
        except ValueError:
            return False
        normalised = text if self.name == "string" else collapse(text)
        if self.name == "normalizedString":
            normalised = re.sub(r"[\t\r\n]", " ", text)
        return all(test(normalised) for test in self._of_text) and all(
            test(value) for test in self._of_value
        )

    def means(self, text: str, meaning: Hashable, context: Context) -> bool:
        """Whether a string has the same value as another."""
        try:
            return self._read(text, context) == meaning
        except ValueError:
            return False


Reader = Callable[[str, Context], Hashable]


def collapse(text: str) -> str:
    """Return a string without white space around it, with one space for each stretch within."""
    return _SPACES.sub(" ", text).strip(WHITE)


def split_words(text: str) -> list[str]:
    """Return the words of a string, as XML parts them."""
    return collapse(text).split(" ") if text.strip(WHITE) else []


def is_ncname(text: str) -> bool:
    """Whether a string is a name without a colon (Namespaces in XML, production 4)."""
    return _compile(NCNAME).fullmatch(text) is not None


_compile = functools.cache(re.compile)


def _find_reader(library: str, name: str) -> Reader:
    readers = _BUILT_IN if library == "" else _XSD if library == XSD else None
    if readers is None:
        raise ValueError(f'the datatype library "{library}" is not known')
    if name not in readers:
        raise ValueError(f'there is no datatype "{name}" in the library "{library}"')
    return readers[name]


def _read_string(text: str, _context: Context) -> str:
    return text


def _read_normalised(text: str, _context: Context) -> str:
    return re.sub(r"[\t\r\n]", " ", text)


def _read_token(text: str, _context: Context) -> str:
    return collapse(text)


def _read_form(form: str) -> Reader:
    def read(text: str, _context: Context) -> str:
        text = collapse(text)
        if not _compile(form).fullmatch(text):
            raise ValueError
        return text

    return read


def _read_words(form: str) -> Reader:
    def read(text: str, _context: Context) -> tuple[str, ...]:
        words = split_words(text)
        if not words or not all(map(_compile(form).fullmatch, words)):
            raise ValueError
        return tuple(words)

    return read


def _read_integer(least: int | None, most: int | None) -> Reader:
    def read(text: str, _context: Context) -> int:
        text = text.strip(WHITE)
        if not _INTEGER.fullmatch(text):
            raise ValueError
        value = int(text) if len(text) < 4000 else int(Decimal(text))
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValueError
        return value

    return read


def _read_decimal(text: str, _context: Context) -> Decimal:
    text = text.strip(WHITE)
    if not _DECIMAL.fullmatch(text):
        raise ValueError
    return Decimal(text)


def _read_double(text: str, _context: Context) -> Hashable:
    text = text.strip(WHITE)
    if not _DOUBLE.fullmatch(text):
        raise ValueError
    value = float(text.replace("INF", "inf"))
    return "NaN" if value != value else value


def _read_float(text: str, context: Context) -> Hashable:
    value = _read_double(text, context)
    if isinstance(value, float):
        import struct

        try:
            value = struct.unpack("f", struct.pack("f", value))[0]
        except OverflowError:
            value = float("inf") if value > 0 else float("-inf")
    return value


def _read_boolean(text: str, _context: Context) -> bool:
    text = text.strip(WHITE)
    if text not in {"true", "false", "0", "1"}:
        raise ValueError
    return text in {"true", "1"}


def _read_uri(text: str, _context: Context) -> str:
    """Return what RFC 2396 takes for a reference, once the characters it forbids are escaped."""
    text = collapse(text)
    if _BAD_ESCAPE.search(text) or text.count("#") > 1:
        raise ValueError
    if (scheme := _SCHEME.fullmatch(text)) and (
        not _GOOD_SCHEME.fullmatch(scheme[1]) or scheme[2].partition("#")[0] == ""
    ):
        raise ValueError
    return text


def _read_qname(text: str, context: Context) -> tuple[str, str]:
    prefix, colon, name = collapse(text).rpartition(":")
    if not is_ncname(name) or (colon and not is_ncname(prefix)):
        raise ValueError
    if prefix and prefix not in context.namespaces:
        raise ValueError
    return context.namespaces.get(prefix, ""), name


def _read_entity(text: str, context: Context) -> str:
    text = collapse(text)
    if text not in context.entities:
        raise ValueError
    return text


def _read_entities(text: str, context: Context) -> tuple[str, ...]:
    words = split_words(text)
    if not words or not context.entities.issuperset(words):
        raise ValueError
    return tuple(words)


def _read_hex(text: str, _context: Context) -> bytes:
    text = text.strip(WHITE)
    if not _HEX.fullmatch(text):
        raise ValueError
    return bytes.fromhex(text)


def _read_base64(text: str, _context: Context) -> bytes:
    text = _SPACES.sub("", text)
    if not _BASE64.fullmatch(text):
        raise ValueError
    import base64

    return base64.b64decode(text)


def _read_moment(kind: str) -> Reader:
    def read(text: str, _context: Context) -> Hashable:
        return read_calendar(kind, text.strip(WHITE))

    return read


def _read_length_of_time(text: str, _context: Context) -> Hashable:
    return read_duration(text.strip(WHITE))


_BUILT_IN: Mapping[str, Reader] = {"string": _read_string, "token": _read_token}
_XSD: Mapping[str, Reader] = {
    "string": _read_string,
    "normalizedString": _read_normalised,
    "token": _read_token,
    "language": _read_form(_LANGUAGE),
    "Name": _read_form(_NAME),
    "NMTOKEN": _read_form(_NMTOKEN),
    **{name: _read_form(NCNAME) for name in ("NCName", "ID", "IDREF")},
    **{name: _read_words(form) for name, form in _LISTS.items()},
    **{name: _read_integer(*bounds) for name, bounds in _BOUNDS.items()},
    **{name: _read_moment(name) for name in CALENDAR_TYPES},
    "duration": _read_length_of_time,
    "decimal": _read_decimal,
    "double": _read_double,
    "float": _read_float,
    "boolean": _read_boolean,
    "anyURI": _read_uri,
    "QName": _read_qname,
    "NOTATION": _read_qname,
    "ENTITY": _read_entity,
    "ENTITIES": _read_entities,
    "hexBinary": _read_hex,
    "base64Binary": _read_base64,
}

_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "minInclusive": operator.ge,
    "maxInclusive": operator.le,
    "minExclusive": operator.gt,
    "maxExclusive": operator.lt,
}
_LENGTHS: Mapping[str, Callable[[int, int], bool]] = {
    "length": operator.eq,
    "minLength": operator.ge,
    "maxLength": operator.le,
}
_ORDERED = frozenset({*_BOUNDS, *CALENDAR_TYPES, "decimal", "double", "float", "duration"})
# The names of XML Schema's datatypes.
XSD_TYPES = frozenset(_XSD)
_MEASURED = XSD_TYPES - _ORDERED - {"boolean", "QName", "NOTATION"}


def _make_facet(
    name: str, read: Reader, facet: str, value: str
) -> tuple[bool, Callable[[Any], bool]]:
    """Return a facet's test, and whether it is one of the string (else of the value)."""
    if facet == "pattern":
        return True, Regex(value).matches
    if facet in _COMPARISONS and name in _ORDERED:
        return False, _make_comparison(read, facet, value)
    if facet in _LENGTHS and name in _MEASURED:
        wanted, compare = _read_count(facet, value), _LENGTHS[facet]
        return False, lambda found: compare(len(found), wanted)
    if facet == "totalDigits" and name in {"decimal", *_BOUNDS}:
        most = _read_count(facet, value)
        if most == 0:
            raise ValueError('"totalDigits" must be at least 1')
        return False, lambda found: sum(_count_digits(found)) <= most
    if facet == "fractionDigits" and name in {"decimal", *_BOUNDS}:
        most = _read_count(facet, value)
        return False, lambda found: _count_digits(found)[1] <= most
    raise ValueError(f'the type "{name}" has no parameter "{facet}"')


def _make_comparison(read: Reader, facet: str, value: str) -> Callable[[Any], bool]:
    try:
        limit: Any = read(value, Context())
    except ValueError:
        raise ValueError(f'"{value}", for "{facet}", is not a value of the type') from None
    compare = _COMPARISONS[facet]

    def test(found: Any) -> bool:
        try:
            return bool(compare(found, limit))
        except TypeError:  # NaN, and moments that cannot be compared
            return False

    return test


def _read_count(facet: str, value: str) -> int:
    text = value.strip(WHITE)
    if not re.fullmatch(r"\+?[0-9]+", text):
        raise ValueError(f'"{facet}" must be a whole number, not "{value}"')
    if len(text) > _MOST_DIGITS:
        raise ValueError(f'"{facet}" has too many digits')
    return int(text)


def _count_digits(value: Decimal | int) -> tuple[int, int]:
    """Digits before and behind the point, without zeros that mean nothing."""
    whole, _, fraction = f"{abs(value):f}".partition(".") if isinstance(value, Decimal) else (
        str(abs(value)), "", ""
    )  # fmt: skip
    return len(whole.lstrip("0")), len(fraction.rstrip("0"))
