"""What the checks of the apparatus find, and what they pass over."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from apparatus_model import METHODS, make_passage
from building import CORPORA
from tei_edition.checks import check_edition
from tei_edition.config import make_config
from tei_edition.loading.edition import read_edition

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Problem

CODES = {
    "witness-missing", "witness-twice", "reading-without-witness", "unused-witness",
    "conjecture-without-responsibility", "lemma-mismatch", "anchor-missing", "end-before-start",
    "apparatus-crossing", "method-mismatch",
}  # fmt: skip
LIST = "".join(f'<witness xml:id="{name}"/>' for name in "ABCD")


def find(folder: Path, body: str, *, witnesses: str = LIST, header: str = "") -> list[Problem]:
    """What the checks of the apparatus find in a text."""
    (folder / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><sourceDesc><listWit>'
        f"{witnesses}</listWit></sourceDesc></fileDesc>{header}</teiHeader>\n"
        f"<text><body>{body}</body></text></TEI>",
        encoding="utf-8",
    )
    return find_all(folder, "a.xml")


def find_all(folder: Path, texts: str) -> list[Problem]:
    """What the checks of the apparatus find in an edition."""
    config = make_config({"edition": {"texts": [texts]}, "check": {"schema": "none"}}, folder)
    reading = read_edition(config)
    assert not [p for p in reading.problems if p.code.startswith("xml-")]
    found = check_edition(reading.edition, config, CODES)
    return sorted((p for p in found if p.code in CODES), key=lambda p: p.location)


def codes(problems: list[Problem]) -> list[str]:
    """The codes alone."""
    return [problem.code for problem in problems]


def entries(*lemmas: str) -> str:
    """An entry for each value of the lemma's @wit; D has the other reading, if it is not there."""
    return "<p>" + "".join(
        f'<app><lem{f""" wit="{wit}" """ if wit else ""}>a</lem>'
        + ("" if "#D" in wit else '<rdg wit="#D">b</rdg>')
        + "</app>\n"
        for wit in lemmas
    ) + "</p>"  # fmt: skip


class TestMissing:
    """Which witnesses an entry leaves out."""

    def test_a_witness_that_is_cited_now_and_then_is_not_missed(self, tmp_path: Path) -> None:
        """One that fewer than half of the entries name is no witness of the whole text."""
        assert not find(tmp_path, entries("#A #B #C", *["#A #B"] * 5))

    def test_a_negative_apparatus_leaves_nobody_out(self, tmp_path: Path) -> None:
        """Where no lemma names its witnesses, all others have it."""
        body = entries("", "", "").replace("#D", "#A #B #C #D", 1)

        assert not find(tmp_path, body)

    def test_one_negative_entry_among_positive_ones_is_found(self, tmp_path: Path) -> None:
        """It may be that the witnesses of the lemma were forgotten; it names those that are."""
        (problem,) = find(tmp_path, entries(*["#A #B #C"] * 5, ""))

        assert problem.code == "witness-missing"
        assert "A, B and C" in problem.hint

    def test_a_group_names_its_members(self, tmp_path: Path) -> None:
        """Naming a group, a manuscript or a hand of it is naming the witness."""
        listed = (
            '<witness xml:id="A"/><listWit xml:id="g"><witness xml:id="B"/><witness xml:id="C"/>'
            '</listWit><witness xml:id="D"><listWit><witness xml:id="Dc"/></listWit></witness>'
        )
        body = entries("#A #g", "#A #B #C", "#A #B #C").replace('"#D"', '"#Dc"', 1)

        assert not find(tmp_path, body, witnesses=listed)

    @pytest.mark.parametrize(
        ("start", "end"), [("lacunaStart", "lacunaEnd"), ("witEnd", "witStart")]
    )
    def test_a_lacuna_is_no_omission(self, start: str, end: str, tmp_path: Path) -> None:
        """Between the marks of a lacuna a witness is not missed; outside of them it is."""
        marks = [
            f'<p><app><lem wit="#A #B #D"/><rdg wit="#C"><{mark}/></rdg></app></p>'
            for mark in (start, end)
        ]
        inside = entries("#A #B", "#A #B")
        body = entries("#A #B #C") + marks[0] + inside + marks[1] + entries("#A #B #C")

        assert not find(tmp_path, body)
        assert codes(find(tmp_path, body + entries("#A #B"))) == ["witness-missing"]

    def test_an_entry_inside_a_reading_concerns_those_who_have_it(self, tmp_path: Path) -> None:
        """A witness without the passage has no reading of its words."""
        inner = '<app><lem wit="#A">b</lem><rdg wit="#B #C">c</rdg></app>'
        outer = f'<p><app><lem wit="#A #B #C">a {inner}</lem><rdg wit="#D"/></app></p>'

        assert not find(tmp_path, outer + entries("#A #B #C"))
        assert codes(find(tmp_path, outer.replace('"#B #C"', '"#B"') + entries("#A #B #C"))) == [
            "witness-missing"
        ]


class TestReadings:
    """What each reading says of who proposed it."""

    @pytest.mark.parametrize(
        "attributes", ['wit="#D"', 'resp="#e"', 'source="#e"', 'hand="#e"', 'xml:id="r"']
    )
    def test_a_reading_may_be_attributed_in_many_ways(
        self, attributes: str, tmp_path: Path
    ) -> None:
        """@wit, @resp, @source, @hand, or a detail that points to the reading."""
        body = (
            f'<p><app><lem wit="#A #B #C">a</lem><rdg {attributes}>b</rdg>'
            '<witDetail target="#r" wit="#D"/></app></p>'
        )

        assert not find(tmp_path, body)

    @pytest.mark.parametrize("word", ["conjecture", "Conj.", "emendation", "emended", "coniectura"])
    def test_a_conjecture_is_known_by_its_type(self, word: str, tmp_path: Path) -> None:
        """Of the reading, of its cause, or of its group; it is reported once."""
        for form in (
            f'<rdg type="{word}">b</rdg>',
            f'<rdg cause="{word}">b</rdg>',
            f'<rdgGrp type="{word}"><rdg>b</rdg></rdgGrp>',
        ):
            found = find(tmp_path, f'<p><app><lem wit="#A #B #C #D">a</lem>{form}</app></p>')

            assert codes(found) == ["conjecture-without-responsibility"]

    @pytest.mark.parametrize("target", ["#r", "r"])
    def test_a_note_in_two_pieces_round_a_conjecture_attributes_it(
        self, target: str, tmp_path: Path
    ) -> None:
        """The piece behind the conjecture points to it, wherever the first points."""
        app = (
            '<p><app><lem wit="#A #B #C #D">a</lem>'
            f'<note xml:id="n" target="{target}" next="#m">an</note>'
            '<rdg xml:id="r" type="conjecture">b</rdg>'
            '<note xml:id="m" target="#r" prev="#n">the editor?</note></app></p>'
        )
        elsewhere = app.replace('target="#r"', 'target="#l"').replace('"r" next', '"l" next')
        assert codes(find(tmp_path, app)) == []
        assert codes(find(tmp_path, elsewhere)) == ["conjecture-without-responsibility"]

    def test_hands_may_differ(self, tmp_path: Path) -> None:
        """The same siglum with two @hand is of two hands."""
        body = (
            '<p><app><lem wit="#A #B #C">a</lem><rdg wit="#D" hand="#h1">b</rdg>'
            '<rdg wit="#D" hand="#h2">c</rdg></app></p>'
        )

        assert not find(tmp_path, body)
        assert codes(find(tmp_path, body.replace("h2", "h1"))) == ["witness-twice"]

    @pytest.mark.parametrize(
        ("one", "two"),
        [('varSeq="1"', 'varSeq="2"'), ('type="a.c."', 'type="p.c."'),
         ('type="ante-correctionem"', 'type="post correctionem"'), ('type="ac"', 'type="corr"')],
    )  # fmt: skip
    def test_stages_of_a_correction_may_differ(self, one: str, two: str, tmp_path: Path) -> None:
        """What a witness had first and what it has now are two readings of it."""
        body = (
            '<p><app><lem wit="#A #B #C">a</lem><rdg wit="#D" {}>b</rdg>'
            '<rdg wit="#D" {}>c</rdg></app></p>'
        )

        assert not find(tmp_path, body.format(one, two))
        assert codes(find(tmp_path, body.format(one, one))) == ["witness-twice"]


class TestPlaces:
    """Where an entry stands."""

    def located(self, entry: str) -> str:
        """A text of two lines, and an entry apart from it."""
        return (
            '<ab><lb n="1"/>et canit et dolet <lb n="2"/>et fabula gelida murus</ab>'
            f"</body><back><listApp>{entry}</listApp></back><body>"
        )

    @pytest.mark.parametrize("lemma", ["et canit", "et²", "et 2", "ET … dolet", "dolet et"])
    def test_forms_of_a_lemma(self, lemma: str, tmp_path: Path) -> None:
        """Case, ellipsis, the number of an occurrence, and words that run on are understood."""
        entry = f'<app loc="1"><lem>{lemma}</lem><rdg wit="#A #B #C #D">b</rdg></app>'

        assert not find(tmp_path, self.located(entry))

    @pytest.mark.parametrize("lemma", ["et³", "murus", "canit dolet"])
    def test_a_lemma_that_is_not_there(self, lemma: str, tmp_path: Path) -> None:
        """An occurrence too many, a word of another line, words that do not stand together."""
        entry = f'<app loc="1"><lem>{lemma}</lem><rdg wit="#A #B #C #D">b</rdg></app>'

        assert codes(find(tmp_path, self.located(entry))) == ["lemma-mismatch"]

    def test_entries_of_two_types_may_cross(self, tmp_path: Path) -> None:
        """Sources and variants are about different things."""
        points = "".join(f'<anchor xml:id="p{n}"/>w{n} ' for n in range(4))
        forms = [
            f'<app from="#p{a}" to="#p{b}" type="{kind}"><rdg wit="#A #B #C #D">x</rdg></app>'
            for a, b, kind in ((0, 2, "x"), (1, 3, "y"))
        ]
        body = f"<p>{points}</p>{''.join(forms)}"

        assert not find(tmp_path, body)
        assert codes(find(tmp_path, body.replace('"y"', '"x"'))) == ["apparatus-crossing"]

    def test_every_crossing_is_found(self, tmp_path: Path) -> None:
        """Whatever the entries: those that the definition names, and no others."""
        dice = random.Random(3)  # noqa: S311 - no secret
        for _ in range(20):
            spans = {tuple(sorted(dice.sample(range(12), 2))) for _ in range(6)}
            points = "".join(f'<anchor xml:id="p{n}"/>w{n} ' for n in range(12))
            forms = "".join(
                f'<app from="#p{a}" to="#p{b}"><rdg wit="#A #B #C #D">x</rdg></app>\n'
                for a, b in spans
            )
            crossing = {(c, d) for a, b in spans for c, d in spans if a < c < b < d}

            found = find(tmp_path, f"<p>{points}</p>{forms}")

            assert len(found) == len(crossing)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(5))
def test_a_sound_apparatus_is_sound_in_every_method(seed: int, method: str, tmp_path: Path) -> None:
    """A passage that a model writes in each method has none of the problems."""
    (tmp_path / "a.xml").write_text(make_passage(seed).write(method), encoding="utf-8")

    assert not [p for p in find_all(tmp_path, "a.xml") if p.code != "unused-witness"]


@pytest.mark.corpora
class TestCorpora:
    """Editions made by others: every finding has been looked at, and is one."""

    def test_a_file_with_mistakes_made_on_purpose(self, tmp_path: Path) -> None:
        """Its notes name the entries that are wrong: those are found, and no others.

        Two of the notes speak of mistakes that the data no longer have: in the entries about
        "humilitatem" and "praedicatorum" each witness stands once.
        """
        shutil.copytree(CORPORA / "tei-cat", tmp_path / "copy")
        found = find_all(tmp_path / "copy", "teicat_pseudo-edition.xml")

        assert [(p.location.line, p.code) for p in found] == [
            (154, "reading-without-witness"),
            (240, "witness-missing"),
        ]

    @pytest.mark.parametrize(
        ("name", "texts", "expected"),
        [
            ("balex", "ldlt-balex.xml", {"witness-missing": 5, "witness-twice": 2,
                                         "reading-without-witness": 1, "unused-witness": 4}),
            ("pallava", "*.xml", {"lemma-mismatch": 9}),
            ("teiphy", "tests/fixed_rates_example.xml", {"reading-without-witness": 3,
                                                          "witness-twice": 1}),
        ],
    )  # fmt: skip
    def test_nothing_else_is_found(
        self, name: str, texts: str, expected: dict[str, int], tmp_path: Path
    ) -> None:
        """So many problems of each kind, which are true."""
        shutil.copytree(CORPORA / name, tmp_path / "copy")

        assert Counter(codes(find_all(tmp_path / "copy", texts))) == expected
