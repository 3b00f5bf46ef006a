"""Alignments of kinds that users of collation programs found wrong, and what they should be.

The first of them are texts of the reports 9, 10, 41, 58, 66, 67 and 85 in CollateX's tracker; the
others are of the same kinds: repeated words, additions beside omissions, points matched in place of
words, transpositions, near words, openings and ends.
"""

# ruff: noqa: E501 - a table, a line for each alignment

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from collations import read_back
from tei_edition.editing.collate import collate_files
from tei_edition.editing.sameness import make_sameness

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("rapidfuzz")

# The texts of A, B and so on, with strokes between; what does not count ("apart": punctuation is an
# entry of its own), or how variants in a row are; the text of A with entries: [lemma|witnesses:
# reading|…], with ~ for spelling and ^ for transpositions.
# fmt: off
TABLE = [
    ("The big, gray, fuzzy koala. / The big, old, gray koala: / The big, gray, fuzzy wombat.", "apart", "The big, [|B:old,] gray[,|B:] [fuzzy|B:] [koala.|B~:koala:|C:wombat.]"),
    ("The gray koala. / The gray koala. / The koala lives in a tree.", "", "The [gray koala.|C:koala lives in a tree.]"),
    ("The gray koala. / The big gray koala. / The koala lives in a tree.", "", "The [gray koala.|B:big gray koala.|C:koala lives in a tree.]"),
    ("The koala lives in a tree. / The gray koala. / The big gray koala.", "", "The [koala lives in a tree.|B:gray koala.|C:big gray koala.]"),
    ("The big gray koala. / The big gray koala. / The gray fuzzy koala lives in a tree.", "apart", "The [big|C:] gray [|C:fuzzy] [koala.|C:koala lives in a tree.] []"),
    ("a b c d e / a e c d / a d b", "", "a [b c|B:e c|C:] d [e|B:|C:b]"),
    ("the cat and the dog / the dog and the cat", "", "the [cat|B:dog] and the [dog|B:cat]"),
    ("aaaa bbbb cccc dddd eeee ffff / aaaa bbbb eeex ffff / aaaa bbbb cccc eeee ffff / aaaa bbbb eeex dddd ffff", "", "aaaa bbbb [cccc dddd eeee|B:eeex|C:cccc eeee|D:eeex dddd] ffff"),
    ("Now: It was a dark and stormy night / Now, it was a dark and stormy knight", "case,apart", "Now[:|B:,] [It|B~:it] was a dark and stormy [night|B:knight]"),
    ("a black cat / a white kitten", "", "a [black cat|B:white kitten]"),
    ("a black cat / a white kitten", "by word", "a [|B:white kitten] [black cat|B:]"),
    ("a black cat sat / a white cat sat / a black dog sat", "joined", "a [black cat|B:white cat|C:black dog] sat"),
    ("a black cat sat / a big black cat sat / a grey cat sat", "", "a [black|B:big black|C:grey] cat sat"),
    ("a black cat sat / a big black cat sat / a grey cat sat", "by word", "a [|B:big] [black|C:grey] cat sat"),
    ("the black cat and the black dog / the black dog", "", "the black [cat and the black|B:] dog"),
    ("the quick brown fox / the brown quick fox", "", "the [|B^:brown] quick [brown|B^:] fox"),
    ("the quick brown fox jumps / quick brown fox jumps", "", "[the|B:] quick brown fox jumps"),
    ("the quick brown fox jumps / the quick brown fox", "", "the quick brown fox [jumps|B:]"),
    ("he said that that was so / he said that was so", "", "he said that [that|B:] was so"),
    ("he said that was so / he said that that was so", "", "he said that [|B:that] was so"),
    ("very very very good / very good", "", "very [very very|B:] good"),
    ("one two three four / one three two four", "", "one [|B^:three] two [three|B^:] four"),
    ("and he went and he saw and he came / and he went and he came", "", "and he went and he [saw and he|B:] came"),
    ("in the house of the lord / in the lord", "", "in the [house of the|B:] lord"),
    ("old men and women / men and old women", "", "[old|B:] men and [|B:old] women"),
    ("word / other word / word other", "", "[|B:other] word [|C:other]"),
    ("Hello, world / Hello world / Hello; world", "apart", "Hello[,|B:|C:;] world"),
    ("Hello, world / hello world", "apart", "[Hello,|B:hello] world"),
    ("wait - what / wait what", "apart", "wait [-|B:] what"),
    ("(the fox) ran / the fox ran", "", "[(the fox)|B:the fox] ran"),
    ("uenit uidit uicit / venit vidit vicit", "u/v", "[uenit|B~:venit] [uidit|B~:vidit] [uicit|B~:vicit]"),
    ("caelum et terram / celum & terram / cælum et terram", "ligatures", "[caelum et|B:celum &|C~:cælum et] terram"),
    ("color of the sky / colour of the skies", "", "[color|B:colour] of the [sky|B:skies]"),
    ("I went to the market / I ran to a market / I went to market", "", "I [went|B:ran] to [the|B:a|C:] market"),
    ("a b c / x b c / a b z / x b z", "", "[a|BD:x] b [c|CD:z]"),
    ("a b c / a c / a x c", "", "a [b|B:|C:x] c"),
    ("a c / a b c / a x c / a b x c", "", "a [|B:b|C:x|D:b x] c"),
    ("to be or not to be that is / to be that is", "", "to be [or not to be|B:] that is"),
    ("the end / the end of the story", "", "the end [|B:of the story]"),
    ("beginning of the end / the beginning of the end", "", "[|B:the] beginning of the end"),
    ("he came home late / late he came home", "", "[|B^:late] he came home [late|B^:]"),
    ("a a b b c c / a b c", "", "a [a|B:] b [b c|B:] c"),
    ("some one came / someone came", "", "[some one|B:someone] came"),
    ("every body knows some thing / everybody knows something", "", "[every body|B:everybody] knows [some thing|B:something]"),
    ("alpha beta gamma delta / alpha delta gamma beta", "", "alpha [beta|B:delta] gamma [delta|B:beta]"),
    ("first line. second line. / first line, second line.", "apart", "first line[.|B:,] second line."),
]
# fmt: on


def show(tei: str) -> str:
    """The text of a collation, with its entries in square brackets."""
    root = etree.fromstring(tei.encode())
    for app in list(root.iter("{*}app")):
        parts = [app[0].text or ""]
        for reading in list(app)[1:]:
            who = reading.get("wit", "").replace("#", "").replace(" ", "")
            kind = {"orthographic": "~", "transposition": "^", "punctuation": ""}
            parts.append(f"{who}{kind.get(reading.get('type', ''), '')}:{reading.text or ''}")
        app.text = f"[{'|'.join(parts)}]"
        for child in list(app):
            app.remove(child)
    (body,) = root.iter("{*}body")
    return " ".join("".join(map(str, body.itertext())).split())


@pytest.mark.parametrize(("texts", "rules", "expected"), TABLE)
def test_an_alignment_is_what_a_philologist_expects(
    texts: str, rules: str, expected: str, tmp_path: Path
) -> None:
    """Words stand beside the same words, as far as their order allows; all can be read back."""
    words = dict(zip("ABCDE", texts.split(" / "), strict=False))
    paths = [tmp_path / f"{name}.txt" for name in words]
    for path, text in zip(paths, words.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    ways = {"joined": "joined", "by word": "apart"}
    named = rules.split(",")
    sameness = make_sameness(
        ",".join(rule for rule in named if rule not in {"apart", *ways}),
        parts="apart" in named,
        adjacent=ways.get(named[-1], ""),
    )
    made = collate_files(paths, (), sameness).tei

    assert show(made) == expected
    assert read_back(tmp_path, made, *words) == {name: text.split() for name, text in words.items()}
