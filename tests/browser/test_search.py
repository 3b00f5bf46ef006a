"""The search of the built site, with both engines, in a real browser and in real time.

Pagefind works beside the page, in a worker of the browser, for which no clock can be set forward.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from lxml import etree, html

from browser.serving import drop_policy
from building import build_site, copy_shipped, find_program, has_pagefind, make_edition
from tei_edition.language.folding import fold, list_words
from tei_edition.sphinxext.search.passages import list_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
NEEDS_PAGEFIND = pytest.mark.skipif(
    not has_pagefind(), reason='pagefind is not installed: pip install "pagefind[bin]"'
)


@dataclass
class Question:
    """What a reader asks, and how wide the window is."""

    q: str = ""
    filters: Sequence[tuple[str, str]] = ()
    width: int = 1280
    more: dict[str, Any] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """As the page that asks wants it."""
        address = f"/search.html?{urlencode([('q', self.q), *self.filters])}"
        return {"address": address, "width": self.width, **self.more}


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site, the page that asks, its questions, and takes the answers."""

    server: _Server

    def do_GET(self) -> None:
        """Serve a file of the site, or one of ours."""
        if self.path == "/questions":
            self._answer(json.dumps(self.server.questions).encode(), "application/json")
        elif self.path == "/ask.html":
            self._answer((HERE / "search.html").read_bytes(), "text/html")
        elif self.path == "/axe.min.js":
            self._answer(Path(find_program("axe.min.js")).read_bytes(), "text/javascript")
        elif self.path.startswith("/search.html") and self.server.is_examined:
            page = Path(self.translate_path(self.path)).read_bytes()
            self._answer(drop_policy(page), "text/html")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Take the answers."""
        length = int(self.headers["Content-Length"])
        self.server.seen.put(json.loads(self.rfile.read(length)))
        self._answer(b"", "text/plain")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    questions: list[dict[str, Any]]
    seen: queue.Queue[Any]

    @property
    def is_examined(self) -> bool:
        """Whether what is asked is answered by the page's own script, which its policy forbids."""
        return any({"passages", "words"} & question.keys() for question in self.questions)


def ask(site: Path, profile: Path, *questions: Question) -> list[Any]:
    """What a reader finds who asks the search page of a site, in one run of the browser."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=site)) as server:
        server.questions = [question.describe() for question in questions]
        server.seen = queue.Queue()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = subprocess.Popen(
            [
                find_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
                f"--user-data-dir={profile}", f"http://127.0.0.1:{server.server_port}/ask.html",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            seen = server.seen.get(timeout=180)
        finally:
            browser.terminate()
            browser.wait(30)
            server.shutdown()
    assert isinstance(seen, list), seen
    return seen


def find(seen: dict[str, Any], to: str) -> dict[str, Any]:
    """The one hit that leads there."""
    (hit,) = [hit for hit in seen["hits"] if hit["to"] == to]
    assert isinstance(hit, dict)
    return hit


# The edition that we ship.

FRICTION = "edition/october/friction.html"
FATE = "edition/october/fate.html"


@pytest.fixture(scope="module")
def pagefind_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped edition as an edition.toml that asks for Pagefind makes it."""
    root = copy_shipped(tmp_path_factory.mktemp("pagefind") / "edition")
    with (root / "edition.toml").open("a", encoding="utf-8") as config:
        config.write('\n[search]\nengine = "pagefind"\n')
    return build_site(root).out


@pytest.fixture(
    scope="module", params=["site", pytest.param("pagefind_site", marks=NEEDS_PAGEFIND)]
)
def engine(request: pytest.FixtureRequest) -> Path:
    """The shipped edition with each of the engines."""
    site: Path = request.getfixturevalue(request.param)
    return site


QUESTIONS = (
    Question("Chernov"), Question("Chernofi"), Question("Social-Revolutionists"),
    Question("Socialist Revolutionaries"), Question("25 October"), Question("7 November"),
    Question("Bronstein"), Question("TSÉRETELI"), Question("zyxwvut"),
    Question("Chernov", width=360, more={"axe": True}),
    Question("Chernov", more={"axe": True, "dark": True}),
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What is found with each engine."""
    axe = bool(find_program("axe.min.js"))
    questions = [q for q in QUESTIONS if axe or not q.more]
    found = ask(engine, tmp_path_factory.mktemp("profile"), *questions)
    names = [f"{q.q} {q.width} {' '.join(q.more)}".strip() for q in questions]
    return dict(zip(names, found, strict=True))


def test_a_name_is_found_in_its_forms(answers: dict[str, dict[str, Any]]) -> None:
    """The register's form leads to the entry, and to the passages that spell the name otherwise."""
    seen = answers["Chernov 1280"]
    entry = find(seen, "edition/persons.html#chernov")
    note = find(seen, f"{FRICTION}#n-chernoff")
    places = {hit["to"] for hit in seen["hits"]} | set(entry["mentions"])

    assert (entry["kind"], entry["marks"]) == ("Register", ["Chernov"])
    assert (note["kind"], note["marks"]) == ("Note", ["Chernov"])
    assert "twice, and L reads Tchernoff here." in note["text"]
    assert places & {f"{FRICTION}#p1", f"{FRICTION}#p1.persName2"}


def test_an_error_is_found_beside_its_correction(answers: dict[str, dict[str, Any]]) -> None:
    """What the page does not show leads to its passage, and is shown beside what it shows."""
    hit = find(answers["Chernofi 1280"], f"{FRICTION}#p1")

    assert (hit["kind"], hit["marks"], hit["seen"]) == ("Text", ["Chernofi"], True)
    assert "To tie itself up with the Chernoff [Chernofi] and Tseretelli factions" in hit["text"]
    assert "Such a coalition" not in hit["text"]


def test_terms_are_found_in_each_witness(answers: dict[str, dict[str, Any]]) -> None:
    """The one translator's term is found in the text, the other's in the apparatus."""
    old, new = (
        answers[f"{q} 1280"] for q in ("Social-Revolutionists", "Socialist Revolutionaries")
    )

    assert {f"{FRICTION}#p1", f"{FRICTION}#p2", f"{FATE}#p8"} <= {hit["to"] for hit in old["hits"]}
    reading = find(new, f"{FRICTION}#p1.app5-entry")
    assert (reading["kind"], reading["marks"]) == ("Apparatus", ["Socialist", "Revolutionaries"])
    assert find(new, f"{FRICTION}#n-terms")["kind"] == "Note"


@pytest.mark.parametrize("day", ["25 October", "7 November"])
def test_a_day_is_found_in_both_calendars(answers: dict[str, dict[str, Any]], day: str) -> None:
    """Old Style and New Style both lead to the passage that gives the one, or the other."""
    seen = answers[f"{day} 1280"]
    number, month = day.split()
    text = find(seen, f"{FRICTION}#p1")
    entry = find(seen, "edition/chronology.html#d1917-11-07")

    assert [mark.removesuffix("th") for mark in text["marks"]] == [number, month]
    assert {number, month} <= set(entry["marks"])
    assert find(seen, f"{FRICTION}#n-calendars")["marks"]


def test_a_form_of_the_register_alone_leads_to_mentions(
    answers: dict[str, dict[str, Any]],
) -> None:
    """A name that no text has leads to the entry, and from there or at once to the mentions."""
    seen = answers["Bronstein 1280"]
    entry = find(seen, "edition/persons.html#trotsky")

    assert entry["marks"] == ["Bronstein"]
    found = {hit["to"] for hit in seen["hits"]} | set(entry["mentions"])
    assert found & {f"{FATE}#n-author", f"{FATE}#n-author.persName1"}


def test_accents_and_capitals_make_no_difference(answers: dict[str, dict[str, Any]]) -> None:
    """A reader need not know how a name is spelt to the last stroke."""
    hit = find(answers["TSÉRETELI 1280"], f"{FRICTION}#p1")

    assert "Tseretelli [Tsereteli]" in hit["text"]


def test_what_is_not_there_is_not_found(answers: dict[str, dict[str, Any]]) -> None:
    """The page says so, and shows nothing."""
    seen = answers["zyxwvut 1280"]

    assert (seen["status"], seen["hits"]) == ("Nothing was found.", [])


def test_no_other_host_is_asked(answers: dict[str, dict[str, Any]]) -> None:
    """All that a search needs comes from the site."""
    assert [seen["elsewhere"] for seen in answers.values() if seen["elsewhere"]] == []


@pytest.mark.program("axe.min.js")
@pytest.mark.parametrize("name", ["Chernov 360 axe", "Chernov 1280 axe dark"])
def test_axe_finds_nothing(answers: dict[str, dict[str, Any]], name: str) -> None:
    """The page with its results passes axe, narrow and dark, and does not scroll sideways."""
    seen = answers[name]

    assert seen["hits"]
    assert seen["passed"] >= 10
    assert seen["violations"] == []
    assert seen["wide"] <= int(name.split()[1])


def test_more_results_come_when_asked_for(engine: Path, tmp_path: Path) -> None:
    """Some results at a time are shown; the keyboard goes on at the first of those that follow."""
    (seen,) = ask(engine, tmp_path, Question("text", more={"more": True}))

    assert 1 <= seen["first"] < seen["all"]
    assert seen["at"] == seen["first"]


def test_without_scripts_other_ways_are_named(engine: Path) -> None:
    """Where no script runs the page leads to the registers and to the index."""
    page = html.parse(engine / "search.html")
    links = page.xpath("//noscript//a/@href")

    assert {"edition/index.html", "genindex.html"} <= set(links)
    assert all((engine / link).is_file() for link in links)


@pytest.mark.parametrize("name", [FRICTION, "edition/persons.html", "index.html"])
def test_other_pages_load_nothing_of_the_search(engine: Path, name: str) -> None:
    """Only who searches loads what searching needs."""
    addresses = html.parse(engine / name).xpath("//script/@src | //link/@href")

    assert [a for a in addresses if "tei-search" in a or "pagefind" in a or "index.js" in a] == []


def test_the_script_reads_passages_as_the_index_does(
    shipped: Path, site: Path, tmp_path: Path
) -> None:
    """What the script finds on a page is what Python has told the index, word for word."""
    names = ["october/friction", "october/fate", "persons", "organisations", "chronology"]
    more = {"passages": [f"edition/{name}.html" for name in names]}
    (seen,) = ask(site, tmp_path, Question(more=more))
    for name, found in zip(names, seen, strict=True):
        page = etree.parse(shipped / f"docs/edition/{name}.teipage.xml").getroot()
        told = [[p.kind, p.anchor, p.text] for p in list_passages(page)]
        # The script begins with the entries of a register.
        assert sorted(map(str, found)) == sorted(map(str, told)), name


WORDS = (
    "Überſetzung der Straße", "aͤlter ꝛc. œuvre ﬁlius", "μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος ΟΔΟΣ",
    "בְּרֵאשִׁית בָּרָא", "مُحَمَّدٌ رَسُولُ", "हिन्दी में", "Слово о плъкꙋ Игоревѣ ёй", "1917 Łódź İzmir ılık",
    "bo\u00adden don't foo_bar",
)  # fmt: skip


def test_the_script_folds_as_the_index_does(site: Path, tmp_path: Path) -> None:
    """A browser makes the same words of what is asked for as Python makes of the text."""
    (seen,) = ask(site, tmp_path, Question(more={"words": WORDS}))

    assert [folded for folded, _ in seen] == [fold(words) for words in WORDS]
    assert [split for _, split in seen] == [list_words(words) for words in WORDS]


UNSPACED = """<text xml:lang="{language}"><body>
<p xml:id="one">學而時習之<lb/>不亦說乎<pb n="1b"/>有朋自
遠方來。<note xml:id="n">がくせいは毎日本を読む。ﾊﾝｶｸ</note></p>
<p xml:id="two">人不知而不慍 said Confucius.</p></body></text>"""


@pytest.mark.parametrize("language", ["zh-Hant", "ja", "en", "la"])
def test_scripts_without_spaces_are_found_by_characters(tmp_path: Path, language: str) -> None:
    """One character, a word of two, a phrase over breaks, kana: in an edition of any language."""
    texts = {"a": UNSPACED.format(language=language)}
    toml = f'[edition]\nlanguage = "{language}"\n'
    site = build_site(make_edition(tmp_path / "edition", texts, toml=toml)).out
    asked = {
        "慍": ("two", ["慍"]),
        "說乎": ("one", ["說乎"]),
        "自遠方來": ("one", ["自遠方來"]),
        "不亦說乎有朋": ("one", ["不亦說乎有朋"]),
        "confucius 而不": ("two", ["而不", "Confucius"]),
        "がくせい": ("n", ["がくせい"]),
        "ハンカク": ("n", ["ﾊﾝｶｸ"]),
    }

    found = ask(site, tmp_path / "profile", *map(Question, [*asked, "亦習", "書"]))

    for seen, (anchor, marks) in zip(found, asked.values(), strict=False):
        hits = {hit["to"]: hit["marks"] for hit in seen["hits"]}
        assert hits == {f"edition/a.html#{anchor}": marks}
    assert [seen["hits"] for seen in found[len(asked) :]] == [[], []]


HARD = """<text><body><div><head>On <hi>H</hi>ard things</head><p xml:id="p">Re<lb
    break="no"/>gierung hum-<lb break="no"/>ble <choice><orig>v</orig><reg>u</reg></choice>n<choice>
    <sic>t</sic><corr>d</corr></choice>, <choice><abbr>M<am>r</am></abbr>
    <expan>M<ex>iste</ex>r</expan></choice> <del>no</del> ge<app>
    <lem>f</lem><rdg>v</rdg></app>allen, Hu<pb n="2" break="no"/>nde.</p>
    <lg><l>A line<note>With <q>a note</q>, <foreign xml:lang="de">hier</foreign>.</note></l></lg>
    <list><item>one<list><item>two</item></list></item></list>
    <table><row><cell>a</cell><cell>b</cell></row></table></div></body></text>"""


def test_the_script_reads_hard_things_as_the_index_does(tmp_path: Path) -> None:
    """Breaks, choices within words, readings, verse, lists and tables come out alike."""
    root = make_edition(tmp_path / "edition", {"hard": HARD})
    site = build_site(root).out
    questions = (Question(more={"passages": ["edition/hard.html"]}), Question("HUMBLE REGIERUNG"))
    seen, found = ask(site, tmp_path / "profile", *questions)
    page = etree.parse(root / "docs/edition/hard.teipage.xml").getroot()
    told = [[p.kind, p.anchor, p.text] for p in list_passages(page)]

    # Sphinx gives the sections of a page an id where they have none.
    assert [[kind, text] for kind, _, text in seen[0]] == [[kind, text] for kind, _, text in told]
    assert {anchor for _, anchor, _ in told} - {""} <= {anchor for _, anchor, _ in seen[0]}
    assert [hit["to"] for hit in found["hits"]] == ["edition/hard.html#p"]
    assert found["hits"][0]["text"].startswith("Regierung humble und")


# Filters.

REGISTER = """<listPerson><person xml:id="anna"><persName>Möller, Anna</persName></person>
<person xml:id="karl"><persName>Weiß, Karl</persName><persName>Charles Blanc</persName></person>
</listPerson><listPlace><place xml:id="ulm"><placeName>Ulm</placeName></place></listPlace>"""
LETTERS = {
    "first": """<text xml:lang="de"><body><p xml:id="a">Liebe <persName ref="#anna">Anna</persName>,
        wir ſahen am <date when="1823-05-03">3ten May</date> das Münſter zu
        <placeName ref="#ulm">Ulm</placeName>.<note xml:id="n">Das Münster ist hoch.</note></p>
        </body></text>""",
    "second": """<text xml:lang="de"><body><p xml:id="b">Herr <persName ref="#karl">Carl</persName>
        war <date when="1831">damals</date> nicht im Mün<lb break="no"/>ſter.</p></body></text>""",
}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters in German, searched with Pagefind, on a theme of Sphinx's own."""
    root = make_edition(
        tmp_path_factory.mktemp("letters") / "edition", LETTERS, register=REGISTER,
        toml='[edition]\nlanguage = "de"\n[search]\nengine = "pagefind"\n',
        conf='language = "de"\nhtml_use_index = False\n',
    )  # fmt: skip
    return build_site(root).out


@NEEDS_PAGEFIND
def test_filters(letters: Path, tmp_path: Path) -> None:
    """Person, place, text, kind and years narrow what is found; without words they find alone."""
    word = "munster"
    asked: dict[str, list[tuple[str, str]]] = {
        "all": [],
        "person": [("person", "Weiß, Karl")],
        "place": [("place", "Ulm"), ("kind", "text")],
        "text": [("text", "Second")],
        "kind": [("kind", "note")],
        "years": [("from", "1830"), ("to", "1840")],
        "no year": [("from", "1840")],
    }
    found = ask(letters, tmp_path, *(Question(word, filters) for filters in asked.values()))
    places = {
        name: {hit["to"].rpartition("/")[2] for hit in seen["hits"]}
        for name, seen in zip(asked, found, strict=True)
    }

    assert places == {
        "all": {"first.html#a", "first.html#n", "second.html#b"}, "person": {"second.html#b"},
        "place": {"first.html#a"}, "text": {"second.html#b"}, "kind": {"first.html#n"},
        "years": {"second.html#b"}, "no year": set(),
    }  # fmt: skip
    assert found[0]["status"] == "3 Stellen gefunden."


@NEEDS_PAGEFIND
def test_filters_offer_what_there_is(letters: Path, tmp_path: Path) -> None:
    """Who opens the filters is offered names; a name alone finds where it is meant."""
    person = [("person", "Weiß, Karl"), ("kind", "text")]
    offered, alone, other = ask(
        letters, tmp_path, Question(more={"offer": True}), Question("", person),
        Question("Blanc", [("kind", "text")]),
    )  # fmt: skip

    assert offered["offered"] == ["Möller, Anna", "Weiß, Karl", "Ulm"]
    assert [hit["marks"] for hit in alone["hits"]] == [["Carl"]]
    assert [hit["marks"] for hit in other["hits"]] == [["Carl"]]
