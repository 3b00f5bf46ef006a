"""Identifiers of authority files are reported by their names and addresses, and judged."""

from __future__ import annotations

import pytest

from tei_edition.facts.authorities import find_identifier


@pytest.mark.parametrize(
    ("value", "type_name", "authority"),
    [
        ("118540238", "GND", "GND"),
        ("118540238", "gnd-id", "GND"),
        ("118540238", "PND", "GND"),
        ("gnd-4011882-4", "GND", "GND"),
        ("gnd:118540238", "gnd", "GND"),
        ("https://d-nb.info/gnd/118540238", "", "GND"),
        ("http://d-nb.info/gnd/4011882-4", "URI", "GND"),
        ("24602065", "VIAF", "VIAF"),
        ("https://viaf.org/viaf/24602065/", "", "VIAF"),
        ("0000 0001 2281 955X", "ISNI", "ISNI"),
        ("https://isni.org/isni/000000012281955X", "", "ISNI"),
        ("0000-0002-1825-0097", "ORCID", "ORCID"),
        ("https://orcid.org/0000-0002-1825-0097", "", "ORCID"),
        ("n79003362", "LCNAF", "LCNAF"),
        ("http://id.loc.gov/authorities/names/n79003362", "", "LCNAF"),
        ("Q5879", "wikidata", "Wikidata"),
        ("https://www.wikidata.org/wiki/Q5879", "URL", "Wikidata"),
        ("http://www.wikidata.org/entity/Q5879", "", "Wikidata"),
        ("2950159", "GeoNames", "GeoNames"),
        ("https://www.geonames.org/2950159/berlin.html", "", "GeoNames"),
        ("http://sws.geonames.org/2525032", "", "GeoNames"),
    ],
)
def test_identifiers_that_are_right(value: str, type_name: str, authority: str) -> None:
    """In the ways in which editors write them."""
    found = find_identifier(value, type_name)

    assert found
    assert (found.authority.name, found.find_fault()) == (authority, "")


@pytest.mark.parametrize(
    ("value", "type_name", "fault"),
    [
        ("118540283", "GND", "check digit"),
        ("4011882-5", "GND", "check digit"),
        ("118755544b", "GND", "form"),
        ("Goethe", "GND", "form"),
        ("https://d-nb.info/gnd/118540239", "", "check digit"),
        ("0", "VIAF", "form"),
        ("0000-0002-1825-0098", "ORCID", "check digit"),
        ("0000000218250097", "ORCID", "form"),
        ("0000 0001 2281 9551", "ISNI", "check digit"),
        ("79003362", "LCNAF", "form"),
        ("5879", "Wikidata", "form"),
        ("berlin", "GeoNames", "form"),
    ],
)
def test_identifiers_that_are_wrong(value: str, type_name: str, fault: str) -> None:
    """By form, or by check digit where there is one."""
    found = find_identifier(value, type_name)

    assert found
    assert found.find_fault() == fault


@pytest.mark.parametrize(
    ("value", "type_name"),
    [("", "GND"), ("A 17", "shelfmark"), ("118540238", ""), ("https://example.org/gnd/1", "URI"),
     ("https://www.deutsche-biographie.de/pnd118540238.html", "GND")],
)  # fmt: skip
def test_other_identifiers_are_not_judged(value: str, type_name: str) -> None:
    """What claims to be of no authority that is known may look as it likes."""
    assert find_identifier(value, type_name) is None


def test_every_wrong_digit_is_found() -> None:
    """Whichever digit of a GND, ISNI or ORCID is changed, it is one no more."""
    for value, name in (
        ("118540238", "GND"),
        ("4011882-4", "GND"),
        ("0000-0002-1825-0097", "ORCID"),
    ):
        for place, digit in enumerate(value):
            for other in set("123456789") - {digit} if digit.isdigit() else ():
                found = find_identifier(value[:place] + other + value[place + 1 :], name)
                assert found
                assert found.find_fault() in {"check digit", "form"}


def test_the_same_identifier_in_two_forms() -> None:
    """An address and a bare number are the same, an ORCID is an ISNI."""
    pairs = [
        (("118540238", "GND"), ("https://d-nb.info/gnd/118540238", "")),
        (("0000 0002 1825 0097", "ISNI"), ("0000-0002-1825-0097", "ORCID")),
    ]
    for one, other in pairs:
        first, second = find_identifier(*one), find_identifier(*other)
        assert first
        assert second
        assert first.key == second.key
