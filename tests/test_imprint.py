"""The title page says what the headers say, and nothing else."""

from __future__ import annotations

from tei_edition.citation.imprint import Imprint, collect_imprint
from tei_edition.config import Config
from tei_edition.config.tables import EditionTable
from tei_edition.facts.header import Header, Licence
from tei_edition.facts.text import Edition, Text


def make_edition(*headers: Header) -> Edition:
    """An edition of texts that have nothing but headers."""
    return Edition(tuple(Text(f"{n}.xml", header, {}) for n, header in enumerate(headers)), ())


def test_an_imprint_is_gathered_from_all_headers() -> None:
    """Persons come from all texts, each once; else the first that says a thing takes precedence."""
    licence = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    edition = make_edition(
        Header(title="One", authors=("Ana",), editors=("Eda",), language="la"),
        Header(title="Two", authors=("Ben", "Ana"), publisher="P", date="1999"),
        Header(publisher="Q", licences=(licence,), sources=("A book, Riga 1900",)),
    )

    assert collect_imprint(Config(), edition) == Imprint(
        title="One", authors=("Ana", "Ben"), editors=("Eda",), publisher="P", date="1999",
        language="la", licences=(licence,), sources=("A book, Riga 1900",),
    )  # fmt: skip


def test_the_configuration_has_the_first_word() -> None:
    """The title and the language that edition.toml names are those of the edition."""
    config = Config(edition=EditionTable(title="T", language="de"))

    found = collect_imprint(config, make_edition(Header(title="One", language="la")))

    assert (found.title, found.language) == ("T", "de")


def test_a_crowd_stands_on_no_title_page() -> None:
    """A corpus of letters by many hands names none of them as its author."""
    headers = [Header(authors=(f"Writer {n}",)) for n in range(7)]

    assert collect_imprint(Config(), make_edition(*headers[:6])).authors
    assert collect_imprint(Config(), make_edition(*headers)).authors == ()
    assert collect_imprint(Config(), make_edition()) == Imprint()
