"""What texts of many kinds hold is shown as it is: deleted stanzas, numbered items, entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition
from in_process import show_text
from oracle import find_article, parse_page
from tei_edition.config import read_config
from tei_edition.config.tables import TextTable
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.exporting import plan_site
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps
from tei_edition.sphinxext.mathematics import align_rows, convert_tex
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    f'<TEI xmlns="{TEI_NS}" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>T</title>'
    "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
    "{head}</teiHeader><text><body>{body}</body></text></TEI>"
)


def make_tree(body: str, head: str = "") -> etree._Element:
    """A file with that body."""
    return etree.fromstring(TEXT.replace("{head}", head).replace("{body}", body))


def read(body: str, head: str = "", *, expanded: bool = True, ways: str = "") -> str:
    """The reading text of a body, its lines separated by strokes."""
    root = make_tree(body, head)
    before = etree.tostring(root, method="c14n")
    shown = TextTable(expanded=expanded)
    characters = tuple(ways.split()) or shown.characters
    rewrite_tree(root, characters=characters)
    lines = Runs(root, shown).lines().replace("\n", " | ")
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    assert etree.tostring(root, method="c14n") == before
    return lines


def show(folder: Path, body: str) -> str:
    """The words of the page of a body, without white space, numbers of passages and the like."""
    page, _ = show_text(folder, TEXT.replace("{head}", "").replace("{body}", body))
    (folder / "page.html").write_text(page, encoding="utf-8")
    article = find_article(parse_page(folder / "page.html"))
    for hidden in article.xpath(".//*[@hidden or contains(@class, 'no-search')]"):
        hidden.drop_tree()
    return "".join("".join(article.itertext()).split())


@pytest.mark.parametrize(
    ("body", "shown", "last"),
    [
        ("<lg><l>a</l><del><l>b</l><l>c</l></del></lg>", "a ⟦ b ⟧ ⟦ c ⟧", "a"),
        ("<p>x <del><list><item>y</item></list></del></p>", "x ⟦ y ⟧", "x"),
        ("<p>x <add place='margin'><lg><l>y</l></lg></add></p>", r"x \ y /", "x | y"),
        ("<p><supplied reason='lost'><lg><l>a</l><l>b</l></lg></supplied></p>", "[ a ] [ b ]",
         "a | b"),
        ("<p><unclear><quote><p>a</p></quote></unclear> b</p>", "a (?) b", "a | b"),
        ("<div><p>a</p><del><p>b <hi>c</hi> d</p></del></div>", "a ⟦ b c d ⟧", "a"),
        ("<p>x <add>see <bibl>Go 1900</bibl> too</add></p>", r"x \ see Go 1900 too /",
         "x see Go 1900 too"),
    ],
)  # fmt: skip
def test_signs_are_at_the_lines_of_what_holds_blocks(
    tmp_path: Path, body: str, shown: str, last: str
) -> None:
    """A deleted stanza has the signs of a deleted word: it does not look valid on paper."""
    assert shown.replace(" ", "") in show(tmp_path, body)
    assert read(body) == last


TRANSLATED = "".join(
    f"<cit type='{kind}'><quote>{words}</quote></cit>"
    for kind, words in (("trans", "a"), ("trans", "b"), ("example", "c"))
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>no<stage>Exit.</stage>yes<stage>aside</stage>.</p>", "no Exit. yes aside."),
        ("<p>(<stage>she laughs</stage>) Oh</p>", "(she laughs) Oh"),
        ("<l>Away!<stage>Exeunt</stage></l>", "Away! Exeunt"),
        ("<p>好<stage>笑</stage>啊</p>", "好笑啊"),
        ("<div><p>a</p><view>A hill.</view><camera>Close</camera><caption>1900</caption></div>",
         "a | A hill. | Close | 1900"),
        ("<p>See <bibl>A 1900</bibl><bibl>B 1901</bibl>.</p>", "See A 1900; B 1901."),
        ("<p>In <bibl>A.</bibl><biblStruct><monogr><title>T</title></monogr></biblStruct></p>",
         "In A. T"),
        ("<p>See <bibl>A</bibl>, <bibl>B</bibl></p>", "See A, B"),
        ("<entryFree><orth>dog</orth><pron>dɒg</pron> <hi>n.</hi> beast</entryFree>",
         "dog dɒg n. beast"),
        ("<entryFree>See <def>a</def><def>b</def></entryFree>", "See a, b"),
        ("<entry><sense>mus. <usg>arch.</usg><def>song</def></sense></entry>",
         "mus. arch. song"),
        (f"<entry><sense>{TRANSLATED}</sense></entry>", "a, b; c"),
    ],
)  # fmt: skip
def test_words_that_touch_in_the_file_do_not_run_together(body: str, words: str) -> None:
    """Directions, references and parts of entries are no parts of the words beside them."""
    assert read(body) == words


@pytest.mark.parametrize(
    ("body", "expanded", "written"),
    [
        ("<p><am>ꝑ</am><ex>per</ex>son</p>", "person", "ꝑson"),
        ("<p><expan>q<am>;</am><ex>ue</ex></expan></p>", "que", "q;"),
        ("<p>d<ex>omi</ex><am>~</am>nus</p>", "dominus", "d~nus"),
        ("<p>d<am>~</am>n<ex>i</ex></p>", "d~ni", "d~ni"),
        ("<p><choice><am>a</am><ex>b</ex></choice></p>", "b", "a"),
    ],
)
def test_sign_of_abbreviation_is_not_beside_its_letters(
    body: str, expanded: str, written: str
) -> None:
    """A text has the letters, or the sign that stands for them."""
    assert read(body) == expanded
    assert read(body, expanded=False) == written


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ('rend="numbered"><item n="3">a</item><item>b</item>', [("ol", "3", None)]),
        ('rend="numbered"><item>a</item>', [("ol", None, None)]),
        ('rend="upper-roman"><item>a</item>', [("ol", None, "I")]),
        ('type="ordered" rend="lower-alpha"><item>a</item>', [("ol", None, "a")]),
        ('rend="numbered"><item n="2">a</item><item n="5">b</item>', ["2", "5"]),
        ('rend="numbered"><item n="§ 1">a</item><item>b</item>', ["§ 1", ""]),
        ('rend="numbered"><item>a</item><item n="2">b</item>', [("ol", None, None)]),
        ('rend="bulleted"><item n="7">a</item>', [("ul", None, None)]),
    ],
)
def test_items_have_their_own_numbers(tmp_path: Path, items: str, said: list[object]) -> None:
    """What a file numbers otherwise than by counting is not counted."""
    page, _ = show_text(tmp_path, TEXT.replace("{head}", "").replace(
        "{body}", f"<list {items}</list>"))  # fmt: skip
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    article = find_article(parse_page(tmp_path / "page.html"))
    lists = article.xpath(".//*[self::ol or self::ul][contains(@class, 'tei-list')]")
    labels = ["".join(dt.itertext()).strip() for dt in article.xpath(".//dl[contains(@class,"
              " 'tei-list')]/dt")]  # fmt: skip
    assert [(e.tag, e.get("start"), e.get("type")) for e in lists] + labels == said


CHARACTERS = """<encodingDesc><charDecl>
<char xml:id="et"><localProp name="Name" value="TIRONIAN ET"/><mapping type="modern">et</mapping>
<mapping type="standard">⁊</mapping></char>
<glyph xml:id="leaf"><localProp name="Name" value="LEAF"/></glyph></charDecl></encodingDesc>"""


@pytest.mark.parametrize(
    ("body", "ways", "words"),
    [
        ('<p><g ref="#et"/></p>', "", "⁊"),
        ('<p><g ref="#et"/></p>', "modern standard", "et"),
        ('<p><g ref="#et"/> <g ref="#leaf"/></p>', "name", "[TIRONIAN ET] [LEAF]"),
        # What the list does not name is used nevertheless.
        ('<p><g ref="#et"/></p>', "picture", "et"),
        ('<p>a<g/>b</p>', "", "a\ufffdb"),
    ],
)  # fmt: skip
def test_characters_are_mapped_as_configured(body: str, ways: str, words: str) -> None:
    """The edition chooses the mapping; a character of which nothing is said is not lost."""
    assert read(body, CHARACTERS, ways=ways) == words


@pytest.mark.parametrize("tex", [
    "a & b", "&", r"\\", r"\sum_{i=1}^n i < n & m", r"x \\ \\ & y",
])  # fmt: skip
def test_tex_that_is_no_formula_ends_no_build(tex: str) -> None:
    """It is shown as it is written."""
    assert not convert_tex(tex)


@pytest.mark.parametrize("environment", [
    "align", "align*", "aligned", "eqnarray", "gather", "gather*", "multline", "split",
])  # fmt: skip
def test_aligned_rows_are_mathematics_in_every_format(environment: str) -> None:
    """All environments of rows are one that may be within a formula, in MathML and in LaTeX."""
    tex = rf"\begin{{{environment}}} a &= b \\ c &= d \end{{{environment}}}"
    assert "<mtable" in convert_tex(tex)
    assert align_rows(tex) == r"\begin{aligned} a &= b \\ c &= d \end{aligned}"


POINTING = """<text><body><p xml:id="a">One <seg xml:id="s"><gap/></seg>
<formula xml:id="e" n="2" notation="TeX">x</formula><formula xml:id="f" notation="TeX">y</formula>
</p><figure xml:id="g"><graphic url="a.png"/></figure>
<figure><head xml:id="h">Map</head><graphic xml:id="p" url="b.png"/></figure>
<p><ptr target="#s"/><ptr target="#e"/><ptr target="#f"/><ptr target="#g"/></p></body></text>"""


def test_pointer_is_called_by_what_is_around_its_target(tmp_path: Path) -> None:
    """An equation has its number; what has no name is found in a passage that has one."""
    book = plan_site(read_edition(read_config(make_edition(tmp_path, {"one": POINTING}))))
    (text,) = book.texts

    assert book.list_pointer_words(text) == {
        "#s": "¶ 1", "#e": "(2)", "#f": "¶ 1", "#g": "picture 1",
    }  # fmt: skip
