"""Texts in many scripts: what a page says of their language and direction, and how it sets them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from building import TEI, build_site, find_program, make_edition, run_command
from in_process import show_text
from oracle import parse_page
from tei_edition.language.tags import is_leftward
from test_typesetting import read_pdf

APP = "<app><lem>{0}</lem><rdg>{0}{0}</rdg></app>"
OURS = ("tei-views", "tei-key-to-signs", "tei-cite", "tei-downloads")


@pytest.mark.parametrize(
    ("interface", "text", "said"),
    [
        ("en", "he", ("en", "ltr")),
        ("en", "ar", ("en", "ltr")),
        ("he", "la", ("he", "rtl")),
        ("en", "en", (None, None)),
        ("he", "he", (None, None)),
    ],
)
@pytest.mark.parametrize("builder", ["html", "plain"])
def test_the_words_of_the_edition_keep_their_direction(
    interface: str, text: str, said: tuple[str | None, str | None], builder: str, tmp_path: Path
) -> None:
    """Controls, the key, the citation stand in another language than the text, and say so."""
    word = {"he": "אור", "ar": "نور", "la": "lux", "en": "light"}[text]
    body = f'<p>{APP.format(word)} <gap reason="lost"/></p>'
    content = f'<text xml:lang="{text}"><body>{body}</body></text>'
    root = make_edition(
        tmp_path / "edition", {"a": content}, toml=f'[edition]\nlanguage = "{interface}"\n'
    )
    if builder == "plain":
        assert run_command("html", "-o", root / "out", cwd=root).returncode == 0
        page = parse_page(root / "out/edition/a.html")
    else:
        page = parse_page(build_site(root).out / "edition/a.html")

    for name in OURS:
        [block] = page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")
        lang, way = block.get("lang"), block.get("dir")
        assert (lang, way) == said or (said == ("he", "rtl") and name == "tei-cite"), name
    [heading] = page.xpath("//p[contains(@class, 'rubric')]")
    assert (heading.get("lang"), heading.get("dir")) == said


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ('rend="vertical"', "tei-rend-vertical"),
        ('rend="vertical-rl bold"', "tei-rend-vertical-rl"),
        ('style="writing-mode: vertical-rl"', "tei-rend-vertical"),
        ('rendition="#v"', "tei-rend-vertical"),
        ('style="writing-mode:vertical-lr;"', "tei-rend-vertical-lr"),
    ],
)
@pytest.mark.parametrize("element", ["<p {}>床前</p>", "<lg {}><l>床前</l><l>明月</l></lg>"])
def test_vertical_writing_has_its_class(
    attribute: str, name: str, element: str, tmp_path: Path
) -> None:
    """A paragraph or a poem that @rend, @style or @rendition set from top to bottom says so."""
    header = (
        '<encodingDesc><tagsDecl><rendition xml:id="v" scheme="css">writing-mode: tb-rl;'
        "</rendition></tagsDecl></encodingDesc>"
    )
    content = f'<text xml:lang="zh"><body>{element.format(attribute)}</body></text>'
    root = make_edition(tmp_path / "edition", {"a": content})
    file = root / "tei/a.xml"
    file.write_text(file.read_text().replace("</teiHeader>", f"{header}</teiHeader>"))
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    page = (root / "out/edition/a.html").read_text(encoding="utf-8")

    assert re.search(rf'class="[^"]*\b{name}(?![-\w])', page)


@pytest.mark.parametrize("element", ["foreign", "title", "term", "mentioned"])
@pytest.mark.parametrize(("word", "tag"), [("論語", "span"), ("בראשית", "span"), ("liber", "em")])
def test_scripts_without_italics_have_none(
    element: str, word: str, tag: str, tmp_path: Path
) -> None:
    """What printers set in italics stays upright in scripts that have none."""
    content = f"<text><body><p>In <{element}>{word}</{element}>.</p></body></text>"
    root = make_edition(tmp_path / "edition", {"a": content})
    assert run_command("html", "-o", root / "out", cwd=root).returncode == 0

    [found] = parse_page(root / "out/edition/a.html").xpath(f"//*[@class='tei-{element}']")

    assert found.tag.rpartition("}")[2] == tag


@pytest.mark.parametrize(
    ("root", "text", "body"),
    [("en", ' xml:lang="ar"', ""), ("en", "", ' xml:lang="ar"'), ("ar", "", "")],
)
def test_the_language_of_an_edition_is_that_of_its_text(
    root: str, text: str, body: str, tmp_path: Path
) -> None:
    """Pages, citations and quotations of a text are in its language, wherever the file says it."""
    content = f'<text{text}><body{body}><p><persName ref="#p">زيد</persName> هنا.</p></body></text>'
    register = '<listPerson><person xml:id="p"><persName>Zayd</persName></person></listPerson>'
    folder = make_edition(tmp_path / "edition", {"a": content}, register=register)
    file = folder / "tei/a.xml"
    file.write_text(file.read_text().replace('xml:lang="en"', f'xml:lang="{root}"', 1))
    site = build_site(folder).out

    page = parse_page(site / "edition/a.html")
    quoted = (site / "edition/persons.html").read_text(encoding="utf-8")
    data = (site / "edition/a.csl.json").read_text(encoding="utf-8")

    assert page.xpath("//html/@lang") == ["ar"]
    [passage] = page.xpath("//section[contains(@class, 'tei-page')]//p[@id='p1']")
    assert passage.xpath("ancestor-or-self::*[@dir][1]/@dir")[-1] == "rtl"
    assert '"language": "ar"' in data
    assert "tei-quotation" in quoted


def test_a_page_without_sphinx_has_the_shortest_code_of_its_language(tmp_path: Path) -> None:
    """`ita` in the file is `it` for browsers, which know no other."""
    text = TEI.format(title="T", content='<text xml:lang="ita"><body><p>Ciao.</p></body></text>')
    page, _ = show_text(tmp_path, text.replace('xml:lang="en"', 'xml:lang="ita"', 1))

    assert '<html lang="it"' in page


SCRIPTS = Path(__file__).parent / "roots/test-scripts"
LATEX_SAYS = {
    "he": (r"\teibreakinline{12v}", r"\teititleright{}", r"\sphinxstyleemphasis{\teiltr{Vulgata"),
    "ar": ("p19}", r"\teineutral{(81).}"),
    "zh": (r"\teibreak[1]{1b}", r"\teiscript{Hant}{"),
    "ja": (r"\teibreak[0]{\teiscript{Jpan}{一オ}}", r"\teiscript{Jpan}{"),
    "cu": (r"\teiscript{Cyrs}{",),
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of short texts in eight scripts, the first of them in Arabic."""
    root = tmp_path_factory.mktemp("scripts") / "edition"
    shutil.copytree(SCRIPTS, root / "tei")
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "Scripts"\ntexts = ["tei/??.xml", "tei/???.xml"]\n'
        'registers = ["tei/register.xml"]\n[check]\nschema = "none"\n'
    )
    return root


def build_scripts(root: Path, builder: str) -> Path:
    """Build the edition of scripts; nothing may be missing from the typefaces."""
    done = run_command("build", "--keep-going", "-b", builder, "-o", builder, cwd=root)
    told = [line for line in done.stderr.splitlines() if line.startswith("warning")]
    assert (done.returncode, told) == (0, [])
    return root / builder


@pytest.mark.parametrize("builder", ["html", "text"])
def test_texts_in_many_scripts_are_built(scripts: Path, builder: str) -> None:
    """Each text has its language and direction on its page, and its words in plain text."""
    out = build_scripts(scripts, builder)

    for file in sorted(SCRIPTS.glob("*.xml")):
        if file.stem == "register":
            continue
        source = file.read_text(encoding="utf-8")
        [language] = re.findall(r'<TEI [^>]*xml:lang="([^"]*)"', source)
        if builder == "text":
            [head] = re.findall(r"<head>([^<]+)</head>", source)[:1]
            said = (out / f"edition/{file.stem}.txt").read_text(encoding="utf-8")
            assert head in said
            continue
        [page] = parse_page(out / f"edition/{file.stem}.html").xpath(
            "//section[contains(@class, 'tei-page')]"
        )
        assert page.get("lang") == language
        assert page.get("dir") == ("rtl" if file.stem in {"he", "ar", "syr"} else None)


def test_latex_has_a_typeface_and_a_direction_for_each_script(scripts: Path) -> None:
    """No page number lies upon Hebrew, no Chinese sign is without typeface, Latin turns back."""
    source = (build_scripts(scripts, "latex") / "Scripts.tex").read_text(encoding="utf-8")

    for language, parts in LATEX_SAYS.items():
        for part in parts:
            assert part in source, (language, part)
    assert "polyglossia" not in source


@pytest.mark.parametrize(("builder", "program"), [("pdf", "xelatex"), ("weasyprint", "pdftotext")])
def test_books_in_many_scripts_are_set(scripts: Path, builder: str, program: str) -> None:
    """LaTeX and WeasyPrint find typefaces for all of them."""
    find_program(program)
    find_program("pdftotext")
    if builder == "weasyprint":
        pytest.importorskip("weasyprint")

    book = read_pdf(build_scripts(scripts, builder) / "Scripts.pdf")
    said = "\n".join(page.extract_text() for page in book.pages)

    for word in ("dharmakṣetre", "μῆνιν", "春眠不覺曉", "蛙飛びこむ", "12v"):
        assert word in said, word


def test_an_e_book_turns_as_its_language_runs(scripts: Path) -> None:
    """The pages of a book in Arabic follow each other from right to left."""
    package = (build_scripts(scripts, "epub") / "content.opf").read_text(encoding="utf-8")

    assert 'page-progression-direction="rtl"' in package
    assert "<dc:language>ar</dc:language>" in package


@pytest.mark.parametrize(
    ("tag", "leftward"),
    [
        ("ar", True),
        ("he-Latn", False),
        ("uz-Arab", True),
        ("syr-Syre", True),
        ("en", False),
        ("hbo", True),
        ("aii", True),
        ("und-Sarb", True),
        ("chg-Latn", False),
        ("uga", False),
    ],
)
def test_direction_follows_the_script_of_a_language(tag: str, *, leftward: bool) -> None:
    """A script that the tag names takes precedence over that of the language."""
    assert is_leftward(tag) is leftward


def test_latex_turns_lists_from_right_to_left(tmp_path: Path) -> None:
    """With their signs on the right; a list in another direction among them stays as it is."""
    lists = (
        "<list><item>א</item><item>ב<list><item>ג</item></list></item></list>"
        '<list rend="numbered"><item>ד</item><item>ה</item></list>'
        '<list xml:lang="en"><item>one</item></list>'
        "<table><row><cell>שמאל</cell><cell>אמצע</cell></row></table><p>אחת (abc) שתיים.</p>"
    )
    root = make_edition(tmp_path, {"a": f'<text xml:lang="he"><body>{lists}</body></text>'})
    out = build_site(root, "latex", options=["-D", "tei_edition_check=0"]).out
    tex = next(out.glob("*.tex")).read_text(encoding="utf-8")

    assert tex.count(r"\teirtllistbegin{}") == tex.count(r"\teirtllistend{}") == 3
    assert [line.partition("}")[0] for line in tex.split(r"\teirtlitem{")[1:]] == [
        r"\textbullet", r"\textbullet", r"\textbullet", ".1", ".2",
    ]  # fmt: skip
    last = tex.rpartition(r"\teirtllistend{}")[2]
    assert "one" in last
    assert "teirtl" not in last.partition("one")[0]
    # The first column of a table is on the right; brackets around foreign words belong to the text.
    assert tex.index("אמצע") < tex.index("שמאל")
    assert r"\teineutral{(}}\teiltr{abc}\teineutral{)" in tex
