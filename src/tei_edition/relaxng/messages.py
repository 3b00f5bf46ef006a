"""A diagnosis in words: what is wrong, and what to do. Lists have never more than eight members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import NOTHING, About
from tei_edition.relaxng.datatypes import is_ncname
from tei_edition.relaxng.diagnosis import (
    find_completion,
    find_nearest,
    is_misspelling,
    list_missing,
)
from tei_edition.relaxng.fault import ElementFault, FaultKind
from tei_edition.relaxng.names import XML_NS, split_name
from tei_edition.relaxng.order import OrderFault
from tei_edition.relaxng.values import SHOWN, describe_values, guess_value, join_words, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tei_edition.relaxng.order import Order
    from tei_edition.relaxng.pattern import Attribute, Pattern
    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import State

_QUOTED = 90  # characters of the schema's documentation
_VALUE = 60


class Message(NamedTuple):
    """The code of a problem, what is wrong and what to do.

    If the correction is almost certain, `old` is the name or value to replace by `new`, and
    `attribute` the name of the attribute with this value.
    """

    code: str
    message: str
    hint: str = ""
    old: str = ""
    new: str = ""
    attribute: str = ""
    about: About = NOTHING


def explain_element(
    schema: Schema, fault: ElementFault, parent: str, *, remedy: str = "", blocker: str = ""
) -> Message:
    """Return an element that is not allowed, in the element `parent` (empty: at the root).

    `remedy` is where it belongs, if that is known from what is around it; `blocker` is the element
    that it may not follow.
    """
    told = _tell_element(schema, fault, parent, remedy)
    one, around, other = (split_name(name)[1] for name in (fault.name, parent, blocker))
    about = About(one, parent=around, other=other)
    if fault.kind is FaultKind.TOO_EARLY:
        about = About(around, other=one, meant=_list_locals(fault.others))
    elif fault.kind in {FaultKind.MISSPELT, FaultKind.UNKNOWN}:
        about = About(one, parent=around, meant=_list_locals(fault.others))
    return told._replace(about=about)


def _list_locals(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(split_name(name)[1] for name in names)


def _tell_element(schema: Schema, fault: ElementFault, parent: str, remedy: str) -> Message:
    name, around = show_element(fault.name), show_element(parent)
    if fault.kind is FaultKind.NAMESPACE:
        written, meant = split_name(fault.name)[0], split_name(fault.others[0])[0]
        where = f'in the namespace "{written}"' if written else "in no namespace"
        hint = f'write xmlns="{meant}"' if meant else "remove its namespace"
        return Message("schema-wrong-namespace", f"{name} is {where}", hint)
    if fault.kind in {FaultKind.MISSPELT, FaultKind.UNKNOWN}:
        message = f"the schema has no element {name}"
        hint = _suggest_element(schema, fault, parent)
        meant = find_meant(fault.name, fault.others) if fault.kind is FaultKind.MISSPELT else ""
        local = split_name(fault.name)[1]
        return Message("schema-unknown-element", message, hint, local, split_name(meant)[1])
    if fault.kind is FaultKind.WRONG_ROOT:
        allowed = _list_elements(fault.expected)
        message = f"{name} cannot be the root"
        return Message("schema-misplaced-element", message, f"the root must be {allowed}")
    if fault.kind is FaultKind.TOO_EARLY:
        missing = join_words([show_element(other) for other in fault.others], "and")
        message = f"{around} lacks {missing} before {name}"
        hint = f"put {missing} before it{_quote_element(schema, fault.others[:1])}"
        return Message("schema-missing-element", message, hint)
    if fault.kind is FaultKind.TOO_LATE:
        message = f"{name} is not allowed at this point of {around}"
        where = f"put it at the beginning of {around}" if fault.is_first else "put it earlier"
        return Message("schema-misplaced-element", message, remedy or where)
    message = f"{name} is not allowed in {around}"
    hint = remedy or _find_remedy(schema, fault, around)
    return Message("schema-misplaced-element", message, hint)


def explain_order(order: Order, name: str, blocker: str, line: int, parent: str) -> str:
    """Return what to do with an element that something before it shuts out."""
    one, other, around = show_element(name), show_element(blocker), show_element(parent)
    where = f"the {other} on line {line}"
    if order.fault is OrderFault.ONCE:
        return f"{around} may have only one {one}, and has one on line {line}: remove one of them"
    if order.fault is OrderFault.EXCLUSIVE:
        return f"either {other} or {one}: {around} may not have both; {other} is on line {line}"
    if order.fault is OrderFault.RIVAL:
        return f"{around} with {other} may not have {one}: remove one of them ({where})"
    told = f"no {one} may follow {where}"
    if order.can_wrap:
        return f"{told}: wrap it in {_article(other)} {other}, or put it before the other"
    return f"{told}: move it before the other"


def explain_precede(parent: str) -> str:
    """Return the hint for an element that belongs before its parent."""
    return f"put it before the {show_element(parent)}, not into it"


def explain_follow(name: str, ended: Sequence[str]) -> str:
    """Return what to do with an element that may follow some that are open, the innermost first."""
    around = join_words([f"the {show_element(other)}" for other in ended], "and")
    behind = "it" if len(ended) == 1 else f"the {show_element(ended[-1])}"
    return f"end {around} before it: {show_element(name)} may follow {behind}"


def explain_home(home: str, wrappers: Sequence[str]) -> str:
    """Return the hint for an element that belongs in an existing sibling."""
    others = f", or wrap it in {_list_elements(wrappers[:2])}" if wrappers else ""
    return f"put it into the {show_element(home)}{others}"


def _article(element: str) -> str:
    return "an" if element[1:2].lower() in "aeio" else "a"


def _suggest_element(schema: Schema, fault: ElementFault, parent: str) -> str:
    if not fault.others:
        return f"allowed here: {_list_specific(schema, fault.expected)}" if fault.expected else ""
    names = join_words([f'"{split_name(other)[1]}"' for other in fault.others], "or")
    meant = f"did you mean {names}?"
    if fault.kind is FaultKind.UNKNOWN and parent:
        meant += f" It is not allowed in {show_element(parent)}"
        return meant
    return meant + (_quote_element(schema, fault.others) if len(fault.others) == 1 else "")


def _find_remedy(schema: Schema, fault: ElementFault, around: str) -> str:
    name = show_element(fault.name)
    if not fault.expected:
        parents = schema.list_parents(fault.name)
        where = f"; {name} is allowed in {_list_elements(parents)}" if parents else ""
        return f"{around} cannot contain more elements{where}"
    if fault.others:
        return f"wrap it in {_list_elements(fault.others[:3])}"
    parents = schema.list_parents(fault.name)
    if len(parents) <= SHOWN:
        return f"{name} is allowed in {_list_elements(parents)}"
    return f"allowed here: {_list_specific(schema, fault.expected)}"


def explain_end(schema: Schema, state: State, name: str) -> Message:
    """Return an element that ends too early."""
    wanted = list_missing(state)
    around, local = show_element(name), split_name(name)[1]
    code, about = "schema-missing-element", About(local, meant=_list_locals(wanted))
    if not wanted:
        return Message(code, f"{around} is not complete", about=about)
    row = find_completion(state)
    if len(row) > 1:
        missing = join_words([show_element(other) for other in row], "and")
        hint = f"put {missing} before </{local}>"
        return Message(code, f"{around} lacks {missing}", hint, about=about)
    if len(wanted) == 1:
        missing = show_element(wanted[0])
        hint = f"put {missing} before </{local}>{_quote_element(schema, wanted)}"
        return Message(code, f"{around} lacks {missing}", hint, about=about)
    listed = _list_specific(schema, wanted)
    return Message(code, f"{around} is not complete", f"it lacks {listed}", about=about)


def explain_unknown_attribute(
    name: str,
    attribute: str,
    allowed: dict[str, Attribute],
    *,
    is_excluded: str = "",
    holders: Sequence[str] = (),
) -> Message:
    """Return an attribute that the element does not have.

    `is_excluded` names one that shuts it out; `holders` are the elements that have it.
    """
    near = () if is_excluded else find_near_attributes(attribute, allowed)
    told = _tell_attribute(name, attribute, allowed, near, is_excluded, holders)
    meant = tuple(show_attribute(other) for other in near)
    return told._replace(about=About(split_name(name)[1], show_attribute(attribute), meant=meant))


def _tell_attribute(
    name: str,
    attribute: str,
    allowed: dict[str, Attribute],
    near: Sequence[str],
    is_excluded: str,
    holders: Sequence[str],
) -> Message:
    element, written = show_element(name), show_attribute(attribute)
    code = "schema-unknown-attribute"
    if is_excluded:
        message = f"{element} may not have @{written} beside @{show_attribute(is_excluded)}"
        return Message(code, message, "keep one of the two")
    message = f"{element} has no attribute @{written}"
    if near:
        names = join_words([f'"{show_attribute(other)}"' for other in near], "or")
        quoted = ""
        if len(near) == 1 and (words := allowed[near[0]].documentation):
            quoted = f" ({quote(words)})"
        meant = find_meant(attribute, near)
        new = show_attribute(meant) if meant else ""
        return Message(code, message, f"did you mean {names}?{quoted}", written, new)
    if not allowed:
        return Message(code, message, f"{element} has no attributes")
    if len(allowed) <= SHOWN:
        return Message(code, message, f"it may have {_list_attributes(allowed)}")
    where = f"; {_list_elements(holders)} may have it" if 0 < len(holders) <= SHOWN else ""
    return Message(code, message, f"remove it, or say it with another element{where}")


def find_near_attributes(name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the attributes most like another: those spelt alike, else those that begin alike."""
    if split_name(name)[0] not in {"", XML_NS}:
        return ()  # of another vocabulary
    # What begins with xml: is meant by who writes so, or writes the very name.
    local_name = split_name(name)[1].casefold()
    known = [
        other
        for other in allowed
        if split_name(other)[0] != XML_NS
        or split_name(name)[0] == XML_NS
        or split_name(other)[1].casefold() == local_name
    ]
    if xml := [other for other in allowed if _is_of_xml(name, other)]:
        return (xml[0],)
    if near := find_nearest(name, known, 2):
        return near
    local = split_name(name)[1]
    begins = [
        other
        for other in known
        if len(split_name(other)[1]) > 2
        and (local.startswith(split_name(other)[1]) or split_name(other)[1].startswith(local))
    ]
    return tuple(sorted(begins, key=len, reverse=True)[:1])


def _is_of_xml(name: str, known: str) -> bool:
    """Whether a name is one of XML without its colon: `xmlid` or `xml_lang`."""
    namespace, local = split_name(known)
    return namespace == XML_NS and bool(
        re.fullmatch(rf"xml[_.\-]?{re.escape(local)}", name, re.IGNORECASE)
    )


def find_meant(name: str, near: Iterable[str]) -> str:
    """Return the name that another certainly misspells.

    Empty if it is not certain.
    """
    meant = [other for other in near if is_misspelling(name, other) or _is_of_xml(name, other)]
    return meant[0] if len(meant) == 1 else ""


def explain_missing_attributes(
    name: str, missing: Sequence[Attribute], alternatives: Sequence[Sequence[str]]
) -> Message:
    """Attributes without which the element is not complete.

    Of `alternatives`, one of each list is needed.
    """
    code, element = "schema-missing-attribute", show_element(name)
    lacked = [show_attribute(other) for a in missing for other in a.name_class.list_names()]
    about = About(split_name(name)[1], lacked[0] if lacked else "")
    names = [show_names(attribute) for attribute in missing]
    if not names:
        if any(len(names) > SHOWN for names in alternatives):
            hint = f"it needs one of {_list_attributes(alternatives[0])}"
            return Message(code, f"{element} lacks an attribute", hint, about=about)
        listed = ", and ".join(
            join_words([f"@{show_attribute(other)}" for other in names], "or")
            for names in alternatives
        )
        return Message(code, f"{element} lacks {listed}", f"it needs {listed}", about=about)
    message = f"{element} lacks {join_words(names, 'and')}"
    first = missing[0]
    values = describe_values([first.value], "").removeprefix("it must be ")
    words = f" ({quote(first.documentation)})" if first.documentation else ""
    listed = f": {values}" if values and len(names) == 1 else ""
    return Message(code, message, f"add {join_words(names, 'and')}{words}{listed}", about=about)


def explain_value(
    name: str, attribute: str, value: str, patterns: list[Pattern], id_type: str
) -> Message:
    """Return an attribute's value that is not allowed."""
    written = f"@{show_attribute(attribute)}"
    if id_type == "ID":
        return _explain_identifier(written, value)
    told = f'{written} of {show_element(name)} may not be "{shorten(value, _VALUE)}"'
    if not value.strip():
        told = f"{written} of {show_element(name)} may not be empty"
    hint = describe_values(patterns, value)
    new = guess_value(patterns, value)
    shown = show_attribute(attribute)
    about = About(split_name(name)[1], shown, (value,))
    return Message("schema-bad-value", told, hint, value.strip(), new, shown, about)


def _explain_identifier(written: str, value: str) -> Message:
    text = value.strip()
    corrected = re.sub(r"[^\w.\-]+", "_", text)
    if corrected[:1].isdigit():
        corrected = f"n{corrected}"
    if not text:
        reason = "it is empty"
    elif any(char.isspace() for char in text):
        reason = "it contains a space"
    elif text[0].isdigit() or text[0] in "-.":
        reason = f'it begins with "{text[0]}"'
    else:
        bad = next((char for char in text if not (char.isalnum() or char in "_-.")), "")
        reason = f'it contains "{bad}"' if bad else "it is not a name"
    hint = "begin with a letter or _, then use letters, digits, - _ and ."
    if is_ncname(corrected):
        hint = f'write "{shorten(corrected, _VALUE)}": {hint}'
    shown = shorten(value, _VALUE)
    return Message("schema-malformed-id", f'"{shown}" cannot be an {written}: {reason}', hint)


def explain_content(name: str, text: str, patterns: list[Pattern]) -> Message:
    """Return the text of an element that is not of the form that the schema asks for."""
    told = f'{show_element(name)} may not contain "{shorten(" ".join(text.split()), _VALUE)}"'
    if not text.strip():
        told = f"{show_element(name)} may not be empty"
    about = About(split_name(name)[1], values=(text,))
    return Message("schema-bad-value", told, describe_values(patterns, text), about=about)


def explain_text(
    text: str, name: str, expected: tuple[str, ...], wrappers: Sequence[str]
) -> Message:
    """Return the message for text that is not allowed."""
    words = " ".join(text.split())
    told = f'the text "{shorten(words, 40)}" is not allowed directly in {show_element(name)}'
    if wrappers:
        hint = f"wrap it in {_list_elements(wrappers[:3])}"
    elif expected:
        hint = f"allowed there: {_list_elements(expected)}"
    else:
        hint = f"{show_element(name)} may not contain text"
    return Message("schema-unexpected-text", told, hint, about=About(split_name(name)[1]))


def explain_duplicate_id(attribute: str, value: str) -> Message:
    """Return an identifier that another element has."""
    told = f'the @{show_attribute(attribute)} "{shorten(value, _VALUE)}" is already used'
    return Message("schema-duplicate-id", told, "give each element a different identifier")


def explain_reference(attribute: str, value: str, known: Iterable[str]) -> Message:
    """Return the message for a reference to an identifier that no element has."""
    told = f'@{show_attribute(attribute)} names "{shorten(value, _VALUE)}", which no element has'
    near = find_nearest(value, known, 1)
    hint = f'did you mean "{near[0]}"?' if near else "no identifier is similar"
    new = find_meant(value, near)
    return Message("schema-unknown-idref", told, hint, value, new, show_attribute(attribute))


def show_element(name: str) -> str:
    """Return an element as an editor writes it."""
    return f"<{split_name(name)[1]}>" if name else ""


def show_attribute(name: str) -> str:
    """Return an attribute as an editor writes it, without the @."""
    namespace, local = split_name(name)
    return f"xml:{local}" if namespace == XML_NS else local


def show_names(attribute: Attribute) -> str:
    """Return the names that an attribute may have, as an editor writes them."""
    names = attribute.name_class.list_names()
    return " or ".join(f"@{show_attribute(name)}" for name in names) or "an attribute"


def _list_specific(schema: Schema, names: Iterable[str]) -> str:
    """Elements in a list, those first that may be in few others.

    They are what an editor looks for at a place.
    """
    return _list_elements(sorted(names, key=lambda name: len(schema.list_parents(name))))


def _list_elements(names: Iterable[str]) -> str:
    shown = [show_element(name) for name in names]
    more = " …" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more if more else join_words(shown, "or")


def _list_attributes(names: Iterable[str]) -> str:
    shown = [f"@{show_attribute(name)}" for name in names]
    more = " …" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more if more else join_words(shown, "or")


def _quote_element(schema: Schema, names: Sequence[str]) -> str:
    """Return the schema's own words about an element."""
    if len(names) != 1:
        return ""
    words = next((e.documentation for e in schema.by_name.get(names[0], ()) if e.documentation), "")
    return f" ({quote(words)})" if words else ""


def quote(documentation: str) -> str:
    """Return the beginning of the schema's documentation, without its gloss and its references."""
    words = re.sub(r"^\([^)]*\) *| *\[[^\]]*\]?.*$", "", documentation) or documentation
    return shorten(words, _QUOTED).rstrip(".")
