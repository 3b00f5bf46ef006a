"""The chronology has every dating in the order of time, in the calendars that are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from building import build_site, make_edition
from tei_edition.config import read_config
from tei_edition.dating.calendars import Day, day_number
from tei_edition.loading.edition import read_edition
from tei_edition.pages import chronology
from tei_edition.pages.chronology import list_chronology_pages
from tei_edition.pages.timeline import draw_timeline
from tei_edition.publishing.exporting import plan_site

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

X = "{urn:tei-edition:facts}"
REGISTER = """<listPerson><person xml:id="k"><persName>Kerensky</persName><birth when="1881-05-04"/>
<death><date when="1970-06-11"/></death></person></listPerson>
<listEvent><event xml:id="rising" when="1917-11-07"><label>The rising</label></event></listEvent>"""
TEXT = """<text xml:lang="en"><body>
<p><date when="1917-11-07">7 November</date>, <date when-custom="1917-10-25"
  datingMethod="#julian" cert="low">October 25</date>, <date from="1905" to="1917">years</date>,
<date when="-0043">then</date>, <date>once</date>, <date notAfter="1918-03">later</date>,
<date when-custom="5708-02-05" datingMethod="#hebrew">5 Iyyar</date>,
<date when-custom="1917-09" datingMethod="#julian">that month</date>,
<date when-custom="in the third year" datingMethod="#regnal">year three</date></p></body></text>"""

Make = Any


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The facts behind the chronology of a text, with these settings."""

    def make(text: str = TEXT, settings: str = "", register: str = REGISTER) -> etree._Element:
        toml = f"[edition]\nlanguage = 'en'\n[chronology]\n{settings}\n"
        root = make_edition(
            tmp_path / str(len(settings)), {"one": text}, register=register, toml=toml
        )
        pages = list_chronology_pages(plan_site(read_edition(read_config(root))))
        return pages["edition/chronology"]

    return make


def list_rows(page: etree._Element) -> list[tuple[str, list[str], int]]:
    """Of each time its anchor, its words by calendar (computed ones in brackets), its datings."""
    rows = []
    for time in page.iter(f"{X}time"):
        words = []
        for term in time.iter(f"{X}term"):
            words.append(f"[{term.text}]" if term.get("computed") else str(term.text))
        dated = [e for e in time if e.tag in {f"{X}mention", f"{X}life"}]
        rows.append((time.get("anchor", ""), words, len(dated)))
    return rows


def test_times_stand_in_order(make: Make) -> None:
    """Each once, in both calendars; what is given is distinguished from what is computed."""
    assert list_rows(make()) == [
        ("d-0043", ["44 BCE"], 1),
        ("d1905_1917", ["1905 – 1917"], 1),
        ("d1917-09-14_1917-10-13", ["[14 September 1917 – 13 October 1917]", "September 1917"], 1),
        ("d1917-11-07", ["7 November 1917", "25 October 1917"], 3),
        ("d_1918-03-e", ["not after March 1918", "[not after 18 March 1918]"], 1),
        ("d1948-05-14", ["[14 May 1948]", "[1 May 1948]"], 1),
        ("", [], 1),
    ]


def test_many_datings_are_on_pages_of_periods(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as a page can hold their datings; dates of the text lead to the page of theirs."""
    monkeypatch.setattr(chronology, "MOST", 4)
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER)
    pages = list_chronology_pages(plan_site(read_edition(read_config(root))))
    rows = {docname.partition("chronology")[2]: list_rows(page) for docname, page in pages.items()}

    assert {name: [row[0] for row in found] for name, found in rows.items()} == {
        "": [""],
        "/bce-44": ["d-0043"],
        "/1905": ["d1905_1917"],
        "/1917": ["d1917-09-14_1917-10-13", "d1917-11-07"],
        "/1918": ["d_1918-03-e"],
        "/1948": ["d1948-05-14"],
    }
    out = build_site(root, options=["-D", "suppress_warnings=tei"]).out / "edition"
    for page, link in (
        ("one", "chronology/1917.html#d1917-11-07"), ("one", "chronology/bce-44.html#d-0043"),
        ("chronology", "chronology/1905.html"), ("chronology/1918", "1917.html"),
    ):  # fmt: skip
        assert f'href="{link}"' in (out / f"{page}.html").read_text(encoding="utf-8"), link


@pytest.mark.parametrize(("most", "size"), [(3, 1), (4, 1), (6, 10), (7, 100), (8, 0)])
def test_periods_are_as_long_as_a_page_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, size: int
) -> None:
    """Centuries, decades, years; none where one page has all."""
    monkeypatch.setattr(chronology, "MOST", most)
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER)

    assert plan_site(read_edition(read_config(root))).chronology_period == size


def test_another_calendar_is_shown_as_given(make: Make) -> None:
    """By its name where it is known, else by what the header calls it; not placed in time."""
    page = make()
    told = [(e.get("calendar"), e.get("label"), e.text) for e in page.iter(f"{X}otherwise")]

    assert told == [("hebrew", None, "5 Iyyar 5708"), (None, "regnal", "in the third year")]
    assert [len(e) for e in page.iter(f"{X}unplaced")] == [1]


def test_calendars_can_be_chosen(make: Make) -> None:
    """A column for each; one without a single entry is left out."""
    page = make(settings="calendars = ['hebrew', 'gregorian', 'republican']")

    assert [e.get("name") for e in page.iter(f"{X}calendar")] == ["hebrew", "gregorian"]
    assert list_rows(page)[5][1] == ["5 Iyyar 5708", "[14 May 1948]"]


def test_what_no_chosen_calendar_can_say_is_said_as_given(make: Make) -> None:
    """Years have no counterpart in another calendar, and are listed all the same."""
    page = make(
        '<text><body><p><date when="1917"/></p></body></text>',
        "calendars = ['hebrew']\ninclude = ['texts']",
    )

    assert [e.get("name") for e in page.iter(f"{X}calendar")] == ["gregorian"]


def test_lives_and_events_can_be_chosen(make: Make) -> None:
    """Births and deaths only if wanted; an event leads to its entry."""
    lives = make(settings="include = ['lives']")
    found = [(e.get("name"), e.get("aspect"), e.get("target")) for e in lives.iter(f"{X}life")]

    assert found == [
        ("Kerensky", "birth", "edition/persons#k"), ("Kerensky", "death", "edition/persons#k"),
    ]  # fmt: skip
    assert list(lives.iter(f"{X}mention")) == []
    events = make(settings="include = ['events']")
    assert [e.get("target") for e in events.iter(f"{X}life")] == ["edition/events#rising"]


def test_many_times_have_headings(make: Make) -> None:
    """Years, decades or centuries, as few as are needed."""
    dates = "".join(f'<date when="{year}-03-0{n}"/>' for year in range(1800, 1900) for n in (1, 2))
    page = make(f"<text><body><p>{dates}</p></body></text>")

    labels = [age.get("label") for age in page.iter(f"{X}age")]
    assert labels == [f"{year}–{year + 9}" for year in range(1800, 1900, 10)] + ["1910–1919"]
    assert len(list_rows(page)) == 201


def test_the_picture_counts_all_that_it_shows() -> None:
    """Columns for what is short, lines for what lasts; open spans reach the edge."""
    days = [day_number(Day(1917, month, 7)) for month in (1, 3, 3, 11)]
    long = (day_number(Day(1917, 2, 1)), day_number(Day(1917, 10, 31)))
    picture = draw_timeline([*((d, d) for d in days), long, (days[1], None)], "en")

    labels = [e.get("label") for e in picture if e.get("label")]
    assert labels == ["January 1917: 1", "March 1917: 2", "November 1917: 1"]
    assert picture.get("peak") == "March 1917"
    assert picture.get("unshown") == "0"
    lines = [e for e in picture if e.get("class") == "tei-span" or e.get("class") == "span"]
    ends = [float(e.get("x", "0")) + float(e.get("width", "0")) for e in lines]
    assert len(lines) == 2
    assert max(ends) == pytest.approx(708)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (Day(1917, 11, 7), Day(1917, 11, 7)),
        (Day(1917, 11, 7), Day(1917, 12, 30)),
        (Day(1917, 1, 1), Day(1921, 12, 31)),
        (Day(1850, 3, 2), Day(1850, 4, 1)),
        (Day(1700, 1, 1), Day(2000, 1, 1)),
        (Day(-43, 3, 15), Day(2000, 1, 1)),
        (Day(-9999, 1, 1), Day(9999, 12, 31)),
        (Day(-999999, 1, 1), Day(999999, 12, 31)),
    ],
)
def test_the_picture_has_room_for_any_time(first: Day, last: Day) -> None:
    """From a day to all ages, whatever is drawn lies within the picture, in columns to be seen."""
    spans = [(day_number(day), day_number(day)) for day in (first, last)]
    picture = draw_timeline([*spans, (None, spans[1][0]), (spans[0][0], None)], "en")

    drawn = [e for e in picture if e.get("kind") == "rect"]
    width, height = float(picture.get("width", "0")), float(picture.get("height", "0"))
    assert sum(int((e.get("label") or ": 0").split(": ")[1]) for e in drawn) >= 2
    for label in picture.iterfind("*[@text]"):
        # Thirteen units high, a letter is some seven wide: the edge must not cut the words.
        x, words = float(label.get("x", "nan")), label.get("text", "")
        assert x == 12 or x + 7 * len(words) <= width
    for shape in drawn:
        x, y, w, h = (float(shape.get(name, "nan")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height


def test_a_crowd_of_spans_is_cut_and_counted() -> None:
    """A picture has room for so many lanes; how many spans it leaves out is said."""
    start = day_number(Day(1900, 1, 1))
    spans = [(start + n, start + 4000 + n) for n in range(50)]
    picture = draw_timeline(spans, "en")

    assert picture.get("unshown") == "38"
    assert picture.get("number") == "50"


def test_a_calendar_has_a_column_where_the_edition_uses_it(make: Make) -> None:
    """Unless others are asked for; a day in it alone is in the Gregorian too."""
    plain = "<text><body><p><date when='1917-11-07'>then</date></p></body></text>"
    julian = plain.replace("when", "datingMethod='#julian' when-custom")

    def list_columns(page: etree._Element) -> list[str | None]:
        return [calendar.get("name") for calendar in page.iter(f"{X}calendar")]

    assert list_columns(make(plain)) == ["gregorian"]
    assert list_columns(make(julian, " ")) == ["gregorian", "julian"]
    assert list_columns(make(plain, "calendars = ['gregorian', 'julian']")) == [
        "gregorian", "julian",
    ]  # fmt: skip


def test_what_is_dated_says_its_kind_and_whom_it_concerns(make: Make) -> None:
    """A life its person; a date in a text whom its passage names, and nobody else."""
    text = (
        "<text xml:lang='en'><body><p><persName ref='#k'>K</persName> <date when='1917-01-01'>now"
        "</date></p><p><date when='1918-01-01'>then</date></p></body></text>"
    )
    page = make(text, "include = ['texts', 'events', 'lives']")
    marks = [e.get("marks") for e in page.iter(f"{X}life", f"{X}mention")]

    assert marks == [
        "kind-lives who-k", "kind-texts who-k", "kind-events", "kind-texts", "kind-lives who-k",
    ]  # fmt: skip
    filters = {
        f.get("name"): [(c.get("value"), c.get("label")) for c in f]
        for f in page.iter(f"{X}filter")
    }
    assert filters == {
        "kind": [
            ("kind-texts", "dates in the texts (2)"), ("kind-events", "events (1)"),
            ("kind-lives", "lives (2)"),
        ],
    }  # fmt: skip


def test_life_in_an_unknown_calendar_is_named(make: Make) -> None:
    """It stands below, with whom it is of, in the words of its calendar; nothing is computed."""
    page = make(
        "<text><body><p><date when='1917'>x</date></p></body></text>", "include = ['lives']",
        "<listPerson><person xml:id='g'><persName>Gus</persName><death when-custom='1326-12-16'"
        " datingMethod='#rumi'/></person></listPerson>",
    )  # fmt: skip
    (unplaced,) = page.iter(f"{X}unplaced")

    assert [e.text for e in unplaced.iter(f"{X}otherwise")] == ["1326-12-16"]
    assert [e.get("name") for e in unplaced.iter(f"{X}life")] == ["Gus"]
    assert list(page.iter(f"{X}term")) == []
