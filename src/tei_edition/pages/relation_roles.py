"""What somebody is to somebody else, by the names that editors give to relations.

In TEI the active side of a relation is what its name says to the passive side: of
`<relation name="parent" active="#ann" passive="#ben"/>` Ann is the parent (TEI Guidelines,
section 14.3.2.3). The entry of Ann says *child: Ben*, that of Ben *parent: Ann*.
"""

from __future__ import annotations

import re

# What each is to the other; of a pair the other way round too. Each is a word of the interface.
_SYMMETRIC = (
    "acquaintance", "colleague", "correspondent", "cousin", "enemy", "friend", "partner",
    "relative", "sibling", "spouse",
)  # fmt: skip
_PAIRS = (
    ("ancestor", "descendant"),
    ("employer", "employee"),
    ("founder", "founder-of"),
    ("godparent", "godchild"),
    ("grandparent", "grandchild"),
    ("guardian", "ward"),
    ("husband", "wife"),
    ("leader", "leader-of"),
    ("member", "member-of"),
    ("owner", "owner-of"),
    ("parent", "child"),
    ("patron", "protege"),
    ("teacher", "student"),
)
# These say more of one side than of the other: the child of a father may be a daughter.
_NARROWER = {
    "aunt": "niece-or-nephew", "brother": "sibling", "daughter": "parent", "father": "child",
    "mother": "child", "nephew": "aunt-or-uncle", "niece": "aunt-or-uncle", "sister": "sibling",
    "son": "parent", "uncle": "niece-or-nephew",
}  # fmt: skip
_OTHERS = {
    **{role: role for role in _SYMMETRIC},
    **dict(_PAIRS),
    **{other: role for role, other in _PAIRS},
    **_NARROWER,
}
# Other words for the same.
_MEANT = {
    "acquaintedwith": "acquaintance", "descendent": "descendant", "director": "leader",
    "disciple": "student", "family": "relative", "head": "leader", "kin": "relative",
    "knows": "acquaintance", "knew": "acquaintance", "married": "spouse", "marriedto": "spouse",
    "marriage": "spouse", "parentage": "parent", "pupil": "student", "relatedto": "relative",
    "relatedwith": "relative", "taught": "teacher", "teaches": "teacher", "founded": "founder",
    "foundedby": "founder-of", "employs": "employer", "employed": "employer",
    "employedby": "employee", "owns": "owner", "owned": "owner", "ownedby": "owner-of",
    "worksfor": "employee", "taughtby": "student", "studiedwith": "student",
    "leads": "leader", "led": "leader", "ledby": "leader-of",
    "protégé": "protege", "protégée": "protege", "children": "child", "wives": "wife",
}  # fmt: skip
_BETWEEN = re.compile(r"[\W_]+")
_OF = re.compile(r"(?:^|[\W_]|(?<=[a-z])(?=O))of$", re.IGNORECASE)
# After these the other side must follow: *owned by*, *lived with*; and a verb needs it too.
_OPEN = re.compile(
    r"(?:(?:^|[\W_])(?:at|by|for|from|in|on|to|with)|(?<=[a-z])(?:At|By|For|From|In|On|To|With)"
    r"|[a-z]ed)$"
)


# What relations of these names make of the passive side for the active one, and the other way
# round; written in small letters without anything between the words.
PART_OF, PARTS, PREDECESSOR, SUCCESSOR = "part-of", "parts", "predecessor", "successor"
_MEANINGS = {
    **dict.fromkeys(
        ("partof", "ispartof", "memberof", "ismemberof", "belongsto", "suborganisationof",
         "suborganizationof", "subsidiaryof", "unitof", "departmentof"),
        (PART_OF, PARTS),
    ),
    **dict.fromkeys(
        ("haspart", "hasmember", "includes", "contains", "hassuborganisation",
         "hassuborganization", "hasunit", "parentorganisation", "parentorganization"),
        (PARTS, PART_OF),
    ),
    **dict.fromkeys(
        ("predecessor", "predecessorof", "ispredecessorof", "precedes",
         "succeededby", "issucceededby", "replacedby", "isreplacedby", "hassuccessor"),
        (SUCCESSOR, PREDECESSOR),
    ),
    **dict.fromkeys(
        ("successor", "successorof", "issuccessorof", "follows", "succeeds", "precededby",
         "isprecededby", "replaces", "haspredecessor"),
        (PREDECESSOR, SUCCESSOR),
    ),
}  # fmt: skip


def name_relation(name: str, *, is_active: bool) -> str:
    """Return what a relation makes of the other side, if its name is one that editors agree on.

    `part-of`: the other is the whole; `successor`: the other came after; `child`: of the one named
    it is a child; empty for other names.
    """
    found = _MEANINGS.get(re.sub(r"[\W_]+", "", name).casefold())
    return found[0 if is_active else 1] if found else name_role(name, is_active=is_active)


def name_role(name: str, *, is_active: bool) -> str:
    """Return what the other side of a relation is to this one; empty for an unknown name."""
    role, is_turned = _read_role(name)
    if role not in _OTHERS:
        return ""
    return _OTHERS[role] if is_active is not is_turned else role


def _read_role(name: str) -> tuple[str, bool]:
    """Return the role that the active side has; or the passive one, as in `hasParent`."""
    plain = _BETWEEN.sub("", name).casefold()
    if plain in _MEANT:
        return _MEANT[plain], False
    bare = plain.removeprefix("is").removesuffix("of")
    if plain.startswith("has"):
        bare = plain.removeprefix("has")
    known = {**{role.replace("-", ""): role for role in _OTHERS}, **_MEANT}
    for word in (plain, bare, bare.removesuffix("s")):
        if word in known:
            return known[word], plain.startswith("has")
    return "", False


def needs_object(name: str) -> bool:
    """Whether a name says something only with what follows it: *owned by*, *influenced*."""
    return _OPEN.search(name.strip()) is not None


def strip_of(name: str) -> str:
    """Return a name without the *of* at its end: who is the *lover of* somebody is the lover."""
    return _OF.sub("", name.strip()).strip(" _-") or name
