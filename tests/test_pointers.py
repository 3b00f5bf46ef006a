"""A pointer leads where its editor meant it to, in every form that editions use."""

from __future__ import annotations

import gc
import time

import pytest

from tei_edition.facts.apparatus import Witness
from tei_edition.facts.header import Header
from tei_edition.facts.pointers import ELEMENT, ENTITY, EXTERNAL, FILE, WITNESS, Resolver, Target
from tei_edition.facts.registers import Entity, Kind
from tei_edition.facts.text import Edition, Prefix, Text
from tei_edition.problems import Location


def text(file: str, *prefixes: Prefix, **ids: str) -> Text:
    """A file that holds elements with these ids; persons and witnesses among them are facts."""
    return Text(
        file=file,
        header=Header(),
        ids=ids,
        entities=tuple(
            Entity(i, Kind.PERSON, e, i, i, Location(file)) for i, e in ids.items() if e == "person"
        ),
        witnesses=tuple(
            Witness(i, f"{i}1", "", Location(file)) for i, e in ids.items() if e == "witness"
        ),
        prefixes=prefixes,
    )


@pytest.fixture
def resolver() -> Resolver:
    """Two texts and a register, with prefixes in the first text."""
    one = text(
        "tei/one.xml",
        Prefix("psn", "([a-z]+)", "register.xml#$1"),
        Prefix("pl", r"([a-z]+)/(\d+)(x)?", "register.xml#$1_$2$3$9"),
        Prefix("gnd", r"(\d+)", "https://d-nb.info/gnd/$1"),
        Prefix("bad", "([a-z", "register.xml#$1"),
        Prefix("deep", "(a+)+b", "register.xml#kerensky"),
        Prefix("two", "x.*", "#p1"),
        Prefix("two", "y.*", "#p2"),
        p1="p", p2="p", A="witness", x="p",
    )  # fmt: skip
    two = text("tei/more/two.xml", p1="p", lenin="p", **{"ä b": "p"})
    register = text("tei/register.xml", kerensky="person", lenin="person", kerensky_1="person")
    return Resolver(Edition((one, two), (register,)))


KERENSKY = Target(ENTITY, "tei/register.xml", "kerensky", element="person", entity="person")


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("register.xml#kerensky", KERENSKY),
        ("#kerensky", KERENSKY),
        ("psn:kerensky", KERENSKY),
        ("kerensky", KERENSKY),
        ("./register.xml#kerensky", KERENSKY),
        ("../tei/register.xml#kerensky", KERENSKY),
        ("register#kerensky", KERENSKY),
        ("elsewhere/register.xml#kerensky", KERENSKY),
        ("https://example.org/x", Target(EXTERNAL, uri="https://example.org/x")),
        ("mailto:a@example.org", Target(EXTERNAL, uri="mailto:a@example.org")),
        ("gnd:118540238", Target(EXTERNAL, uri="https://d-nb.info/gnd/118540238")),
        ("unknown:x", Target(EXTERNAL, uri="unknown:x")),
        ("#p1", Target(ELEMENT, "tei/one.xml", "p1", element="p")),
        ("more/two.xml#p1", Target(ELEMENT, "tei/more/two.xml", "p1", element="p")),
        ("two.xml#p1", Target(ELEMENT, "tei/more/two.xml", "p1", element="p")),
        ("two.xml#%C3%A4%20b", Target(ELEMENT, "tei/more/two.xml", "ä b", element="p")),
        ("%74wo.xml#p1", Target(ELEMENT, "tei/more/two.xml", "p1", element="p")),
        ("two.xml", Target(FILE, file="tei/more/two.xml")),
        ("#A", Target(WITNESS, "tei/one.xml", "A", element="witness")),
        ("A", Target(WITNESS, "tei/one.xml", "A", element="witness")),
        ("two:y1", Target(ELEMENT, "tei/one.xml", "p2", element="p")),
        ("pl:kerensky/1", Target(ENTITY, "tei/register.xml", "kerensky_1", element="person",
                                 entity="person")),
        ("#nobody", None),
        ("register.xml#nobody", None),
        ("none.xml#kerensky", None),
        ("none.xml", None),
        ("psn:nobody", None),
        ("psn:KERENSKY", None),
        ("two:z", None),
        ("Kerensky, A.", None),
        ("#", None),
        ("", None),
    ],
)  # fmt: skip
def test_pointers_are_resolved(resolver: Resolver, value: str, target: Target | None) -> None:
    """Every form that the manual names, and what leads nowhere."""
    assert resolver.resolve(value, "tei/one.xml") == target


def test_an_element_of_the_same_file_comes_first(resolver: Resolver) -> None:
    """An id that two files have is that of the pointer's own file, unless the file is named."""
    here = resolver.resolve("#lenin", "tei/more/two.xml")
    there = resolver.resolve("#lenin", "tei/one.xml")
    named = resolver.resolve("../register.xml#lenin", "tei/more/two.xml")

    assert here == Target(ELEMENT, "tei/more/two.xml", "lenin", element="p")
    assert there == named
    assert there
    assert there.kind == ENTITY


def test_files_with_the_same_name_are_told_apart() -> None:
    """A name alone leads to a file only where one has it; a path leads always."""
    resolver = Resolver(Edition((text("a/x.xml", p="p"), text("b/x.xml", q="p")), ()))

    assert resolver.resolve("x.xml#p", "c/y.xml") is None
    assert resolver.resolve("../a/x.xml#p", "c/y.xml") == Target(ELEMENT, "a/x.xml", "p", "", "p")
    assert resolver.resolve("x.xml#q", "b/z.xml") == Target(ELEMENT, "b/x.xml", "q", "", "p")


def test_prefixes_of_other_files_hold_where_there_is_no_own(resolver: Resolver) -> None:
    """A prefixDef may stand in any header of the edition."""
    assert resolver.resolve("psn:kerensky", "tei/more/two.xml") == KERENSKY


def test_a_faulty_pattern_matches_nothing(resolver: Resolver) -> None:
    """What Python cannot read as a pattern leads nowhere."""
    assert resolver.resolve("bad:kerensky", "tei/one.xml") is None


@pytest.mark.parametrize(
    ("pattern", "rest"),
    [
        ("(a+)+b", "a" * 150),
        ("(a|aa)*b", "a" * 150),
        ("(a*)*(a*)*b", "a" * 60),
        ("((((((a+)+)+)+)+)+)+b", "a" * 60),
        ("a*a*a*a*a*a*a*b", "a" * 150),
        ("(?=(a+)+b)a*", "a" * 60),
        ("(a?){100}b", "a" * 100),
        ("(.*)(.*)(.*)(.*)(.*)\\1x", "a" * 150),
        ("(" * 9000 + "a" + ")" * 9000, "a"),
        ("a{99999999999999999999}", "a"),
        ("([a-z]+)", "a" * 100_000),
    ],
)
def test_no_pattern_takes_for_ever(pattern: str, rest: str) -> None:
    """A pattern that could be tried in too many ways is not tried."""
    resolver = Resolver(Edition((text("a.xml", Prefix("x", pattern, "#p"), p="p"),), ()))
    # A pattern of thousands of groups takes 10 ms. But so many objects may make the garbage
    # collector walk through all that other tests have left in this process, for seconds.
    gc.disable()
    try:
        started = time.thread_time()
        found = resolver.resolve(f"x:{rest}", "a.xml")
        spent = time.thread_time() - started
    finally:
        gc.enable()

    assert found is None
    assert spent < 1


@pytest.mark.parametrize(
    ("pattern", "rest"),
    [
        (".+", "kerensky"),
        (r"(\S+)", "Kerensky_1881"),
        (r"([A-Z]+)-(\d+)-([a-z]+)", "ABC-1917-xyz"),
        ("([a-z]+[a-z0-9]*)", "kerensky1881"),
        ("(?:person|place)s?/([a-z]{2,20})", "persons/kerensky"),
        (r"(\w+?)(\d{4})?", "kerensky1881"),
        (r"([^#]+)#?(.*)", "a.b.c#d"),
    ],
)
def test_honest_patterns_are_tried(pattern: str, rest: str) -> None:
    """What editors write in their headers works."""
    resolver = Resolver(Edition((text("a.xml", Prefix("x", pattern, "#p"), p="p"),), ()))

    assert resolver.resolve(f"x:{rest}", "a.xml") == Target(ELEMENT, "a.xml", "p", element="p")


def test_witnesses_are_found_by_id_and_siglum(resolver: Resolver) -> None:
    """A value of @wit may be either, with a # or without."""
    for value in ("#A", "A", "#A1", "A1"):
        witness = resolver.find_witness(value, "tei/one.xml")
        assert witness
        assert witness.id == "A"
    assert resolver.find_witness("#B", "tei/one.xml") is None
    assert resolver.find_witness("#p1", "tei/one.xml") is None


def test_the_first_of_two_entries_is_meant() -> None:
    """Two registers that have one identifier: the first in order, from wherever it is named."""
    one, two = text("a.xml", x="person"), text("b.xml", x="person")
    resolver = Resolver(Edition((), (one, two)))

    assert {resolver.resolve(v, "c.xml") for v in ("x", "#x", "a.xml#x", "b.xml#x")} == {
        Target(ENTITY, "a.xml", "x", element="person", entity="person")
    }
