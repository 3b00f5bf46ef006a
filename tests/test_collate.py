"""Collating: what goes in is what the witnesses read, and the markup of the base stays."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from collations import NS, mark_up, read_back, vary, wrap, write
from tei_edition.editing.collate import collate_files
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("rapidfuzz")


@pytest.mark.parametrize("seed", range(40))
def test_what_goes_in_comes_out(seed: int, tmp_path: Path) -> None:
    """The words of every witness, of texts with any markup, are those of its file."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    base = [[dice.choice("abcdefgh") * 2 for _ in range(dice.randint(1, 25))] for _ in range(5)]
    texts = {
        name: [vary(dice, words, dice.choice([0, 0.1, 0.3, 0.9])) for words in base]
        for name in ("B", "C", "D")
    }
    texts["C"] = [texts["C"][0] + texts["C"][1], *texts["C"][2:]]
    body = "".join(f"<p>{mark_up(dice, words)}</p>" for words in base)
    paths = [write(tmp_path, "A.xml", wrap(body))]
    paths += [
        write(tmp_path, f"{name}.txt", "\n\n".join(" ".join(words) for words in text))
        for name, text in texts.items()
    ]

    back = read_back(tmp_path, collate_files(paths).tei, "A", *texts)

    assert back == {
        name: [word for words in text for word in words]
        for name, text in {"A": base, **texts}.items()
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_markup_of_the_base_is_kept(seed: int, tmp_path: Path) -> None:
    """Without the entries, the elements of the base are what they were, in their order."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    words = [dice.choice("abcdefgh") * 2 for _ in range(60)]
    base = wrap(f"<p>{mark_up(dice, words)}</p>")
    other = write(tmp_path, "B.txt", " ".join(vary(dice, words, 0.2)))

    made = etree.fromstring(collate_files([write(tmp_path, "A.xml", base), other]).tei.encode())

    def names(root: etree._Element) -> list[str]:
        body = root.find(".//t:body", NS)
        assert body is not None
        for reading in body.findall(".//t:rdg", NS):
            reading.clear()
        found = [etree.QName(e).localname for e in body.iter("*")]
        return [name for name in found if name not in {"app", "lem", "rdg"}]

    assert names(made) == names(etree.fromstring(base))


def test_entries_are_small_and_agreeing_witnesses_share_them(tmp_path: Path) -> None:
    """A word that differs is an entry of one word; a name around it stays in the lemma."""
    base = wrap("<p>We saw <persName ref='#k'>Kerensky</persName> and the old Congress.</p>")
    paths = [
        write(tmp_path, "N.xml", base),
        write(tmp_path, "L.txt", "We saw Kerenski and the Congress."),
        write(tmp_path, "M.txt", "Then we saw Kerenski and the old Congress."),
    ]

    body = etree.fromstring(collate_files(paths).tei.encode()).find(".//t:body", NS)

    assert body is not None
    assert etree.tostring(body[0], encoding="unicode").replace(f' xmlns="{NS["t"]}"', "") == (
        '<p><app><lem wit="#N #L">We</lem><rdg wit="#M">Then we</rdg></app> saw '
        '<persName ref="#k"><app><lem wit="#N">Kerensky</lem><rdg wit="#L #M">Kerenski</rdg></app>'
        '</persName> and the <app><lem wit="#N #M">old</lem><rdg wit="#L"/></app> Congress.</p>'
    )


def test_what_has_little_in_common_is_aligned_by_paragraphs(tmp_path: Path) -> None:
    """Of another translation, whole paragraphs are readings, each at its own."""
    dice = random.Random(1)  # noqa: S311 - no secret
    sizes = [30, 8, 55, 20]
    texts = {
        name: "\n\n".join(" ".join(f"{name}{dice.randrange(999)}" for _ in range(n)) for n in sizes)
        for name in "AB"
    }
    paths = [write(tmp_path, f"{name}.txt", text) for name, text in texts.items()]

    made = collate_files(paths)

    assert made.loose == ("B",)
    assert made.agreements["B"] < 0.1
    readings = etree.fromstring(made.tei.encode()).findall(".//t:rdg", NS)
    assert [len((reading.text or "").split()) for reading in readings] == sizes


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("B.xml", "<TEI", "B.xml:1:"),
        ("A.txt", "a", "siglum"),
    ],
)
def test_what_cannot_be_collated_is_said(
    name: str, text: str, message: str, tmp_path: Path
) -> None:
    """A faulty file, two witnesses of one name."""
    paths = [write(tmp_path, "A.xml", wrap("<p>a</p>")), write(tmp_path, name, text)]

    with pytest.raises(EditionError, match=message):
        collate_files(paths)


def test_a_siglum_is_nobody_elses_identifier(tmp_path: Path) -> None:
    """A siglum that the base gives to something else is refused, one of its witness is not."""
    other = write(tmp_path, "B.txt", "a")

    with pytest.raises(EditionError, match='"B" is the xml:id of a <p>'):
        collate_files([write(tmp_path, "A.xml", wrap("<p xml:id='B'>a</p>")), other])

    declared = wrap("<p>a</p>").replace("<p/>", "<listWit><witness xml:id='B'/></listWit>")
    made = etree.fromstring(collate_files([write(tmp_path, "A.xml", declared), other]).tei.encode())
    assert [
        e.get("{http://www.w3.org/XML/1998/namespace}id") for e in made.findall(".//t:witness", NS)
    ] == ["B", "A"]


def test_a_base_with_an_apparatus_is_refused(tmp_path: Path) -> None:
    """Its entries would stand inside those of the collation."""
    base = wrap("<p><app><lem>a</lem></app></p>")

    with pytest.raises(EditionError, match="apparatus already"):
        collate_files([write(tmp_path, "A.xml", base), write(tmp_path, "B.txt", "a")])
