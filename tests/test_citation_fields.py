"""Single fields of the files in which a citation is taken away."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from tei_edition.citation.formats import (
    escape_latex,
    find_address,
    invert_name,
    make_csl,
    make_csl_date,
    make_json_ld,
    write_bibtex,
    write_ris,
)
from tei_edition.citation.record import Citation, PersonalName

WHOLE = Citation(key="k", docname="t", title="T")


def change(**fields: object) -> Citation:
    """A citation with these fields."""
    return msgspec.structs.replace(WHOLE, **fields)


def bibtex(citation: Citation) -> dict[str, str]:
    """The fields of an entry of BibTeX."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", write_bibtex(citation), re.MULTILINE))


def ris(citation: Citation) -> dict[str, str]:
    """The fields of a record of RIS."""
    lines = write_ris(citation).splitlines()
    return {line[:2]: line[6:] for line in lines}


@pytest.mark.parametrize(
    ("name", "in_bibtex", "inverted"),
    [
        (PersonalName(family="Reed", given="John"), "Reed, John", "Reed, John"),
        (PersonalName(family="Reed"), "Reed", "Reed"),
        (PersonalName(family="Berg", given="A.", particle="van den"), "van den Berg, A.",
         "van den Berg, A."),
        (PersonalName(family="King", given="M. L.", suffix="Jr."), "King, Jr., M. L.",
         "King, M. L., Jr."),
        (PersonalName(literal="Text and Co"), "{Text and Co}", "Text and Co"),
        (PersonalName(family="Salt and Pepper", given="A"), "{Salt and Pepper}, A",
         "Salt and Pepper, A"),
        (PersonalName(family="Anderland", given="B"), "Anderland, B", "Anderland, B"),
        (PersonalName(family="Reed, Sr", given="C"), "{Reed, Sr}, C", "Reed, Sr, C"),
    ],
)  # fmt: skip
def test_names_are_written_as_each_format_has_them(
    name: PersonalName, in_bibtex: str, inverted: str
) -> None:
    """BibTeX has the suffix second, and words in braces that would part names; RIS has it last."""
    assert bibtex(change(authors=(name,)))["author"] == in_bibtex
    assert invert_name(name) == inverted
    assert ris(change(authors=(name,)))["AU"] == inverted


@pytest.mark.parametrize(
    ("issued", "year", "date", "in_ris"),
    [
        ("1917", "1917", None, "1917///"),
        ("1917-11", "1917", "1917-11", "1917/11//"),
        ("1917-11-07", "1917", "1917-11-07", "1917/11/07/"),
        ("1917/1919", "1917--1919", "1917/1919", None),
        ("around 1917", "1917", None, None),
        ("1916 or 1917", "1916 or 1917", None, None),
    ],
)
def test_dates_are_as_exact_as_they_are(
    issued: str, year: str, date: str | None, in_ris: str | None
) -> None:
    """A year alone is said once; RIS has a place for year, month, day and more."""
    citation = change(issued=issued)

    assert bibtex(citation)["year"] == year
    assert bibtex(citation).get("date") == date
    assert ris(citation).get("DA") == in_ris


def test_a_date_without_a_year_is_a_note_in_ris() -> None:
    """With the version behind it; one of a single year is told by that."""
    assert ris(change(issued="1916 or 1917", version="2"))["N1"] == "1916 or 1917; Version 2"
    assert ris(change(issued="1916 or 1917"))["N1"] == "1916 or 1917"
    assert ris(change(issued="around 1917", version="2"))["N1"] == "Version 2"
    assert "N1" not in ris(change(issued="1917"))


def test_dates_of_csl_have_parts_or_words() -> None:
    """Nothing is said of no date."""
    assert make_csl_date("1917-11/1919") == {"date-parts": [[1917, 11], [1919]]}
    assert make_csl_date("around 1917") == {"literal": "around 1917"}
    assert make_csl_date("") == {}


def test_a_subtitle_makes_a_short_title() -> None:
    """What is before the colon; a title without one has no short form."""
    assert make_csl(change(title="Days: a diary"))["title-short"] == "Days"
    assert "title-short" not in make_csl(change(title="Ten days"))


def test_addresses_come_in_order() -> None:
    """That of the page, then the DOI, then what the header says."""
    assert find_address(change(url="u", doi="10.1/d", address="a")) == "u"
    assert find_address(change(doi="10.1/d", address="a")) == "https://doi.org/10.1/d"
    assert find_address(change(address="a")) == "a"
    assert find_address(WHOLE) == ""
    assert make_csl(change(address="a"))["URL"] == ris(change(address="a"))["UR"] == "a"


def test_parts_of_a_book_are_chapters() -> None:
    """In every format, with the title of the whole."""
    part = change(container="Whole", container_url="https://e.org/", edition="2nd")

    assert part.is_part
    assert write_bibtex(part).startswith("@incollection{k,")
    assert write_bibtex(WHOLE).startswith("@book{k,")
    assert (ris(part)["TY"], ris(WHOLE)["TY"]) == ("CHAP", "BOOK")
    assert (make_csl(part)["type"], make_csl(WHOLE)["type"]) == ("chapter", "book")
    made = make_json_ld(part)
    assert made["@type"] == "Chapter"
    assert made["isPartOf"]["@id"] == "https://e.org/"
    assert "bookEdition" not in made
    assert make_json_ld(change(edition="2nd"))["bookEdition"] == "2nd"
    assert "isPartOf" not in make_json_ld(WHOLE)


def test_agents_are_persons_or_bodies_where_that_is_known() -> None:
    """What is not in parts may be either."""
    names = (
        PersonalName(family="Reed", given="John"),
        PersonalName(literal="Press", is_body=True),
        PersonalName(literal="Anonymous"),
    )
    made = make_json_ld(change(authors=names))["author"]

    assert [agent.get("@type") for agent in made] == ["Person", "Organization", None]
    assert made[0] == {
        "@type": "Person", "name": "John Reed", "familyName": "Reed", "givenName": "John",
    }  # fmt: skip


def test_data_of_a_whole_book_are_dated_and_identified() -> None:
    """With a day or a year; an address that is that of the page is not said again."""
    made = make_json_ld(change(issued="1917-11-07", doi="10.1/d", url="u", address="a"))

    assert made["datePublished"] == "1917-11-07"
    assert made["sameAs"] == "a"
    assert [each["propertyID"] for each in made["identifier"]] == ["DOI"]
    assert "sameAs" not in make_json_ld(change(url="u", address="u"))
    assert "identifier" not in make_json_ld(WHOLE)
    json.dumps(made)


def test_signs_of_latex_are_words() -> None:
    """Each is written so that LaTeX sets it, with braces in pairs."""
    assert escape_latex(r"50 % & #1_$ {\~^}") == (
        r"50 \% \& \#1\_\$ \textbraceleft{}\textbackslash{}\textasciitilde{}"
        r"\textasciicircum{}\textbraceright{}"
    )
