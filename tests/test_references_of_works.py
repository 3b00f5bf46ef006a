"""Entries of a register of works as whole references."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tei_edition.reader.bibliography import read_reference, says_more
from tei_edition.reader.separating import separate_data
from tei_edition.tei import TEI_NS


def reference_of(entry: str) -> str:
    """The reference of an entry."""
    return read_reference(etree.fromstring(re.sub(r"^<\w+", rf'\g<0> xmlns="{TEI_NS}"', entry)))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("<bibl>Anon., <title>A Tale</title>, transl. by B. C., p. 12.</bibl>",
         "Anon., A Tale, transl. by B. C., p. 12."),
        ("<bibl><author>A. B.</author><title>A Tale</title><date when='1900'/></bibl>",
         "A. B., A Tale, 1900"),
        ("<bibl><title>A Tale</title> <idno>x</idno><note>old</note></bibl>", "A Tale"),
        (("<biblStruct><monogr><author>Anonymous</author><title>A Tale</title><imprint>"
         "<pubPlace>London</pubPlace><publisher>Tonson</publisher><date>1790</date></imprint>"
         "</monogr></biblStruct>"),
         "Anonymous: A Tale, London: Tonson, 1790."),
        (("<biblStruct><analytic><author><persName><forename>Ann</forename> <surname>Go</surname>"
         "</persName></author><author>B. See</author><title level='a'>Heart?</title></analytic>"
         "<monogr><title level='j'>Circulation</title><imprint><date when='2014'/>"
         "<biblScope unit='volume'>129</biblScope><biblScope unit='page' from='28' to='92'/>"
         "</imprint></monogr></biblStruct>"),
         "Go, Ann; B. See: Heart? In: Circulation, 2014, vol. 129, p. 28–92."),
        (("<biblStruct><monogr><title>Papers</title><editor>C. D.</editor><imprint>"
         "<date>1920</date><note>rare</note></imprint></monogr><series><title>Old Books</title>"
         "<biblScope unit='volume'>3</biblScope></series></biblStruct>"),
         "Papers, C. D. (ed.), 1920 (Old Books, 3)."),
        (("<biblFull><titleStmt><title>A Tale</title><author>A. B.</author><respStmt><resp>transl."
         "</resp><name>E. F.</name></respStmt></titleStmt><editionStmt><edition>2nd ed.</edition>"
         "</editionStmt><publicationStmt><publisher>P.</publisher><date>1901</date>"
         "</publicationStmt></biblFull>"),
         "A. B.: A Tale, E. F. (transl.), 2nd ed., P., 1901."),
        ("<bibl/>", ""),
        ("<biblStruct/>", ""),
    ],
)  # fmt: skip
def test_reference_has_all_its_parts(entry: str, expected: str) -> None:
    """With the punctuation that a structured one lacks."""
    assert reference_of(entry) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (("<biblStruct><monogr><author>Anonymous</author><title>A Tale</title><imprint>"
         "<pubPlace>London</pubPlace><publisher>Tonson</publisher><date>1790</date>"
         "<biblScope unit='page'>3</biblScope></imprint></monogr></biblStruct>"),
         "Anonymous: A Tale, London: Tonson, 1790, p. 3."),
        (("<biblStruct><monogr><title>Papers</title><respStmt><resp>transl.</resp><name>E. F."
         "</name><name>G. H.</name></respStmt><imprint><pubPlace>Leeds</pubPlace><pubPlace>York"
         "</pubPlace><date>1920</date></imprint></monogr><series><title>Old Books</title>"
         "<biblScope unit='volume'>3</biblScope></series></biblStruct>"),
         "Papers, E. F.; G. H. (transl.), Leeds, York, 1920 (Old Books, 3)."),
        (("<biblFull><titleStmt><title>A Tale</title><author>A. B.</author></titleStmt>"
         "<publicationStmt><publisher>P.</publisher><pubPlace>Leeds</pubPlace><date>1901</date>"
         "</publicationStmt><seriesStmt><title>Old Books</title><biblScope unit='volume'>3"
         "</biblScope></seriesStmt></biblFull>"),
         "A. B.: A Tale, Leeds: P., 1901 (Old Books, 3)."),
    ],
)  # fmt: skip
def test_reference_has_no_separators_twice(entry: str, expected: str) -> None:
    """Those put between the elements of data for readers are no parts of the reference."""
    tree = etree.fromstring(re.sub(r"^<\w+", rf'\g<0> xmlns="{TEI_NS}"', entry))
    separate_data(tree)
    assert read_reference(tree) == expected


def test_reference_is_shown_where_it_says_more() -> None:
    """Than the title and the details beside it."""
    assert not says_more("A. B., A Tale", ("A Tale", "A. B."))
    assert says_more("A. B., A Tale, 1900", ("A Tale", "A. B."))
