"""Transcripts of speech are shown as transcripts are printed, with their speakers, and whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from building import make_edition
from in_process import show_text, working_here
from oracle import compare, parse_page, read_html, read_tei
from tei_edition.config import read_config
from tei_edition.config.tables import TextTable
from tei_edition.exports.filling import EmptyWords, fill_speakers
from tei_edition.publishing.plain_html import write_html
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from tei_edition.problems import Problem

EXAMPLE = Path(__file__).parents[1] / "docs/manual/how-to/interview.xml"
PEOPLE = {"#a": "Ann", "#b": "Ben", "people.xml#c": "Cleo"}
TIMES = (
    '<timeline unit="s"><when xml:id="t0" interval="4"/><when xml:id="t1" interval="5"/>'
    '<when xml:id="t2" interval="7.25"/><when xml:id="t3" interval="9"/></timeline>'
)
CLOCK = (
    '<timeline><when xml:id="t0" absolute="10:00:00"/>'
    '<when xml:id="t1" absolute="10:00:02.5"/></timeline>'
)


def wrap(body: str) -> str:
    """A file with that body."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
        f"<text><body>{body}</body></text></TEI>"
    )


def read(body: str) -> str:
    """The reading text of a body, as an export has it."""
    root = etree.fromstring(wrap(body))
    rewrite_tree(root)
    fill_speakers(root, EmptyWords(PEOPLE, "picture", {"overlap": "at once"}))
    return Runs(root, TextTable()).lines()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<u>so<pause/>fish</u>", "so (…) fish"),
        ('<u>so <pause dur="PT2.50S"/>, then</u>', "so (2.5 s), then"),
        ('<u>so <pause dur-iso="PT01M03S"/> then</u>', "so (1 min 3 s) then"),
        ('<u>so <pause type="short"/> then</u>', "so (.) then"),
        ('<u>so <pause dur="long"/> then</u>', "so (…) then"),
        (f'{TIMES}<u>so <pause start="#t1" end="#t2"/> then</u>', "so (2.25 s) then"),
        (f'{TIMES}<u>so <pause start="#t2" end="#t1"/> then</u>', "so (…) then"),
        (f'{CLOCK}<u>so <pause start="#t0" end="#t1"/> then</u>', "so (2.5 s) then"),
        ('<u xml:lang="zh">你<pause/>好</u>', "你(…)好"),
        ("<div><u>a</u><pause/><u>b</u></div>", "a\n(…)\nb"),
        ('<u trans="pause">so</u>', "(…) so"),
    ],
)
def test_pauses_are_signs_with_their_length(body: str, words: str) -> None:
    """A silence is told by how long it was, and separates the words around it."""
    assert read(body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<u>so <vocal><desc>laughs</desc></vocal>.</u>", "so ((laughs))."),
        ("<u>so<vocal>\n  <desc>laughs</desc>\n</vocal>it is</u>", "so ((laughs)) it is"),
        (
            '<u>a <vocal><desc>laughs</desc><desc xml:lang="de">lacht</desc></vocal></u>',
            "a ((laughs; lacht))",
        ),
        ('<u>so <vocal type="cough"/> it is</u>', "so ((cough)) it is"),
        ("<u>so <incident/> it is</u>", "so ((…)) it is"),
        ('<u>a <kinesic iterated="true"><desc>nods</desc></kinesic></u>', "a ((nods …))"),
        ('<u>a <shift feature="loud" new="f"/>b</u>', "a ((loud: f)) b"),
        ('<u>a <shift feature="tempo"/>b</u>', "a ((tempo: normal)) b"),
        ("<u>see <writing>EXIT</writing> there</u>", "see ((EXIT)) there"),
        ("<u><writing><desc>a slide</desc>PROFITS</writing></u>", "((a slide: PROFITS))"),
        ("<div><p>a</p><incident><desc>a bell</desc></incident></div>", "a\n((a bell))"),
        ("<div><sp><p>a <vocal><desc>sighs</desc></vocal> b</p></sp></div>", "a ((sighs)) b"),
    ],
)
def test_events_are_in_double_brackets(body: str, words: str) -> None:
    """What is heard or seen besides words is described in its place, and glued to nothing."""
    assert read(body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<u who="#a">yes</u>', "Ann: yes"),
        ('<u who="#a #b">yes</u>', "Ann; Ben: yes"),
        ('<u who="people.xml#c">yes</u>', "Cleo: yes"),
        ('<u who="#SPK_7">yes</u>', "SPK_7: yes"),
        ('<u who="#a" toWhom="#b">yes</u>', "Ann → Ben: yes"),
        ('<u who="#a" trans="overlap">yes</u>', "Ann (at once): yes"),
        ('<u who="#a" trans="smooth">yes</u>', "Ann: yes"),
        ("<u>yes</u>", "yes"),
        ('<annotationBlock who="#a"><u>yes</u></annotationBlock>', "Ann: yes"),
        (
            '<u who="#a">so <kinesic who="#b"><desc>nods</desc></kinesic></u>',
            "Ann: so ((Ben: nods))",
        ),
        ('<u who="#a">so <kinesic who="#a"><desc>nods</desc></kinesic></u>', "Ann: so ((nods))"),
        ('<div><kinesic who="#b"><desc>nods</desc></kinesic></div>', "((Ben: nods))"),
        ('<u who="#a"><seg>one</seg><seg>two</seg></u>', "Ann: one two"),
        ('<u who="#a"><seg>one</seg>, <seg>two</seg></u>', "Ann: one, two"),
    ],
)
def test_speakers_are_named_before_their_words(body: str, words: str) -> None:
    """The name is that of the register, or else what the pointer says."""
    assert read(body) == words


def speak(who: str, start: str, end: str, more: str = "") -> str:
    """An utterance with its times."""
    return f'<u who="#{who}" start="#{start}" end="#{end}" {more}>{who}</u>'


@pytest.mark.parametrize(
    ("speech", "overlapping"),
    [
        (speak("a", "t0", "t2") + speak("b", "t1", "t3"), ["b"]),
        (speak("a", "t0", "t1") + speak("b", "t1", "t3"), []),
        (speak("a", "t0", "t2") + speak("a", "t1", "t3"), []),
        (speak("a", "t0", "t2") + speak("b", "t1", "t3", 'trans="smooth"'), []),
        (speak("a", "t0", "t3") + speak("a", "t0", "t1") + speak("b", "t2", "t3"), ["b"]),
        (f"<div>{speak('a', 't0', 't3')}</div><div>{speak('b', 't0', 't3')}</div>", []),
        ('<u xml:id="u1" who="#a">a</u><u synch="#u1" who="#b">b</u>', ["b"]),
        (
            (
                '<annotationBlock who="#a" start="#t0" end="#t2"><u>a</u></annotationBlock>'
                '<annotationBlock who="#b" start="#t1" end="#t3"><u>b</u></annotationBlock>'
            ),
            ["b"],
        ),
    ],
)
def test_overlap_is_told_as_times_say(speech: str, overlapping: list[str]) -> None:
    """An utterance overlaps where it starts before another speaker has ended."""
    lines = read(f"{TIMES}<div>{speech}</div>").splitlines()
    assert [line[-1] for line in lines if "(at once)" in line] == overlapping


def test_signs_of_speech_are_taken_back() -> None:
    """The tree is what the file says after the signs are removed."""
    body = (
        '<u who="#a">so<pause/>I <vocal>\n <desc>laughs</desc> <desc>lacht</desc>\n</vocal>'
        '<writing><desc>a</desc>b</writing></u><u trans="pause"><seg>a</seg><seg>b</seg></u>'
    )
    root = etree.fromstring(wrap(body))
    before = etree.tostring(root)
    assert rewrite_tree(root)
    assert etree.tostring(root) != before
    strip_stamps(root)
    assert etree.tostring(root) == before


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Problem, ...]]:
    """The manual's example as pages, checked by the shipped schema."""
    root = make_edition(tmp_path_factory.mktemp("speech"), {}, toml="[check]\n")
    shutil.copy(EXAMPLE, root / "tei/interview.xml")
    with working_here():
        _, problems = write_html(read_config(root), root / "plain")
    return root / "plain/edition", problems


def find_page(example: tuple[Path, tuple[Problem, ...]], name: str) -> Any:
    """A page of the example."""
    return parse_page(example[0] / f"{name}.html")


def test_example_of_speech_is_whole_and_sound(example: tuple[Path, tuple[Problem, ...]]) -> None:
    """The manual's example has no problem, and its page says what the file says."""
    folder, problems = example
    assert [p for p in problems if p.severity != "note"] == []
    assert [p for p in problems if p.code == "unhandled-element"] == []
    assert compare(read_tei(EXAMPLE), read_html([folder / "interview.html"])) == []


def test_speech_is_shown_as_the_manual_says(example: tuple[Path, tuple[Problem, ...]]) -> None:
    """The lines that the manual prints are those of the page."""
    manual = EXAMPLE.with_name("speech.rst").read_text(encoding="utf-8")
    printed = [line.strip(" |").replace("*", "") for line in manual.splitlines() if "   | " in line]
    page = find_page(example, "interview")
    shown = page.xpath("//*[contains(@class, 'tei-u') or contains(@class, 'tei-incident')]")
    lines = [" ".join(block.text_content().split()) for block in shown]
    assert lines == printed[1:]


def test_speakers_are_mentions_of_their_own_kind(
    example: tuple[Path, tuple[Problem, ...]],
) -> None:
    """The label leads to the register, which leads to each utterance."""
    page, register = find_page(example, "interview"), find_page(example, "persons")
    labels = page.xpath("//p[@id]/strong[contains(@class, 'tei-speaker-name')]/a/@href")
    assert labels == [f"persons.html#{who}" for who in ("visitor", "keeper", "visitor")]
    (entry,) = register.xpath("//*[@id='visitor']/following-sibling::*[1]")
    said = [a.partition("#")[2] for a in entry.xpath(".//li//a/@href") if "#" in a]
    assert said == page.xpath("//p[strong/a[@href='persons.html#visitor']]/@id")
    assert len(said) == 2


def test_key_explains_the_signs_of_speech(example: tuple[Path, tuple[Problem, ...]]) -> None:
    """Readers find what the brackets mean, below the text."""
    key = find_page(example, "interview").xpath("//*[contains(@class, 'tei-key-to-signs')]//dt")
    assert [" ".join(term.text_content().split()) for term in key] == ["(…)", "((abc))"]


@pytest.mark.parametrize(
    "body",
    [
        (
            '<div><u who="#a">a<pause/>b</u><annotationBlock who="#b"><u>c</u>'
            "<spanGrp><span>x</span></spanGrp></annotationBlock></div>"
        ),
        "<div><pause/><lg><l>a <vocal><desc>sighs</desc></vocal></l></lg></div>",
        "<div><u>a <writing>b <list><item>c</item></list></writing></u></div>",
    ],
)
def test_pages_of_speech_have_what_is_said(tmp_path: Path, body: str) -> None:
    """No word is lost or doubled, nothing is reported, and no empty paragraph is left."""
    page, problems = show_text(tmp_path, wrap(body))
    assert [p for p in problems if p.code == "unhandled-element"] == []
    assert compare(read_tei(tmp_path / "a.xml"), read_html([tmp_path / "out/edition/a.html"])) == []
    assert '<p class="tei-aside"></p>' not in page
