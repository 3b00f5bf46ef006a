"""Entries of a register of works as whole references."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tei_edition.facts.registers import write_reference
from tei_edition.language.wording import list_languages, list_words
from tei_edition.reader.bibliography import read_reference, says_more
from tei_edition.reader.separating import separate_data
from tei_edition.tei import TEI_NS


def parse_entry(entry: str) -> etree._Element:
    """An entry of a list of works."""
    return etree.fromstring(re.sub(r"^<\w+", rf'\g<0> xmlns="{TEI_NS}"', entry))


def reference_of(entry: str | etree._Element, language: str = "en") -> str:
    """The reference of an entry, in the words of a language."""
    tree = parse_entry(entry) if isinstance(entry, str) else entry
    return write_reference(read_reference(tree), list_words(language))


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
         "Go, Ann; B. See: Heart? In: Circulation, 2014, vol. 129, pp. 28–92."),
        (("<biblStruct><monogr><title>Papers</title><editor>C. D.</editor><imprint>"
         "<date>1920</date><note>rare</note></imprint></monogr><series><title>Old Books</title>"
         "<biblScope unit='volume'>3</biblScope></series></biblStruct>"),
         "Papers, C. D. (ed.), 1920 (Old Books, vol. 3)."),
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
         "Papers, E. F.; G. H. (transl.), Leeds, York, 1920 (Old Books, vol. 3)."),
        (("<biblFull><titleStmt><title>A Tale</title><author>A. B.</author></titleStmt>"
         "<publicationStmt><publisher>P.</publisher><pubPlace>Leeds</pubPlace><date>1901</date>"
         "</publicationStmt><seriesStmt><title>Old Books</title><biblScope unit='volume'>3"
         "</biblScope></seriesStmt></biblFull>"),
         "A. B.: A Tale, Leeds: P., 1901 (Old Books, vol. 3)."),
    ],
)  # fmt: skip
def test_reference_has_no_separators_twice(entry: str, expected: str) -> None:
    """Those put between the elements of data for readers are no parts of the reference."""
    tree = parse_entry(entry)
    separate_data(tree)
    assert reference_of(tree) == expected


def test_reference_is_shown_where_it_says_more() -> None:
    """Than the title and the details beside it."""
    assert not says_more("A. B., A Tale", ("A Tale", "A. B."))
    assert says_more("A. B., A Tale, 1900", ("A Tale", "A. B."))


CHAPTER = (
    "<biblStruct><analytic><title>Part</title></analytic><monogr><title>Whole</title>"
    "<editor>C. D.</editor><editor role='translator'>E. F.</editor><imprint>"
    "<biblScope unit='volume'>2</biblScope><biblScope unit='issue'>5</biblScope>"
    "<biblScope unit='page'>7</biblScope></imprint></monogr></biblStruct>"
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Part. In: Whole, C. D. (ed.); E. F. (trans.), vol. 2, no. 5, p. 7."),
        ("de", "Part. In: Whole, C. D. (Hg.); E. F. (Übers.), Bd. 2, Nr. 5, S. 7."),
        ("fr", "Part. Dans : Whole, C. D. (éd.); E. F. (trad.), vol. 2, nº 5, p. 7."),
        ("ru", "Part. В: Whole, C. D. (ред.); E. F. (пер.), т. 2, № 5, с. 7."),
    ],
)
def test_words_of_a_reference_are_the_readers(language: str, expected: str) -> None:
    """What the edition says stays as it is."""
    assert reference_of(CHAPTER, language) == expected


def test_every_language_has_the_words_of_references() -> None:
    """No two languages but those that share an abbreviation say the whole alike."""
    said = {reference_of(CHAPTER, language) for language in list_languages()}

    assert len(said) == len(list_languages()) == 8


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("<biblScope unit='page'>7</biblScope>", "p. 7"),
        ("<biblScope unit='pp'>7–9</biblScope>", "pp. 7–9"),
        ("<biblScope unit='page' from='7' to='9'/>", "pp. 7–9"),
        ("<biblScope unit='page' from='7' to='7'/>", "p. 7"),
        ("<biblScope unit='volume' n='4'/>", "vol. 4"),
        ("<biblScope unit='page'>pp. 7–9</biblScope>", "pp. 7–9"),
        ("<biblScope unit='Volume'>IV</biblScope>", "IV"),
        ("<biblScope unit='folio'>12</biblScope>", "folio 12"),
        ("<biblScope>12</biblScope>", "12"),
    ],
)
def test_scope_says_what_is_counted(scope: str, expected: str) -> None:
    """Unless its words do, or nothing is known of the unit."""
    entry = f"<biblStruct><monogr><title>A</title><imprint>{scope}</imprint></monogr></biblStruct>"
    assert reference_of(entry) == f"A, {expected}."
