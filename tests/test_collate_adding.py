"""Adding a witness to an apparatus: the others read what they read before, the new one its text."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from collations import NS, mark_up, read_back, vary, wrap, write
from tei_edition.editing.adding import add_files
from tei_edition.editing.collate import collate_files
from tei_edition.editing.sameness import Sameness, make_sameness
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("rapidfuzz")


def declared(body: str, *names: str) -> str:
    """A TEI file with witnesses."""
    witnesses = "".join(f'<witness xml:id="{name}">{name}</witness>' for name in names)
    return wrap(body).replace("<p/>", f"<listWit>{witnesses}</listWit>", 1)


def add(folder: Path, base: str, text: str, sameness: Sameness | None = None) -> etree._Element:
    """The paragraphs of a text to which the witness X was added."""
    paths = [write(folder, "base.xml", base), write(folder, "X.txt", text)]
    made = add_files(paths, ["X"], sameness or Sameness()).tei
    return etree.fromstring(made.encode())


def body_of(root: etree._Element) -> str:
    """The markup of a text's body."""
    (body,) = root.iterfind(".//t:body", NS)
    return "".join(
        etree.tostring(child, encoding="unicode").replace(f' xmlns="{NS["t"]}"', "")
        for child in body
    )


ENTRY = '<app><lem wit="#A">old</lem><rdg wit="#B">odd</rdg></app>'


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        (
            f"<p>the {ENTRY} ship sank</p>",
            "the odd ship sank",
            '<p>the <app><lem wit="#A">old</lem><rdg wit="#B #X">odd</rdg></app> ship sank</p>',
        ),
        (
            f"<p>the {ENTRY} ship sank</p>",
            "the old ship sank",
            '<p>the <app><lem wit="#A #X">old</lem><rdg wit="#B">odd</rdg></app> ship sank</p>',
        ),
        (
            f"<p>the {ENTRY} ship sank</p>",
            "the very old ship sank",
            (
                '<p>the <app><lem wit="#A #B"/><rdg wit="#X">very</rdg></app>'
                ' <app><lem wit="#A #X">old</lem><rdg wit="#B">odd</rdg></app> ship sank</p>'
            ),
        ),
        (
            f"<p>the {ENTRY} ship sank</p>",
            "the ship sank",
            (
                '<p>the <app><lem wit="#A">old</lem><rdg wit="#B">odd</rdg><rdg wit="#X"/></app>'
                " ship sank</p>"
            ),
        ),
        (
            f"<p>the {ENTRY} ship sank</p>",
            "the odd boat sank",
            (
                '<p>the <app><lem wit="#A">old</lem><rdg wit="#B #X">odd</rdg></app>'
                ' <app><lem wit="#A #B">ship</lem><rdg wit="#X">boat</rdg></app> sank</p>'
            ),
        ),
        (
            "<p>un<app><lem wit='#A'>kind</lem><rdg wit='#B'>kindly</rdg></app>, he said that</p>",
            "unkindest, he said that",
            (
                '<p>un<app><lem wit="#A">kind</lem><rdg wit="#B">kindly</rdg>'
                '<rdg wit="#X">kindest</rdg></app>, he said that</p>'
            ),
        ),
        (
            "<p>un<app><lem wit='#A'>kind</lem><rdg wit='#B'>kindly</rdg></app>, he said that</p>",
            "mild, he said that",
            (
                '<p><app><lem wit="#A #B">un<app><lem wit="#A">kind</lem><rdg wit="#B">kindly</rdg>'
                '</app>,</lem><rdg wit="#X">mild,</rdg></app> he said that</p>'
            ),
        ),
        (
            (
                "<p>the <app><lem wit='#A'>very <app><lem wit='#A'>old</lem><rdg wit='#C'>odd</rdg>"
                "</app></lem><rdg wit='#B'/></app> ship sank</p>"
            ),
            "the very odd ship sank",
            (
                '<p>the <app><lem wit="#A #X">very <app><lem wit="#A">old</lem>'
                '<rdg wit="#C #X">odd</rdg></app></lem><rdg wit="#B"/></app> ship sank</p>'
            ),
        ),
        (
            "<p>the <app><lem>old</lem><rdg wit='#B'>odd</rdg></app> ship sank</p>",
            "the old boat sank",
            (
                '<p>the <app><lem>old</lem><rdg wit="#B">odd</rdg></app>'
                ' <app><lem>ship</lem><rdg wit="#X">boat</rdg></app> sank</p>'
            ),
        ),
        (
            "<p>the <app><lem wit='#A'>old</lem><rdg wit='#B'><gap/></rdg></app> ship sank</p>",
            "the ship sank",
            (
                '<p>the <app><lem wit="#A">old</lem><rdg wit="#B"><gap/></rdg><rdg wit="#X"/></app>'
                " ship sank</p>"
            ),
        ),
        (
            (
                "<p>the <app><lem wit='#A'>old</lem><rdg wit='#B'><lacunaStart/></rdg></app> ship"
                " sank there</p>"
            ),
            "the old boat sank there",
            (
                '<p>the <app><lem wit="#A #X">old</lem><rdg wit="#B"><lacunaStart/></rdg></app>'
                ' <app><lem wit="#A">ship</lem><rdg wit="#X">boat</rdg></app> sank there</p>'
            ),
        ),
        (
            (
                "<p>the <app><lem wit='#A'>old</lem><rdg>new<wit>B</wit></rdg>"
                "<rdg>odd</rdg><wit>C</wit></app> ship sank</p>"
            ),
            "the new boat sank",
            (
                '<p>the <app><lem wit="#A">old</lem><rdg wit="#B #X">new<wit>B</wit></rdg>'
                '<rdg wit="#C">odd</rdg><wit>C</wit></app> <app><lem wit="#A #B #C">ship</lem>'
                '<rdg wit="#X">boat</rdg></app> sank</p>'
            ),
        ),
        (
            (
                "<p>the <app><rdgGrp><lem wit='#A'>old</lem>"
                "<rdg wit='#B'>olde</rdg></rdgGrp></app></p>"
            ),
            "the odd",
            (
                '<p>the <app><rdgGrp><lem wit="#A">old</lem><rdg wit="#B">olde</rdg></rdgGrp>'
                '<rdg wit="#X">odd</rdg></app></p>'
            ),
        ),
        (
            "<app><lem wit='#A'><p>one two three</p></lem><rdg wit='#B'/></app><p>four five</p>",
            "one two tree\n\nfour five",
            (
                '<app><lem wit="#A"><p>one two three</p></lem><rdg wit="#B"/>'
                '<rdg wit="#X"><p>one two tree</p></rdg></app><p>four five</p>'
            ),
        ),
    ],
)
def test_a_new_witness_joins_readings_or_adds_them(
    base: str, text: str, expected: str, tmp_path: Path
) -> None:
    """It stands with the reading that it has, in a reading of its own, or in a new entry."""
    root = add(tmp_path, declared(base, "A", "B", "C"), text)

    assert body_of(root) == expected
    names = [
        e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iterfind(".//t:witness", NS)
    ]
    assert names == ["A", "B", "C", "X"]


def test_spelling_alone_is_said_or_left_out(tmp_path: Path) -> None:
    """A reading that differs in what does not count is orthographic, or joins the lemma."""
    base = declared(f"<p>the {ENTRY} ship sank</p>", "A", "B")

    said = add(tmp_path, base, "the Old ship sank", make_sameness("case"))
    dropped = add(tmp_path, base, "the Old Ship sank", make_sameness("case", drops=True))

    assert '<rdg wit="#X" type="orthographic">Old</rdg>' in body_of(said)
    assert '<lem wit="#A #X">old</lem>' in body_of(dropped)
    assert body_of(dropped).count("<app>") == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "<p n='1'>a b</p><listApp><app loc='1'><lem>a</lem><rdg>c</rdg></app></listApp>",
            "in other methods than",
        ),
        (f"<p>a {ENTRY} b</p>", 'a witness "B" already'),
    ],
)
def test_what_cannot_be_added_is_said(body: str, message: str, tmp_path: Path) -> None:
    """Entries of other methods and sigla that are taken are refused."""
    paths = [write(tmp_path, "base.xml", declared(body, "A", "B")), write(tmp_path, "B.txt", "a c")]

    with pytest.raises(EditionError, match=message):
        add_files(paths, [], Sameness())


@pytest.mark.parametrize("seed", range(40))
def test_witnesses_added_one_by_one_read_as_they_do(seed: int, tmp_path: Path) -> None:
    """The words of every witness are those of its file, however often one was added."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    base = [[dice.choice("abcdefgh") * 2 for _ in range(dice.randint(1, 25))] for _ in range(4)]
    texts = {
        name: [vary(dice, words, dice.choice([0, 0.1, 0.3, 0.9])) for words in base]
        for name in ("B", "C", "D", "E")
    }
    body = "".join(f"<p>{mark_up(dice, words)}</p>" for words in base)
    write(tmp_path, "A.xml", wrap(body))
    for name, text in texts.items():
        write(tmp_path, f"{name}.txt", "\n\n".join(" ".join(words) for words in text))
    made = collate_files([tmp_path / "A.xml", tmp_path / "B.txt"]).tei
    for name in ("C", "D", "E"):
        before = write(tmp_path, f"before-{name}.xml", made)
        made = add_files([before, tmp_path / f"{name}.txt"], [], Sameness()).tei

    assert read_back(tmp_path, made, "A", *texts) == {
        name: [word for words in text for word in words]
        for name, text in {"A": base, **texts}.items()
    }
