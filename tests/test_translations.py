"""Texts are beside their translations, as what the files say of both."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from building import TEI, build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.checks import check_edition
from tei_edition.config import read_config
from tei_edition.facts.originals import list_parallels
from tei_edition.facts.parallels import Parallel, arrange_rows
from tei_edition.facts.pointers import Resolver
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.plain_html import write_html

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = Path(__file__).parents[1] / "docs/manual/how-to/translations.xml"
BESIDE = '[translations]\n"tei/b.xml" = "tei/a.xml"\n'


def write(root: Path, texts: Mapping[str, str], toml: str = BESIDE) -> Path:
    """An edition of these bodies, the first of which is the original."""
    made = {
        name: f'<text xml:lang="{"he" if name == "a" else "en"}"><body>{body}</body></text>'
        for name, body in texts.items()
    }
    return make_edition(root, made, toml=toml)


def list_rows(root: Path) -> list[tuple[str, str]]:
    """The rows of the first parallel of an edition, each side by its anchors."""
    config = read_config(root)
    [parallel] = list_parallels(Resolver(read_edition(config).edition), config.translations)
    return [(" ".join(row.left), " ".join(row.right)) for row in arrange_rows(parallel)]


def list_all(root: Path) -> list[Parallel]:
    """All parallels of an edition."""
    config = read_config(root)
    return list_parallels(Resolver(read_edition(config).edition), config.translations)


P = '<p xml:id="{0}" n="{1}">{0}</p>'
ONE = "".join(P.format(f"a{n}", n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        pytest.param(
            ONE, "".join(P.format(f"b{n}", n) for n in (1, 2, 3)),
            [("a1", "b1"), ("a2", "b2"), ("a3", "b3")], id="equal numbers",
        ),
        pytest.param(
            ONE, P.format("b1", 1) + P.format("b2", "2-3"),
            [("a1", "b1"), ("a2 a3", "b2")], id="a range",
        ),
        pytest.param(
            ONE, P.format("b1", "1 3") + P.format("b2", 2),
            [("a1 a3", "b1"), ("a2", "b2")], id="several numbers",
        ),
        pytest.param(
            ONE, P.format("b1", "1-2, 3"), [("a1 a2 a3", "b1")], id="ranges and numbers",
        ),
        pytest.param(
            ONE, P.format("b1", 3) + P.format("b2", 1),
            [("a1", "b2"), ("a2", ""), ("a3", "b1")], id="another order",
        ),
        pytest.param(
            "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>", "<p xml:id='b1'>x</p><p xml:id='b2'>x</p>",
            [("a1", "b1"), ("a2", "b2")], id="order alone",
        ),
        pytest.param(
            "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>", "<p xml:id='b1'>x</p>",
            [("a1 a2", "b1")], id="nothing corresponds",
        ),
        pytest.param(
            "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>",
            "<p xml:id='b0'>x</p><p xml:id='b1' corresp='a.xml#a2'>x</p>"
            "<p xml:id='b2' corresp='a.xml#a1'>x</p>",
            [("", "b0"), ("a1", "b2"), ("a2", "b1")], id="a pointer",
        ),
        pytest.param(
            "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>",
            "<p xml:id='b1'>x</p><p xml:id='b2'>x</p>"
            "<linkGrp><link target='a.xml#a1 #b1 #b2'/></linkGrp>",
            [("a1", "b1 b2"), ("a2", "")], id="a link of three",
        ),
        pytest.param(
            "<lg xml:id='a'><l xml:id='a1' n='1'>x</l><l xml:id='a2' n='2'>x</l></lg>",
            "<lg xml:id='b'><l xml:id='b1' n='1'>x</l><l xml:id='b2' n='2'>x</l></lg>",
            [("a1", "b1"), ("a2", "b2")], id="verse",
        ),
    ],
)  # fmt: skip
def test_parts_correspond_by_the_strongest_statement(
    tmp_path: Path, left: str, right: str, rows: list[tuple[str, str]]
) -> None:
    """Links and pointers before numbers, numbers before the order."""
    assert list_rows(write(tmp_path / "e", {"a": left, "b": right})) == rows


def test_a_pointer_to_nothing_joins_nothing(tmp_path: Path) -> None:
    """The order says then what corresponds."""
    right = "<p xml:id='b1' corresp='a.xml#no'>x</p><p xml:id='b2'>x</p>"
    root = write(tmp_path / "e", {"a": "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>", "b": right})

    assert list_rows(root) == [("a1", "b1"), ("a2", "b2")]


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ({"a": '<div type="edition"><p>x</p></div><div type="translation"><p>y</p></div>'}, 1),
        ({"a": '<div type="edition"><p>x</p></div><div type="commentary"><p>y</p></div>'}, 0),
        (
            {
                "a": '<div type="edition"><p>x</p></div><div type="translation"><p>y</p></div>'
                '<div type="translation"><p>z</p></div>'
            },
            2,
        ),
        ({"a": "<p>x</p>", "b": "<p>y</p>"}, 0),
    ],
)
def test_files_say_what_is_a_translation(
    tmp_path: Path, texts: dict[str, str], number: int
) -> None:
    """By the types of divisions, as in EpiDoc; two texts alone say nothing."""
    assert len(list_all(write(tmp_path / "e", texts, toml=""))) == number


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the manual and a translation in a file of its own, in both builders."""
    root = tmp_path_factory.mktemp("translations") / "edition"
    name = '<persName ref="#g">{}</persName>'
    person = '<listPerson><person xml:id="g"><persName>God</persName></person></listPerson>'
    left = f"<p n='1'>בראשית {name.format('אלהים')}.<note>הערה</note></p><p n='2'>והארץ.</p>"
    right = f"<p n='1'>In the beginning {name.format('God')}.<note>Note</note></p><p>Gloss.</p>"
    texts = {
        name: f'<text xml:lang="{tag}"><body>{body}</body></text>'
        for name, tag, body in (("a", "he", left), ("b", "en", right))
    }
    make_edition(root, texts, register=person, toml=f'[edition]\nlanguage = "en"\n{BESIDE}')
    shutil.copy(EXAMPLE, root / "tei/stone.xml")
    assert run_command("html", "-o", "plain", cwd=root).returncode == 0
    build_site(root)
    return root


SITES = ["plain", "build/html"]


def open_page(root: Path, site: str, name: str) -> Any:
    """A page of the example."""
    return parse_page(root / site / f"edition/{name}.html")


def list_words(page: Any) -> list[list[tuple[str, str]]]:
    """The rows of a page: the language and the paragraphs of each side."""
    return [
        [
            (side.get("lang"), " ".join("".join(p.itertext()) for p in side.xpath(PARAGRAPHS)))
            for side in pair.xpath("div")
        ]
        for pair in page.xpath("//div[contains(@class, 'tei-pair ') or @class='tei-pair']")
    ]


PARAGRAPHS = ".//p[contains(@class, 'tei-p') and not(ancestor::aside)]"


@pytest.mark.parametrize("site", SITES)
def test_passages_are_beside_each_other(example: Path, site: str) -> None:
    """Each side in its language; a range beside all that it is of."""
    rows = list_words(open_page(example, site, "stone.en"))

    assert [[language for language, _ in row] for row in rows] == [["la", "en"], ["la", "en"]]
    assert [re.sub(r"[0-9-]", "", words).strip() for _, words in rows[1]] == [
        "Hic lapis viam monstrat. Vale.", "This stone shows the way. Farewell.",
    ]  # fmt: skip


@pytest.mark.parametrize("site", SITES)
def test_a_page_with_two_texts_has_each_id_once(example: Path, site: str) -> None:
    """Links in it lead to places that are there, or to the page of one text."""
    for name in ("a.en", "stone.en"):
        page = open_page(example, site, name)
        ids = [str(i) for i in page.xpath("//@id")]
        assert len(ids) == len(set(ids))
        inner = [str(h)[1:] for h in page.xpath("//article//a/@href | //main//a/@href") if
                 str(h).startswith("#") and len(h) > 1]  # fmt: skip
        assert set(inner) <= set(ids)


@pytest.mark.parametrize(("depth", "levels"), [(1, [1, 2, 2]), (2, [1, 2, 2, 3, 3])])
def test_headings_keep_their_level(tmp_path: Path, depth: int, levels: list[int]) -> None:
    """None is left out between that of the page and those of the texts."""
    body = "<div><head>H</head>" * depth + "<p n='1'>{}</p>" + "</div>" * depth
    root = write(tmp_path / "e", {name: body.format(name) for name in ("a", "b")})
    page = parse_page(build_site(root).out / "edition/a.en.html")
    headings = page.xpath("//section//*[self::h1 or self::h2 or self::h3 or self::h4]")

    assert [int(heading.tag[-1]) for heading in headings] == levels


@pytest.mark.parametrize("site", SITES)
def test_what_has_no_counterpart_says_so(example: Path, site: str) -> None:
    """In words, on the side on which it is; the other texts are a link away."""
    page = open_page(example, site, "a.en")
    told = ["".join(p.itertext()) for p in page.xpath("//p[contains(@class, 'no-counterpart')]")]

    assert len(told) == 0 or all("corresponding" in words for words in told)
    links = page.xpath("//*[contains(@class, 'tei-text-choice')]//a/@href")
    assert [str(link) for link in links] == ["a.html", "b.html"]
    back = open_page(example, site, "b").xpath("//a[contains(@href, 'a.en.html')]")
    assert back


def test_words_that_correspond_lead_to_each_other(example: Path) -> None:
    """`w` by @corresp."""
    page = open_page(example, "build/html", "stone.en")
    paired = page.xpath("//a[contains(@class, 'tei-paired')]")

    assert ["".join(a.itertext()) for a in paired] == ["viam", "way"]
    assert {a.get("href")[1:] for a in paired} == {a.get("id") for a in paired}


def test_registers_and_search_have_each_passage_once(example: Path) -> None:
    """They lead to the pages of one text; registers say what is in a translation."""
    persons = open_page(example, "build/html", "persons")
    links = persons.xpath("//p[contains(@class, 'tei-mention ')]//a/@href")

    assert [str(link).partition("#")[0] for link in links] == ["a.html", "b.html"]
    assert "translation (English)" in "".join(map(str, persons.xpath("//body//text()")))
    text = (example / "build/html/searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert index["docnames"][index["terms"]["gloss"]] == "edition/b"


def test_books_have_the_texts_apart(example: Path) -> None:
    """The page with both is left out, so that nothing is printed twice."""
    out = build_site(example, "latex").out
    source = next(out.glob("*.tex")).read_text(encoding="utf-8")

    assert source.count("Traveller, stop") == 1
    assert source.count("Viator, siste") == 1


FACING = '[edition]\nlanguage = "en"\n[print]\ntranslations = "facing"\n'


@pytest.fixture(scope="module")
def facing(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The LaTeX of a book with notes, an apparatus, names and verse on facing pages."""
    root = tmp_path_factory.mktemp("facing") / "edition"
    name = '<persName ref="#g">{}</persName>'
    register = (
        '<listPerson><person xml:id="g"><persName>God</persName></person></listPerson>'
        '<listWit><witness xml:id="A"/><witness xml:id="B"/></listWit>'
    )
    left = (
        f"<p n='1'>LEFT {name.format('deus')}<note>Nota.</note></p>"
        "<p n='2'><app><lem wit='#A'>unus</lem><rdg wit='#B'>duo</rdg></app>"
        "<index><term>ONE</term></index></p>"
        "<lg n='3'><l n='1'>ARMA</l><l n='2'>VIRUM</l></lg>"
    )
    right = (
        f"<p n='1'>RIGHT {name.format('god')}<note>Remark.</note></p><p n='2'>EINS</p>"
        "<lg n='3'><l n='1'>ARMS</l><l n='2'>MAN</l></lg>"
    )
    text = '<text xml:lang="{}"><body>{}</body></text>'
    texts = {"a": text.format("la", left), "b": text.format("en", right)}
    make_edition(root, texts, register=register, toml=FACING + BESIDE)
    out = build_site(root, "latex").out
    return next(out.glob("*.tex")).read_text(encoding="utf-8")


def test_facing_pages_have_each_text_once(facing: str) -> None:
    """In turn, each in its column; no chapter has a text alone."""
    order = re.findall(r"LEFT|RIGHT|unus|EINS|ARMA|ARMS|VIRUM|MAN", facing)

    assert order == ["LEFT", "RIGHT", "unus", "unus", "EINS", "ARMA", "ARMS", "VIRUM", "MAN"]
    assert facing.count(r"\begin{document}") == facing.count(r"\teibeginbeside") == 1
    assert facing.count(r"\chapter{B}") == 0


def test_places_of_facing_pages_are_those_of_one_text(facing: str) -> None:
    """Each label is once; links and registers lead to labels that are there."""
    labels = re.findall(r"\\label\{\\detokenize\{([^}]*)", facing)
    led = set(re.findall(r"\\(?:teipage|hyperref)[{[](?:\\detokenize\{)?([^}\]]*)", facing))

    assert len(labels) == len(set(labels))
    assert {"edition/a:p1", "edition/b:p1", "edition/b::doc"} <= set(labels)
    assert led <= set(labels)
    pages = re.findall(r"\\teipage\{\\detokenize\{([^}]*)", facing)
    assert [page.partition(":")[0] for page in pages] == ["edition/a", "edition/b"]


def test_notes_and_entries_of_facing_pages_stay_with_their_side(facing: str) -> None:
    """Notes at the foot, the apparatus below its passage, the terms of the index in the text."""
    left, right = facing.index("LEFT"), facing.index("RIGHT")
    assert left < facing.index("Nota.") < right < facing.index("Remark.")
    assert facing.count(r"\begin{footnote}") == 2
    assert facing.index("unus") < facing.index("duo") < facing.index("EINS")
    assert r"\FootnoteA" not in facing.partition(r"\begin{document}")[2]
    assert facing.count(r"\index{ONE") == 1


def test_lines_of_facing_pages_are_paragraphs(facing: str) -> None:
    """Lists would have a gap between any two lines of verse."""
    assert facing.count(r"\hangindent") == 4
    assert "DUlineblock" not in facing


@pytest.mark.parametrize(
    ("texts", "beside", "apart"),
    [
        pytest.param(
            {"a": "<div type='edition'><p>WORDA</p></div><div type='translation'><p>WORDB</p></div>"
             "<div type='translation'><p>WORDC</p></div><div type='commentary'><p>WORDD</p></div>"},
            "AB", "CD", id="two translations in one file",
        ),
        pytest.param(
            {"a": "<div xml:id='c1'><p>WORDA</p></div><div xml:id='c2'><p>WORDC</p></div>",
             "b": "<p corresp='a.xml#c1'>WORDB</p><p corresp='a.xml#c2'>WORDD</p>"},
            "ABCD", "", id="an original of several pages",
        ),
    ],
)  # fmt: skip
def test_nothing_is_lost_on_facing_pages(
    tmp_path: Path, texts: dict[str, str], beside: str, apart: str
) -> None:
    """What is beside nothing follows; all is printed once."""
    toml = f"{FACING}[pages]\nsplit = 1\n{BESIDE if 'b' in texts else ''}"
    out = build_site(write(tmp_path / "e", texts, toml), "latex").out
    book = next(out.glob("*.tex")).read_text(encoding="utf-8")
    found = re.findall("WORD(.)", book)

    assert found == [*beside, *apart]


def test_a_page_with_both_has_no_more_of_the_translation_than_of_the_original(
    tmp_path: Path,
) -> None:
    """Where an original has several pages, the translation one, with its notes."""
    left = "<div xml:id='c1'><p>LEFT1</p></div><div xml:id='c2'><p>LEFT2</p></div>"
    right = "".join(f"<p corresp='a.xml#c{n}'>RIGHT{n}<note>NOTE{n}</note></p>" for n in (1, 2))
    root = write(tmp_path / "e", {"a": left, "b": right}, f"[pages]\nsplit = 1\n{BESIDE}")
    assert run_command("html", "-o", "out", cwd=root).returncode == 0

    for n in (1, 2):
        page = (root / f"out/edition/a/c{n}.en.html").read_text(encoding="utf-8")
        found = re.findall(r"(?:LEFT|RIGHT|NOTE)\d", page)
        assert found == [f"LEFT{n}", f"RIGHT{n}", f"NOTE{n}"]


def test_what_edition_toml_names_must_be_there(tmp_path: Path) -> None:
    """A file that is no text of the edition, an identifier that is in none."""
    toml = '[translations]\n"tei/b.xml" = "tei/no.xml"\n"tei/b.xml#x" = "tei/a.xml"\n'
    root = write(tmp_path / "e", {"a": "<p>x</p>", "b": "<p>y</p>"}, toml)
    config = read_config(root)
    found = [*check_edition(read_edition(config).edition, config, {"unknown-target"})]

    assert [p.message for p in found] == [
        '[translations] names "tei/b.xml#x", but there is no xml:id "x" in tei/b.xml',
        '[translations] names "tei/no.xml", which is not one of the texts',
    ]
    assert run_command("html", "-o", "out", cwd=root).returncode in {0, 1}


def test_a_change_of_the_translation_reaches_the_page(tmp_path: Path) -> None:
    """A rebuild makes the page with both texts again."""
    root = write(tmp_path / "e", {"a": "<p n='1'>א</p>", "b": "<p n='1'>Before</p>"})
    page = build_site(root).out / "edition/a.en.html"
    assert "Before" in page.read_text(encoding="utf-8")
    content = '<text xml:lang="en"><body><p n="1">After</p></body></text>'
    (root / "tei/b.xml").write_text(TEI.format(title="B", content=content))
    build_site(root)

    assert "After" in page.read_text(encoding="utf-8")


ENGLISH = '[edition]\nlanguage = "en"\n'
GROUPED = "<linkGrp type='{}'><link target='#a1 #b1'/><link target='#a2 #b2'/></linkGrp>"
TWO = '<div xml:id="a" xml:lang="la">{}</div><div xml:id="b" xml:lang="{}">{}</div>'
LEFT = "<p xml:id='a1'>x</p><p xml:id='a2'>x</p>"
RIGHT = "<p xml:id='b1'>x</p><p xml:id='b2'>x</p>"
TIED = "<p xml:id='b1' corresp='{0}#a1'>x</p><p xml:id='b2' corresp='{0}#a2'>x</p>"
SAME = "<p xml:id='a1' sameAs='#b1'>x</p><p xml:id='a2' sameAs='#b2'>x</p>"
ROWS = [("a1", "b1"), ("a2", "b2")]


@pytest.mark.parametrize(
    ("texts", "is_translation"),
    [
        ({"a": TWO.format(LEFT, "en", RIGHT) + GROUPED.format("translation")}, True),
        ({"a": TWO.format(LEFT, "la", RIGHT) + GROUPED.format("versions")}, False),
        ({"a": TWO.format(LEFT, "en", TIED.format(""))}, False),
        ({"a": TWO.format(SAME, "fr", RIGHT)}, False),
        ({"a": LEFT, "b": TIED.format("a.xml")}, False),
        ({"a": LEFT, "b": RIGHT, "c": "<p>About.</p>" + GROUPED.format("translation").replace(
            "#a", "a.xml#a").replace("#b", "b.xml#b")}, True),
    ],
)  # fmt: skip
def test_parts_tie_texts_together(
    tmp_path: Path, texts: dict[str, str], *, is_translation: bool
) -> None:
    """In one file or several; which is the translation only a group of links says."""
    [parallel] = list_all(write(tmp_path / "e", texts, toml=""))

    assert [(" ".join(r.left), " ".join(r.right)) for r in arrange_rows(parallel)] == ROWS
    assert parallel.is_translation is is_translation


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(TWO.format(LEFT, "la", TIED.format("")), id="one language"),
        pytest.param(TWO.format(LEFT, "en", TIED.format("")).replace(
            'xml:id="b"', 'type="commentary"'), id="a commentary"),
        pytest.param(TWO.format(LEFT, "en", TIED.format("") + "<p>y</p>" * 5).replace(
            "</div><div", "<p>z</p>" * 5 + "</div><div"), id="a small part"),
        pytest.param("<div><p xml:id='a1' xml:lang='la'>x</p><p xml:lang='en' corresp='#a1'>y</p>"
                     "</div>", id="in turn"),
        pytest.param(TWO.format(LEFT, "en", RIGHT) + GROUPED.format("places"), id="other links"),
    ],
)  # fmt: skip
def test_parts_that_say_too_little_tie_no_texts(tmp_path: Path, body: str) -> None:
    """A commentary, a few quotations, paragraphs that alternate in two languages."""
    assert list_all(write(tmp_path / "e", {"a": body}, toml="")) == []


RELATED = (
    "<teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt><publicationStmt><p/>"
    '</publicationStmt><sourceDesc><bibl><relatedItem type="{1}" target="{2}.xml"/></bibl>'
    "</sourceDesc></fileDesc></teiHeader>"
)


@pytest.mark.parametrize(
    ("holder", "kind", "sides", "labels"),
    [
        ("a", "translation", ["a", "b"], ["original (Hebrew)", "translation (English)"]),
        ("a", "hasTranslation", ["a", "b"], ["original (Hebrew)", "translation (English)"]),
        ("b", "translationOf", ["a", "b"], ["original (Hebrew)", "translation (English)"]),
        ("b", "otherVersion", ["a", "b"], ["Hebrew", "English"]),
        ("b", "otherEdition", ["a", "b"], ["Hebrew", "English"]),
    ],
)
def test_headers_name_translations_and_versions(
    tmp_path: Path, holder: str, kind: str, sides: list[str], labels: list[str]
) -> None:
    """From either side; of versions neither is called the original."""
    root = write(tmp_path / "e", {"a": LEFT, "b": RIGHT}, toml=ENGLISH)
    other = "b" if holder == "a" else "a"
    path = root / f"tei/{holder}.xml"
    text = path.read_text(encoding="utf-8")
    before, rest = text.partition("<teiHeader>")[0], text.partition("</teiHeader>")[2]
    path.write_text(before + RELATED.format(holder, kind, other) + rest, encoding="utf-8")
    [parallel] = list_all(root)

    assert [parallel.left.file, parallel.right.file] == [f"tei/{side}.xml" for side in sides]
    write_html(read_config(root), root / "plain")
    choice = parse_page(root / "plain/edition/a.html").xpath(
        "string(//*[contains(@class, 'tei-text-choice')])"
    )
    assert all(label in choice for label in labels)
    assert ("original" in choice) is ("original" in labels[0])


def test_versions_in_one_language_are_numbered(tmp_path: Path) -> None:
    """Where nothing names them, a number; what only one of them has is said without "original"."""
    both = TWO.format("<p n='1'>x</p>", "la", "<p n='1'>x</p><p n='2'>y</p>")
    toml = f'{ENGLISH}[translations]\n"tei/c.xml#b" = "tei/c.xml#a"\n'
    write(tmp_path / "f", {"a": LEFT, "c": both}, toml=toml)
    write_html(read_config(tmp_path / "f"), tmp_path / "f/plain")
    page = parse_page(tmp_path / "f/plain/edition/c.versions.html")
    words = " ".join(page.text_content().split())

    assert "Show: version 1 · version 2 · side by side" in words
    assert "No corresponding passage in the other version" in words
    assert "translation" not in words
    told = run_command("check", cwd=tmp_path / "f").stdout
    assert "0 of 1 passages of the first version and 1 of 2 of the second (la)" in told
