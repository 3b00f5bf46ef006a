"""The words of the edition: every catalogue whole, every kind of code asking for what there is."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING

import pytest
import saxonche
from babel.messages.pofile import read_po

from building import CONF, INDEX, REPOSITORY, build_site, run, run_command
from oracle import parse_page
from tei_edition.language.abbreviations import ABBREVIATIONS
from tei_edition.language.wording import (
    DOMAIN,
    LOCALE,
    TEMPLATE,
    choose_language,
    list_languages,
    list_words,
)
from tei_edition.problems import EditionError
from tei_edition.publishing.word_script import list_asked, make_word_script
from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

LANGUAGES = [language for language in list_languages() if language != "en"]
SOURCES = [
    path
    for folder in ("src/tei_edition", "xslt")
    for path in sorted((REPOSITORY / folder).rglob("*"))
    if path.suffix in {".html", ".js", ".py", ".xsl"}
]
# How words are asked for: in Python, XSLT and scripts. What ends with a space is the beginning of
# keys whose rest is known only later.
ASKED = re.compile(
    r"""\bwords\[f?"([^"{]+)"?"""
    r"""|\.say\(\s*f?"([^"{]+)"?"""
    r"""|\bf:(?:known-)?word\(\s*'([^']+)'"""
    r"""|\bword\(\s*"([^"]+)"""
    r"""|\bteiWord\(\s*["`]([^"`$]+)"""
)
GAP = re.compile(r"\{(\w+)\}")


def read(path: Path) -> Catalog:
    """A catalogue as gettext's own reader has it."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def read_messages(path: Path) -> dict[str, Message]:
    """The messages of a catalogue by their keys."""
    return {str(message.context): message for message in read(path) if message.id}


def find_catalogue(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def list_forms(value: object) -> list[str]:
    """The text of a message, in each of its forms."""
    return [value] if isinstance(value, str) else [str(form) for form in value]  # type: ignore[attr-defined]


def test_all_words_that_code_asks_for_are_there() -> None:
    """Each key is in the template; each beginning of keys is that of some."""
    # What an apparatus says in short, editors choose by themselves.
    short = ("omitted", "app ", "extent ")
    known = {*read_messages(TEMPLATE), *short, *(f"app {key}" for key in ABBREVIATIONS["latin"])}
    asked = {
        (path.name, key)
        for path in SOURCES
        for found in ASKED.findall(path.read_text(encoding="utf-8"))
        for key in filter(None, found)
    }

    assert len(asked) > 120
    missing = [
        (name, key)
        for name, key in sorted(asked)
        if key not in known
        and not (key.endswith(" ") and any(other.startswith(key) for other in known))
    ]
    assert missing == []


def test_every_word_is_asked_for() -> None:
    """No catalogue holds what no code names, whole or by the beginning of its key."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)

    def is_asked(key: str) -> bool:
        parts = key.split(" ")
        cuts = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts))]
        forms = [f"{mark}{key}{mark}" for mark in "\"'`"]
        for begin, end in cuts:
            forms += [f'"{begin} "', f"'{begin} '", f'"{begin} {{', f"`{begin} ${{", f'}} {end}"']
        return any(form in code for form in forms)

    unused = [key for key in list_words("en") if not is_asked(key)]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language: str) -> None:
    """It has each message of the template, none besides, with the same gaps, in all its forms."""
    template, catalogue = read_messages(TEMPLATE), read_messages(find_catalogue(language))
    forms = read(find_catalogue(language)).num_plurals

    assert list(catalogue) == list(template)
    for key, message in template.items():
        said = catalogue[key]
        assert said.id == message.id, key
        texts = list_forms(said.string)
        assert all(texts), key
        assert len(texts) == (1 if isinstance(message.id, str) else forms), key
        gaps = set(GAP.findall(list_forms(message.id)[-1]))
        for text in texts:
            # "One page" need not say the number.
            found = set(GAP.findall(text))
            assert found == gaps or (len(texts) > 1 and found | {"number"} == gaps), (key, text)


def test_the_template_says_it_in_english() -> None:
    """Nothing stands twice, and braces are gaps."""
    messages = [message for message in read(TEMPLATE) if message.id]

    assert len({message.context for message in messages}) == len(messages) > 250
    for message in messages:
        for text in list_forms(message.id):
            assert "{" not in GAP.sub("", text), text


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"), ("de-AT", "de-AT"), ("de_CH", "de-CH"), ("DE", "DE"), ("deu", "deu"),
        ("ger", "ger"), ("en-GB", "en-GB"), ("tlh", "en"), ("", "en"), ("no such tag", "en"),
    ],
)  # fmt: skip
def test_a_language_is_known_by_any_of_its_tags(tag: str, language: str) -> None:
    """Regions, cases and longer codes lead to the catalogue; else words are English."""
    words = list_words(tag)

    assert choose_language(tag) == words.language == language
    assert words["Search"] == ("Search" if language.startswith("en") else "Suche")


def write_catalogue(folder: Path, language: str, content: str) -> Path:
    """A catalogue with the plural rule of Slovak, in a folder laid out as gettext wants it."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    rule = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"
    path.write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {rule}\\n"\n\n{content}',
        encoding="utf-8",
    )
    return folder


MENTIONS = """
msgctxt "mentions"
msgid "{number} mention"
msgid_plural "{number} mentions"
msgstr[0] "{number} zmienka"
msgstr[1] "{number} zmienky"
msgstr[2] "{number} zmienok"
"""


def test_a_catalogue_of_an_edition_comes_before_ours(tmp_path: Path) -> None:
    """It adds a language, or changes a word; what it lacks is ours, counted as ours is."""
    own = 'msgctxt "Search"\nmsgid "Search"\nmsgstr "Durchsuchen"\n'
    folder = write_catalogue(tmp_path, "sk", MENTIONS)
    write_catalogue(tmp_path, "de", own)

    slovak = list_words("sk", folder)
    assert slovak.language == "sk"
    assert [slovak.say("mentions", number=n) for n in (0, 1, 3, 5, 101, 12345)] == [
        "0 zmienok", "1 zmienka", "3 zmienky", "5 zmienok", "101 zmienok",
        "12\N{NO-BREAK SPACE}345 zmienok",
    ]  # fmt: skip
    assert slovak["Search"] == "Search"
    assert slovak.say("search passages", number=3) == "3 passages found."
    german = list_words("de", folder)
    assert german["Search"] == "Durchsuchen"
    assert german["Witnesses"] == "Textzeugen"
    assert german.say("mentions", number=1) == "1 Erwähnung"
    assert list_words("sk")["mentions"] == "{number} mentions"


def test_a_changed_catalogue_of_an_edition_is_read_again(tmp_path: Path) -> None:
    """A program that watches the files shows the new words."""
    path = write_catalogue(tmp_path, "sk", MENTIONS) / "sk" / "LC_MESSAGES" / f"{DOMAIN}.po"
    list_words("sk", tmp_path)
    path.write_text(path.read_text("utf-8").replace("zmienka", "ZMIENKA"), "utf-8")
    os.utime(path, ns=(1, 1))

    assert list_words("sk", tmp_path).say("mentions", number=1) == "1 ZMIENKA"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("msgid no quotation marks", "cannot be read"),
        ('"Plural-Forms: nplurals=2; plural=n+;\\n"', "cannot be read"),
        ('"Plural-Forms: nplurals=2; plural=n/0;\\n"', "cannot be read"),
        ('"Plural-Forms: nplurals=2; plural=n*7;\\n"', "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_faulty_catalogue_is_named(tmp_path: Path, content: str, message: str) -> None:
    """The message names the file that is wrong."""
    path = tmp_path / "sk" / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    text = f'msgid ""\nmsgstr ""\n{content}\n'
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(EditionError, match=message) as raised:
        list_words("sk", tmp_path)
    assert str(path) in str(raised.value)


def test_words_are_filled_and_never_twice() -> None:
    """A value may look like a gap; one that is missing leaves the gap to be seen."""
    words = list_words("en")

    assert words.say("cite passage", label="{number} \\1") == "Cite this passage ({number} \\1)"
    assert words.say("time between", start="A") == "between A and {end}"
    assert words.say("more named", number=12345) == "and 12,345 more"
    assert words.say("link to line", number="12345") == "Link to line 12345"


def test_scripts_get_the_words_that_they_ask_for() -> None:
    """By whole keys, and by the beginning of keys; nothing that could end a script."""
    words = list_words("de")
    scripts = [
        'teiWord("copy"); teiWord(\n  "search pages", { number });',
        "teiWord(`key ${name}`)",
    ]
    asked = list_asked(words, scripts)
    made = make_word_script(words, scripts)

    assert asked == {"copy", "search pages", *(key for key in words if key.startswith("key "))}
    found = json.loads(made.removeprefix("const teiWords = ").partition(";\n")[0])
    assert set(found) == {"", *asked}
    assert found["copy"] == "Kopieren"
    assert found["search pages"][0] == "de"
    assert set(found[""]["rules"]) == {"de"}


def test_the_same_words_make_the_same_script() -> None:
    """In each process, whatever the order in which keys are found."""
    code = (
        "from tei_edition.language.wording import list_words;"
        "print(list_words('de').to_json({'copy', 'copied', 'filter'}))"
    )
    made = {run(sys.executable, "-c", code, PYTHONHASHSEED=seed).stdout for seed in "123"}
    assert len(made) == 1
    assert made != {""}


LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="la"><teiHeader><fileDesc>
<titleStmt><title>Epistula</title></titleStmt><publicationStmt><publisher>N.</publisher>
<date when="2020">2020</date></publicationStmt><sourceDesc><listWit><witness xml:id="A">A</witness>
</listWit></sourceDesc></fileDesc></teiHeader><text><body><p>Salve <persName ref="#x">X</persName>,
<persName ref="#x">X</persName>, <app><lem>a</lem><rdg wit="#A"/></app>.</p></body></text></TEI>"""
REGISTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>R</title>
</titleStmt><publicationStmt><p>N.</p></publicationStmt><sourceDesc><p>N.</p></sourceDesc></fileDesc>
</teiHeader><standOff><listPerson><person xml:id="x"><persName>X</persName>
<birth when="1820"/></person></listPerson></standOff></TEI>"""
MADE_UP = {
    "born": ("b. {date}", "*nat {date}"), "person": ("Persons", "*Homoj"),
    "Apparatus": ("Apparatus", "*Apar"),
    "skip": ("Skip to the text", "*Saltu"), "copy": ("Copy", "*Kopiu"),
    "filter": ("Entries shown", "*Filtro"), "Title page": ("Title page", "*Titolo"),
    "Landmarks": ("Landmarks", "*Markoj"), "Search": ("Search", "*Serĉu"),
    "theme Next": ("Next", "*Sekva"),
}  # fmt: skip


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition in a language that nobody speaks, which brings one catalogue."""
    root = tmp_path_factory.mktemp("made-up")
    (root / "tei").mkdir()
    (root / "docs").mkdir()
    (root / "tei/letter.xml").write_text(LETTER, "utf-8")
    (root / "tei/register.xml").write_text(REGISTER, "utf-8")
    settings = '[edition]\ntexts = ["tei/letter.xml"]\nlanguage = "qaa"\n[check]\nschema = "none"\n'
    (root / "edition.toml").write_text(settings, "utf-8")
    (root / "docs/conf.py").write_text(CONF.format(theme="furo", more=""), "utf-8")
    (root / "docs/index.rst").write_text(INDEX, "utf-8")
    entries = [
        f'msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{said}"\n'
        for key, (english, said) in MADE_UP.items()
        if key in list_words("en")
    ]
    write_catalogue(root / "locale", "qaa", "\n".join(entries) + MENTIONS)
    return root


def test_one_catalogue_makes_a_language_on_plain_pages(made_up: Path, tmp_path: Path) -> None:
    """Pages without Sphinx speak it, their scripts too; what it lacks is English."""
    done = run_command("html", "-o", str(tmp_path), "--jobs", "1", cwd=made_up)

    assert done.returncode == 0, done.stderr
    page = parse_page(tmp_path / "edition/letter.html")
    assert page.xpath("string(//a[@class = 'tei-skip'])") == "*Saltu"
    assert "*Apar" in page.xpath("string(//main)")
    assert page.xpath("string(/html/@lang)") == "qaa"
    register = parse_page(tmp_path / "edition/persons.html")
    assert register.xpath("string(//h1)") == "*Homoj"
    assert register.xpath("string(//*[contains(@class, 'tei-count')])") == "2 zmienky"
    assert "*nat 1820" in register.xpath("string(//main)")
    assert '"copy": "*Kopiu"' in (tmp_path / "words.js").read_text("utf-8")
    contents = parse_page(tmp_path / "edition/index.html")
    assert "Registers" in contents.xpath("string(//main)")


def test_one_catalogue_makes_a_language_of_the_site(made_up: Path) -> None:
    """The pages of Sphinx speak it, with the search, the indices and the scripts."""
    site = build_site(made_up)

    page = parse_page(site.out / "edition/letter.html")
    assert "*Apar" in page.xpath("string(//article)")
    assert parse_page(site.out / "tei-persons.html").xpath("string(//h1)") == "*Homoj"
    assert "*Serĉu" in parse_page(site.out / "search.html").xpath("string(//title)")
    words = (site.out / "_static/tei-words.js").read_text("utf-8")
    assert '"filter": "*Filtro"' in words
    assert '"filter all": "all"' in words


def test_a_word_that_changes_is_new_on_every_page(made_up: Path) -> None:
    """A build after a change of the catalogue writes the pages again, whoever shows the word."""
    build_site(made_up)
    path = made_up / "locale/qaa/LC_MESSAGES" / f"{DOMAIN}.po"
    before = path.read_text("utf-8")
    path.write_text(before.replace("*Sekva", "*Posta").replace("*Apar", "*Notoj"), "utf-8")
    try:
        site = build_site(made_up)
        page = (site.out / "edition/letter.html").read_text("utf-8")
        assert "*Posta" in page
        assert "*Notoj" in page
        assert "*Sekva" not in page
    finally:
        path.write_text(before, "utf-8")


def test_one_catalogue_makes_a_language_of_the_book(made_up: Path) -> None:
    """The EPUB names its parts in it."""
    book = build_site(made_up, "epub")

    navigation = (book.out / "nav.xhtml").read_text("utf-8")
    assert "*Titolo" in navigation
    assert "*Markoj" in navigation


def test_a_folder_that_is_named_must_be_there(made_up: Path, tmp_path: Path) -> None:
    """A misspelt folder of catalogues is reported, not passed over."""
    settings = (made_up / "edition.toml").read_text("utf-8")
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei/letter.xml").write_text(LETTER, "utf-8")
    (tmp_path / "tei/register.xml").write_text(REGISTER, "utf-8")
    (tmp_path / "edition.toml").write_text(
        settings.replace('language = "qaa"', 'locale = "local"'), "utf-8"
    )
    done = run_command("html", "-o", str(tmp_path / "out"), "--jobs", "1", cwd=tmp_path)

    assert done.returncode != 0
    assert 'there is no folder "local" of catalogues' in done.stderr


SHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:f="urn:tei-edition:function">
  <xsl:import href="{href}"/>
  <xsl:template name="xsl:initial-template"><xsl:sequence select="serialize(
    array {{ ({numbers}) ! f:word('mentions', map{{'number': .}}) }}, map{{'method': 'json'}})"/>
  </xsl:template>
</xsl:stylesheet>"""


@pytest.mark.parametrize("language", list_languages())
def test_stylesheets_say_what_python_says(language: str) -> None:
    """For each number the same plural form, with the same groups of digits."""
    numbers = [*range(26), 99, 100, 101, 102, 111, 112, 121, 1000, 1001, 9999, 10000, 1234567]
    words = list_words(language)
    sheet = SHEET.format(
        href=find_resource("xslt/words.xsl").as_uri(), numbers=", ".join(map(str, numbers))
    )
    processor = saxonche.PySaxonProcessor(license=False)
    executable = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=sheet)
    executable.set_property("!method", "text")
    executable.set_parameter("words", processor.make_string_value(words.to_json()))
    made = executable.call_template_returning_string()

    assert json.loads(made) == [words.say("mentions", number=number) for number in numbers]
