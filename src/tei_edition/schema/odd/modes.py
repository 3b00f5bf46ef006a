"""Apply the changes of a customisation to the declarations of its source.

The modes are those of the TEI Guidelines, chapter TD, "Combining Multiple Documents": `add` and
`replace` stand for themselves, `delete` takes away, `change` replaces what it names and leaves
what it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from tei_edition.schema.odd.records import (
    AttributeList,
    AttributeRef,
    Docs,
    Memberships,
    OddAttribute,
    Spec,
    ValueList,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tei_edition.schema.odd.records import Constraint, Membership

_T = TypeVar("_T")
_Members = tuple[OddAttribute | AttributeRef | AttributeList, ...]


def change_spec(base: Spec, delta: Spec) -> Spec:
    """Return a specification as a customisation changes it; its place is that of the change."""
    attributes = base.attributes
    if delta.attributes is not None:
        attributes = change_attributes(base.attributes, delta.attributes)
    return replace(
        base,
        place=delta.place,
        module=delta.module or base.module,
        type=delta.type or base.type,
        namespace=_or(delta.namespace, base.namespace),
        alternatives=delta.alternatives or base.alternatives,
        docs=change_docs(base.docs, delta.docs),
        classes=change_classes(base.classes, delta.classes),
        attributes=attributes,
        content=_or(delta.content, base.content),
        constraints=change_constraints(base.constraints, delta.constraints),
    )


def change_docs(base: Docs, delta: Docs) -> Docs:
    """Documentation, of which each kind that is said anew replaces the old."""
    return Docs(
        delta.glosses or base.glosses,
        delta.descriptions or base.descriptions,
        delta.remarks or base.remarks,
        delta.examples or base.examples,
    )


def change_classes(base: Memberships | None, delta: Memberships | None) -> Memberships | None:
    """Return the classes of something; only in mode "change" those before stay."""
    if delta is None:
        return base
    if delta.mode != "change":
        return delta
    members: dict[str, Membership] = {m.key: m for m in base.members} if base else {}
    for member in delta.members:
        if member.mode == "delete":
            members.pop(member.key, None)
        else:
            members[member.key] = member
    return Memberships("replace", tuple(members.values()))


def change_attributes(base: AttributeList | None, delta: AttributeList) -> AttributeList:
    """Return a list of attributes and what is said about it anew.

    What the old list does not have, as an attribute that comes from a class, is added with its
    mode, and is applied where the classes are known.
    """
    if base is None:
        return delta
    # A choice is a separate list: it is no place for what else is said.
    members: _Members = (base,) if base.is_choice else base.members
    for member in (delta,) if delta.is_choice else delta.members:
        members = _change_member(members, member)
    return replace(base, is_choice=False, members=members)


def change_attribute(base: OddAttribute, delta: OddAttribute) -> OddAttribute:
    """Return an attribute with the changes applied.

    The mode of the base is kept.
    """
    return replace(
        base,
        place=delta.place,
        usage=_or(delta.usage, base.usage),
        namespace=_or(delta.namespace, base.namespace),
        alternatives=delta.alternatives or base.alternatives,
        docs=change_docs(base.docs, delta.docs),
        datatype=_or(delta.datatype, base.datatype),
        values=change_values(base.values, delta.values),
        default=_or(delta.default, base.default),
        constraints=change_constraints(base.constraints, delta.constraints),
    )


def change_values(base: ValueList | None, delta: ValueList | None) -> ValueList | None:
    """Return a list of values; only in mode "change" those before stay."""
    if delta is None:
        return base
    if delta.mode == "delete":
        return None
    if delta.mode != "change":
        return delta
    values = {value.ident: value for value in base.values} if base else {}
    for value in delta.values:
        if value.mode == "delete":
            values.pop(value.ident, None)
        elif value.mode == "change" and value.ident in values:
            old = values[value.ident]
            values[value.ident] = replace(
                old,
                alternatives=value.alternatives or old.alternatives,
                docs=change_docs(old.docs, value.docs),
            )
        else:
            values[value.ident] = value
    kind = delta.kind or (base.kind if base else None)
    return replace(delta, kind=kind, mode="add", values=tuple(values.values()))


def change_constraints(
    base: Sequence[Constraint], delta: Sequence[Constraint]
) -> tuple[Constraint, ...]:
    """Constraints by their identifiers."""
    constraints = {constraint.ident: constraint for constraint in base}
    for constraint in delta:
        constraints.pop(constraint.ident, None)
        if constraint.mode != "delete":
            constraints[constraint.ident] = constraint
    return tuple(constraints.values())


def remove_attribute(members: _Members, ident: str) -> _Members:
    """Return the members of a list without an attribute, which may be in a nested list."""
    left: list[OddAttribute | AttributeRef | AttributeList] = []
    for member in members:
        if isinstance(member, AttributeList):
            inner = remove_attribute(member.members, ident)
            if inner:
                left.append(member if inner == member.members else replace(member, members=inner))
        elif not (isinstance(member, OddAttribute) and member.ident == ident):
            left.append(member)
    return tuple(left)


def resolve_choice(
    choice: AttributeList, find: Callable[[str], OddAttribute | None]
) -> AttributeList:
    """Return a choice of attributes with those that it changes as they come to be."""
    members: list[OddAttribute | AttributeRef | AttributeList] = []
    for member in choice.members:
        if isinstance(member, AttributeList):
            members.append(resolve_choice(member, find))
        elif isinstance(member, OddAttribute) and member.mode == "change":
            old = find(member.ident)
            members.append(member if old is None else change_attribute(old, member))
        else:
            members.append(member)
    return replace(choice, members=tuple(members))


def list_idents(attributes: AttributeList) -> list[str]:
    """Return the names of all attributes of a list, those that it deletes too."""
    found = []
    for member in attributes.members:
        if isinstance(member, AttributeList):
            found += list_idents(member)
        elif isinstance(member, OddAttribute):
            found.append(member.ident)
    return found


def find_attribute(members: _Members, ident: str) -> OddAttribute | None:
    """Return the attribute of a name in a list or the lists in it."""
    for member in members:
        if isinstance(member, OddAttribute) and member.ident == ident:
            return member
        if isinstance(member, AttributeList) and (found := find_attribute(member.members, ident)):
            return found
    return None


def _change_member(
    members: _Members, member: OddAttribute | AttributeRef | AttributeList
) -> _Members:
    if isinstance(member, AttributeList) and not member.is_choice:
        for inner in member.members:
            members = _change_member(members, inner)
        return members
    if isinstance(member, AttributeList):
        choice = resolve_choice(member, lambda ident: find_attribute(members, ident))
        for ident in list_idents(choice):
            members = remove_attribute(members, ident)
        return (*members, choice)
    if not isinstance(member, OddAttribute):
        return (*members, member)
    old = find_attribute(members, member.ident)
    if old is None:
        return (*members, member)
    if member.mode == "change" and old.mode != "delete":
        return _replace_attribute(members, old, change_attribute(old, member))
    if member.mode == "delete" or old.mode in {"change", "delete"}:
        # A class may give the attribute again: the last statement about that must win.
        is_done = old.is_done or old.mode not in {"change", "delete"}
        member = replace(member, is_done=is_done and member.mode == "delete")
        return (*remove_attribute(members, member.ident), member)
    return _replace_attribute(members, old, member)


def _replace_attribute(members: _Members, old: OddAttribute, new: OddAttribute) -> _Members:
    return tuple(
        new
        if member is old
        else replace(member, members=_replace_attribute(member.members, old, new))
        if isinstance(member, AttributeList)
        else member
        for member in members
    )


def _or(new: _T | None, old: _T | None) -> _T | None:
    return old if new is None else new
