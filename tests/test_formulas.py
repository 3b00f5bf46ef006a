"""Formulas say on pages, in print, in exports and in the search what they say in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.config.tables import TextTable
from tei_edition.language.mathematics.cleaning import clean_mathml, read_mathml, write_mathml
from tei_edition.language.mathematics.linear import write_linear
from tei_edition.language.mathematics.tex import write_tex
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps
from tei_edition.sphinxext.mathematics import convert_tex

if TYPE_CHECKING:
    from pathlib import Path

MATHML = "http://www.w3.org/1998/Math/MathML"
TEN_CUBED = "<m:math><m:msup><m:mn>10</m:mn><m:mn>3</m:mn></m:msup></m:math>"
HALF = "<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>"


def parse_math(content: str) -> etree._Element:
    """A `math` with that content, in MathML's namespace."""
    return etree.fromstring(f'<math xmlns="{MATHML}">{content}</math>')


def parse_text(body: str) -> etree._Element:
    """A file with that body; MathML has the prefix m."""
    return etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:m="{MATHML}"><teiHeader/>'
        f"<text><body>{body}</body></text></TEI>"
    )


def read(body: str) -> str:
    """The reading text of a body."""
    root = parse_text(body)
    rewrite_tree(root)
    return Runs(root, TextTable()).lines()


TABLE = (
    "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
    "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable>"
)
SAMPLES = [
    ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2", r"\frac{1}{2}"),
    ("<mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "1 1/2", r"1\frac{1}{2}"),
    ("<msup><mn>10</mn><mn>3</mn></msup>", "10³", "{10}^{3}"),
    ("<msup><mi>x</mi><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></msup>", "x^(a+b)", "{x}^{a+b}"),
    ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H₂O", "{H}_{2}O"),
    ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x + 1)", r"\sqrt{x+1}"),
    ("<mroot><mi>x</mi><mn>3</mn></mroot>", "∛x", r"\sqrt[{3}]{x}"),
    ("<mi>sin</mi><mi>x</mi>", "sin x", r"\sin x"),
    ("<mo>-</mo><mn>3</mn>", "-3", "-3"),
    ("<mi>α</mi><mo>≤</mo><mn>1</mn>", "α ≤ 1", r"\alpha \leq 1"),
    ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0305", r"\overline{x}"),
    (
        "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
        "∑_(i=1)ⁿ",
        r"\sum\limits_{i=1}^{n}",
    ),
    # A table is read row by row.
    (TABLE, "(1, 2; 3, 4)", r"\begin{matrix}1 & 2 \\ 3 & 4\end{matrix}"),
    ("<mtext>50 % of _a_</mtext>", "50 % of _a_", r"\text{ 50 \% of \_a\_ }"),
    ("<semantics><mi>a</mi><annotation>b</annotation></semantics>", "a", "a"),
    # Content MathML says no looks: its words are kept apart.
    ("<apply><plus/><ci>a</ci><cn>2</cn></apply>", "a 2", r"\text{a 2}"),
    ("<msup><mi>x</mi><mo>′</mo></msup>", "x′", "{x}^{'}"),
    ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i²", "{x}_{i}^{2}"),
    ("<mroot><mi>x</mi><mi>n</mi></mroot>", "ⁿ√x", r"\sqrt[{n}]{x}"),
    ("<mroot><mi>x</mi><mn>2</mn></mroot>", "√x", r"\sqrt[{2}]{x}"),
    ("<mroot><mi>x</mi><mn>4</mn></mroot>", "∜x", r"\sqrt[{4}]{x}"),
    ("<mover><mi>a</mi><mo>→</mo></mover>", "a\u20d7", r"\vec{a}"),
    ("<munder><mi>a</mi><mo>⏟</mo></munder>", "a_⏟", r"\underbrace{a}"),
    ("<munder><mi>a</mi><mi>b</mi></munder>", "a_b", r"\underset{b}{a}"),
    ("<mover><mi>a</mi><mi>b</mi></mover>", "a^b", r"\overset{b}{a}"),
    (
        "<munderover><mi>a</mi><mi>b</mi><mi>c</mi></munderover>",
        "a_b^c",
        r"\underset{b}{\overset{c}{a}}",
    ),
    (
        "<munder><mi>lim</mi><mrow><mi>n</mi><mo>→</mo><mi>∞</mi></mrow></munder>",
        "lim_(n→∞)",
        r"\lim\limits_{n\to \infty }",
    ),
    (
        '<mfrac linethickness="0pt"><mi>n</mi><mi>k</mi></mfrac>',
        "(n over k)",
        r"\genfrac{}{}{0pt}{}{n}{k}",
    ),
    ('<mfrac linethickness="10%"><mi>n</mi><mi>k</mi></mfrac>', "n/k", r"\frac{n}{k}"),
    ("<mfenced><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>", "(a, b, c)", r"\left(a,b,c\right)"),
    (
        '<mfenced open="[" close="" separators="; |"><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>',
        "[a; b| c",
        r"\left[a;b|c\right.",
    ),
    ('<mfenced separators=""><mi>a</mi><mi>b</mi></mfenced>', "(ab)", r"\left(ab\right)"),
    (
        "<mmultiscripts><mi>X</mi><mn>1</mn><none/><mprescripts/><mn>2</mn><mn>3</mn></mmultiscripts>",
        "₂³X₁",
        "{{}}_{2}^{3}{X}_{1}",
    ),
    (
        "<mmultiscripts><mi>X</mi><none/><mn>1</mn><mi>b</mi></mmultiscripts>",
        "X¹_b",
        "{X}^{1}{{}}_{b}",
    ),
    ('<menclose notation="radical"><mi>x</mi></menclose>', "√x", r"\sqrt{x}"),
    ('<menclose notation="box"><mi>x</mi></menclose>', "[x]", r"\boxed{x}"),
    ('<mi mathvariant="double-struck">R</mi>', "R", r"\mathbb{R}"),
    ("<mi>ab</mi>", "ab", r"\mathrm{ab}"),
    ('<mi mathvariant="italic">ab</mi>', "ab", "ab"),
    ("<mi>ж</mi>", "ж", r"\text{ж}"),
    ("<mtext>if</mtext>", "if", r"\text{if}"),
    ("<ms>a b</ms>", '"a b"', r"\text{a b}"),
    ("<mi>a</mi><mspace/><mi>b</mi>", "a b", r"a\;b"),
    ("<mi>a</mi><mphantom><mi>b</mi></mphantom>", "a", r"a\phantom{b}"),
    ("<mi>a</mi><mo>=</mo><mo>-</mo><mi>b</mi>", "a = -b", "a=-b"),
    ("<mo>(</mo><mi>a</mi><mo>)</mo><mo>-</mo><mi>b</mi>", "(a) - b", "(a)-b"),
    ('<mi>a</mi><mo form="prefix">-</mo><mi>b</mi>', "a-b", "a-b"),
    ("<mi>x</mi><mo>\u2062</mo><mi>y</mi>", "xy", "xy"),
    (
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>",
        "(a + b)/c",
        r"\frac{a+b}{c}",
    ),
    (
        "<mfrac><mfenced><mi>a</mi><mi>b</mi></mfenced><mn>2</mn></mfrac>",
        "(a, b)/2",
        r"\frac{\left(a,b\right)}{2}",
    ),
    (
        "<msup><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>2</mn></msup>",
        "(1/2)²",
        r"\frac{1}{2}^{2}",
    ),
    ("<msub><mi>x</mi><mo>-</mo></msub>", "x₋", "{x}_{-}"),
    ("<msub><mi>x</mi><mi>n</mi></msub>", "x_n", "{x}_{n}"),
    ("<mi>sin</mi><mo>(</mo><mi>x</mi><mo>)</mo>", "sin(x)", r"\sin (x)"),
    ("<msup><mi>x</mi></msup>", "x", r"\text{x}"),
    # What is not as MathML has it loses no words.
    ("<mfrac><mn>7</mn></mfrac>", "7", r"\text{7}"),
]


@pytest.mark.parametrize(("content", "line", "tex"), SAMPLES)
def test_formulas_keep_their_meaning_in_a_line_and_in_tex(
    content: str, line: str, tex: str
) -> None:
    """What is raised, lowered or divided is so in a line of text and in TeX."""
    math = parse_math(content)

    assert write_linear(math) == line
    assert write_tex(math) == tex


def test_mathml_of_a_page_runs_nothing() -> None:
    """Links, actions, scripts and HTML are taken out of MathML; its words stay."""
    math = parse_math(
        '<mi href="javascript:alert(1)" onclick="alert(2)">x</mi>'
        '<mtext><script xmlns="http://www.w3.org/1999/xhtml">y</script></mtext>'
        '<maction actiontype="x"><mi>z</mi></maction>'
        '<semantics><mi>w</mi><annotation-xml encoding="text/html"><b xmlns="">no</b>'
        "</annotation-xml></semantics>"
    )

    written = write_mathml(clean_mathml(math))

    assert written == (
        f'<math xmlns="{MATHML}"><mi>x</mi><mtext>y</mtext><mtext>z</mtext><mi>w</mi></math>'
    )
    assert read_mathml("<b>no</b>") is None
    assert read_mathml("<math") is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<p>a <formula>{TEN_CUBED}</formula> b</p>", "a 10³ b"),
        (f"<p>a {HALF} b</p>", "a 1/2 b"),
        (r'<p><formula notation="TeX">$\frac{1}{2}$</formula></p>', r"\frac{1}{2}"),
        (r"<p><formula>\(a^2\)</formula></p>", "a^2"),
        ('<p><formula notation="chemistry">NaCl $</formula></p>', "NaCl $"),
        (f'<p>a<formula rend="display">{HALF}</formula>b</p>', "a\n1/2\nb"),
        ("<p>a<formula>$$x$$</formula>b</p>", "a\nx\nb"),
    ],
)
def test_reading_text_has_formulas_in_one_line(body: str, words: str) -> None:
    """MathML is a line of text in exports, TeX is TeX; what is displayed has a line of its own."""
    assert read(body) == words


@pytest.mark.parametrize(
    "body",
    [
        f"<p>a <formula>{TEN_CUBED}</formula> b</p>",
        f'<p>a <formula rend="display" n="1">{HALF}</formula> b</p>',
        r'<p>a <formula notation="TeX">$\frac{1}{2}$</formula> b</p>',
    ],
)
def test_files_to_download_keep_their_formulas(body: str) -> None:
    """What was made of a formula for readers is taken back in what is offered as TEI."""
    root, untouched = parse_text(body), parse_text(body)

    rewrite_tree(root)
    strip_stamps(root)

    assert etree.tostring(root, method="c14n2") == etree.tostring(untouched, method="c14n2")


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{/etc/passwd}",
        r"\text{\input{/etc/passwd}}",
        r"\mbox{a \write18{x}}",
        r"x \) y",
        "a $ b",
        "x % y",
        r"\undefined{x}",
        r"\begin{matrix} a",
    ],
)
def test_tex_that_is_no_mathematics_is_not_run(tex: str) -> None:
    """TeX can read and write files: what is not mathematics alone is shown as it stands."""
    assert convert_tex(tex) == ""


def test_tex_of_mathematics_is_converted() -> None:
    """What is mathematics becomes MathML."""
    assert "<mfrac><mn>1</mn><mn>2</mn></mfrac>" in convert_tex(r"\frac{1}{2}")
    assert 'display="block"' in convert_tex("a = b", is_block=True)


TEXT = (
    f'<text xmlns:m="{MATHML}"><body><div><head>Of {TEN_CUBED}</head>'
    rf'<p>It is <formula>{HALF}</formula>, or <formula notation="TeX">\sqrt{{x}}</formula>, and'
    rf' <formula xml:id="eq" n="(7)" rend="display">{TEN_CUBED}</formula> by'
    r' <ref target="#eq">7</ref>. <formula notation="TeX">\input{secret}</formula></p>'
    "</div></body></text>"
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with formulas of all sorts."""
    return make_edition(tmp_path_factory.mktemp("formulas"), {"one": TEXT})


@pytest.mark.parametrize("command", ["html", "build"])
def test_pages_show_formulas(edition: Path, command: str) -> None:
    """Pages have MathML, in the line and displayed, with their numbers and what they read like."""
    if command == "html":
        run_command("html", "-o", "plain", cwd=edition)
        page = parse_page(edition / "plain/edition/one.html")
    else:
        page = parse_page(build_site(edition).out / "edition/one.html")

    found = page.xpath("//main//math | //*[@role='main']//math")
    assert {math.get("alttext") for math in found} >= {"10³", "1/2"}
    assert [m.text_content() for m in page.xpath("//p//mfrac")] == ["12"]
    displayed = page.xpath("//*[@id='eq']")
    assert [d.xpath("string(.//math/@display)") for d in displayed] == ["block"]
    assert displayed[0].text_content().split() == ["103", "(7)"]
    assert page.xpath("//a[@href='#eq']")
    shown = "√" if page.xpath("//msqrt") else r"\sqrt{x}"
    assert page.xpath("//msqrt") or shown in page.text_content()


def test_latex_sets_formulas(edition: Path) -> None:
    """The book by LaTeX has mathematics as mathematics, and all else of TeX as words."""
    [book] = build_site(edition, "latex").out.glob("*.tex")
    text = book.read_text()

    assert r"\(\frac{1}{2}\)" in text
    assert r"\(\sqrt{x}\)" in text
    assert r"{10}^{3}\tag{7}" in text
    assert r"\input{secret}" not in text
    assert "secret" in text


def test_plain_text_reads_formulas(edition: Path) -> None:
    """The builder of plain text has a line of text for each formula."""
    page = (build_site(edition, "text").out / "edition/one.txt").read_text()

    assert "Of 10³" in page
    assert "It is 1/2, or" in page


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('10<hi rend="sup">3</hi> m<hi rend="superscript">2</hi>', "10³ m²"),
        ('H<hi rend="sub">2</hi>O', "H₂O"),
        ('x<hi style="vertical-align: super">−1</hi>', "x⁻¹"),
        ('the 1<hi rend="sup">st</hi> of <hi rend="bold">3</hi>', "the 1st of 3"),
        ('<formula>E = mc<hi rend="sup">2</hi></formula>', "E = mc²"),
    ],
)
def test_plain_text_keeps_raised_figures_raised(tmp_path: Path, body: str, words: str) -> None:
    """No number becomes another where there is no type to set it in."""
    root = make_edition(tmp_path, {"a": f"<text><body><p>{body}</p></body></text>"})

    assert run_command("export", "text", cwd=root).stdout.strip() == words
