"""The rules beyond the schema, each beyond what its examples in tests/problems show."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import SHARED
from tei_edition.checks import check_file
from tei_edition.checks.targets import _WANTED, find_wanted
from tei_edition.config import make_config
from tei_edition.reader.text import read_text
from tei_edition.source import read_source
from tei_edition.tei import POINTING, POINTING_ON, is_pointing
from test_checks import check, told, wrap, write

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Problem

TEI = "{http://www.tei-c.org/ns/1.0}"
P5 = SHARED / "tei/p5subset.xml"
_needs_p5 = pytest.mark.skipif(
    not P5.is_file(), reason="TEI's own specification is not in ../shared"
)


def look(body: str, folder: Path, header: str = "<teiHeader/>", **files: str) -> list[Problem]:
    """What is wrong with a text of this body, in a file `a.xml`, beside other files."""
    return check(write(folder, a__xml=wrap(body, header), **files))


def codes(problems: list[Problem]) -> list[str]:
    """Their codes."""
    return [problem.code for problem in problems]


class TestTables:
    """The tables of attributes against TEI's own specification."""

    def read_attributes(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The elements on which each attribute is a pointer, and those on which it is not."""
        tree = etree.parse(P5)
        specs = {s.get("ident", ""): s for s in tree.iter(f"{TEI}classSpec", f"{TEI}elementSpec")}
        members: dict[str, set[str]] = defaultdict(set)
        for ident, spec in specs.items():
            for member in spec.iterfind(f"{TEI}classes/{TEI}memberOf"):
                members[member.get("key", "")].add(ident)

        def expand(ident: str) -> set[str]:
            if specs[ident].tag == f"{TEI}elementSpec":
                return {ident}
            return {name for member in members[ident] for name in expand(member)}

        pointers: dict[str, set[str]] = defaultdict(set)
        others: dict[str, set[str]] = defaultdict(set)
        for ident, spec in specs.items():
            for attribute in spec.iter(f"{TEI}attDef"):
                if attribute.find(f"{TEI}datatype") is None:
                    continue  # it takes away, or leaves as it is, what a class says
                types = {d.get("key") for d in attribute.iterfind(f"{TEI}datatype/{TEI}dataRef")}
                found = pointers if "teidata.pointer" in types else others
                found[attribute.get("ident", "")] |= expand(ident)
        return pointers, others

    @_needs_p5
    def test_every_attribute_that_points_is_known(self) -> None:
        """What is teidata.pointer in TEI is a pointer here, on the same elements; @key is ours."""
        pointers, others = self.read_attributes()
        del pointers["xml:base"]

        assert set(pointers) | {"key"} == POINTING
        for name, elements in pointers.items():
            assert all(is_pointing(element, name) for element in elements), name
            elsewhere = others[name] - elements
            assert not any(is_pointing(element, name) for element in elsewhere), name

    @_needs_p5
    def test_only_what_needs_it_is_named_by_element(self) -> None:
        """An attribute that is a pointer wherever it stands has no list of elements."""
        pointers, others = self.read_attributes()

        assert {n for n in pointers if others[n] - pointers[n]} == set(POINTING_ON)

    @_needs_p5
    def test_what_is_wanted_exists(self) -> None:
        """Every element that a pointer may lead to is TEI's; every attribute is one that points."""
        elements = {e.get("ident") for e in etree.parse(P5).iter(f"{TEI}elementSpec")}

        for key, wanted in _WANTED.items():
            assert wanted.elements <= elements | {"hand", "scriptNote"}, key
            assert key.rpartition("@")[2] in POINTING, key


class TestTargets:
    """Kinds of targets."""

    @pytest.mark.parametrize(
        "body",
        [
            '<p who="#d"/>',
            '<p resp="#d"/>',
            '<p facs="#d"/>',
            '<p decls="#d"/>',
            '<p change="#d"/>',
            '<p rendition="#d"/>',
            '<p hand="#d"/>',
            '<handShift new="#d"/>',
            '<date calendar="#d"/>',
            '<g ref="#d"/>',
            '<pb edRef="#d"/>',
            '<keywords scheme="#d"/>',
            '<locus scheme="#d"/>',
            '<measure unitRef="#d"/>',
            '<move perf="#d"/>',
        ],
    )
    def test_a_division_is_none_of_these(self, body: str, tmp_path: Path) -> None:
        """A pointer to a div is of the wrong kind, and told what it ought to be."""
        (found,) = look(f'<div xml:id="d"><p>{body}</p></div>', tmp_path)

        assert (found.code, '"d" is a <div>' in found.message) == ("wrong-target-kind", True)
        assert "points to" in found.hint

    @pytest.mark.parametrize("name", ["corresp", "sameAs", "target", "source", "synch", "ana"])
    def test_other_attributes_lead_anywhere(self, name: str, tmp_path: Path) -> None:
        """The Guidelines do not say to what."""
        assert look(f'<div xml:id="d"><p {name}="#d"/></div>', tmp_path) == []

    def test_a_declaration_that_is_missing_is_told_once(self, tmp_path: Path) -> None:
        """Twice the same value is one problem with a count; another value another one."""
        body = '<p rendition="#a #b"><hi rendition="#a"/></p>'

        found = look(body, tmp_path)

        assert codes(found) == ["missing-declaration"] * 2
        assert "2 places" in found[0].hint
        assert "places" not in found[1].hint

    def test_a_declaration_may_stand_in_another_file(self, tmp_path: Path) -> None:
        """A pointer with the name of a file leads there; where it does not, it is a dead link."""
        header = '<teiHeader><tagsDecl><rendition xml:id="a"/></tagsDecl></teiHeader>'
        body = '<p rendition="b.xml#a">x<hi rendition="b.xml#z"/></p>'

        found = look(body, tmp_path, b__xml=wrap("<p/>", header))

        assert codes(found) == ["unknown-target"]

    def test_ambiguous_attributes_point_on_some_elements_only(self, tmp_path: Path) -> None:
        """@from of a date, @value of a num and @where of a move are no pointers."""
        body = (
            '<p><date from="1917" to="1918"/><num value="3"/><move where="left"/>'
            '<span from="#no" to="#none">x</span></p>'
        )

        assert codes(look(body, tmp_path)) == ["unknown-target"] * 2
        assert find_wanted("date", "from") is None

    def test_keys_of_elsewhere_are_left_alone(self, tmp_path: Path) -> None:
        """Numbers of a database are no pointers, unless the edition's keys are its own."""
        body = '<p><persName key="869">Boch</persName> <persName key="k">K</persName></p>'
        person = "<person xml:id='k'><persName>K</persName></person>"
        entry = f"<standOff><listPerson>{person}</listPerson></standOff>"

        assert look('<p><persName key="869">Boch</persName></p>', tmp_path) == []
        assert codes(check(write(tmp_path, a__xml=wrap(body, after=entry)))) == ["unknown-person"]


class TestCircles:
    """Pointers that come back."""

    def test_a_circle_is_one_problem(self, tmp_path: Path) -> None:
        """Told at its first pointer, wherever one enters it, with the places of the others."""
        parts = {"z": "a", "a": "b", "b": "c", "c": "a"}
        body = "".join(f'<q xml:id="{i}" next="#{n}"/>' for i, n in parts.items())

        (found,) = look(f"<p>{body}</p>", tmp_path)

        assert '"b", "c"' in found.message
        assert len(found.related) == 2

    def test_circles_go_from_file_to_file(self, tmp_path: Path) -> None:
        """Letters that follow each other are files."""
        found = look(
            '<p xml:id="p" prev="b.xml#q"/>', tmp_path, b__xml='<p xml:id="q" prev="a.xml#p"/>'
        )

        assert told(found) == [("circular-pointer", 1, 80)]

    def test_what_follows_and_is_followed_is_no_circle(self, tmp_path: Path) -> None:
        """@next and @prev are two directions; two elements may each be the same as the other."""
        body = (
            '<q xml:id="a" next="#b"/><q xml:id="b" prev="#a"/>'
            '<q xml:id="c" sameAs="#d"/><q xml:id="d" sameAs="#c"/>'
        )

        assert look(f"<p>{body}</p>", tmp_path) == []

    def test_a_long_chain_is_followed_fast(self, tmp_path: Path) -> None:
        """Ten thousand parts that end in a circle take no time worth speaking of."""
        body = "".join(f'<q xml:id="q{i}" next="#q{(i + 1) % 10_000}"/>' for i in range(10_000))
        started = time.process_time()

        (found,) = look(f"<p>{body}</p>", tmp_path)

        assert len(found.related) <= 7
        assert time.process_time() - started < 5

    @pytest.mark.parametrize(
        ("prefixes", "expected"),
        [
            ([("a", "b:$1"), ("b", "a:$1")], ["circular-pointer"] * 2),
            ([("a", "b:$1"), ("b", "x.xml#$1")], []),
            ([("a", "https://example.org/$1")], []),
        ],
    )
    def test_prefixes(
        self, prefixes: list[tuple[str, str]], expected: list[str], tmp_path: Path
    ) -> None:
        """A prefix may be explained by another, but not in the end by itself."""
        definitions = "".join(
            f'<prefixDef ident="{i}" matchPattern="(.+)" replacementPattern="{r}"/>'
            for i, r in prefixes
        )

        found = look("<p/>", tmp_path, f"<teiHeader>{definitions}</teiHeader>")

        assert [c for c in codes(found) if c != "unused-declaration"] == expected


class TestPatterns:
    """Patterns of headers."""

    @pytest.mark.parametrize(
        ("pattern", "is_right"),
        [
            ("([a-z]+)", True),
            ("([a-z]+)/([0-9]+)(x)?", True),
            ("(", False),
            ("[a-", False),
            ("a{99999999999999999999}", False),
            ("(a+)+b", False),
            ("(a|aa)*b", False),
            ("((((a*)*)*)*)*", False),
            ("(" * 9000 + "a" + ")" * 9000, False),
        ],
    )
    def test_a_pattern_is_judged_where_it_stands(
        self, pattern: str, is_right: bool, tmp_path: Path
    ) -> None:
        """One problem at the pattern, at once, and none at what is written with it."""
        prefix = f'<prefixDef ident="p" matchPattern="{pattern}" replacementPattern="#x"/>'
        started = time.process_time()

        found = look(
            '<p xml:id="x"><ref target="p:q"/></p>', tmp_path, f"<teiHeader>{prefix}</teiHeader>"
        )

        assert ("faulty-pattern" in codes(found)) is not is_right
        assert ("unknown-target" in codes(found)) is (is_right and pattern != "([a-z]+)")
        assert time.process_time() - started < 1


class TestFiles:
    """Files that are pointed to."""

    def test_folders_are_told_as_a_whole_only_if_they_have_none(self, tmp_path: Path) -> None:
        """Four of four missing are one problem, four of five are four."""
        images = "".join(f'<graphic url="img/{i}.png"/>' for i in range(5))

        (found,) = look(f"<p>{images}</p>", tmp_path)
        (tmp_path / "img").mkdir()
        (tmp_path / "img/3.png").write_bytes(b"")
        few = look(f"<p>{images}</p>", tmp_path)

        assert "5 files" in found.message
        assert codes(few) == ["missing-file"] * 4

    @pytest.mark.parametrize(
        "value",
        [
            "https://example.org/a.png",
            "/iiif/a.png",
            "../outside/a.png",
            "%2e%2e/a.png",
            "folio-1r",
            "a.png?x",
            "b.xml",
            "img%201.png",
        ],
    )
    def test_what_is_not_looked_for(self, value: str, tmp_path: Path) -> None:
        """Addresses, what lies outside, numbers of images, what is there under another spelling."""
        (tmp_path / "img 1.png").write_bytes(b"")

        found = look(f'<p><graphic url="{value}"/></p>', tmp_path, b__xml="<p/>")

        assert "missing-file" not in {problem.code for problem in found}

    def test_hints_name_what_is_there(self, tmp_path: Path) -> None:
        """Capitals, and slips of the pen; but never another number."""
        for name in ("Plan.png", "page1.png"):
            (tmp_path / name).write_bytes(b"")

        found = look('<p facs="plan.png page2.png pgae1.png"/>', tmp_path)

        assert {p.message.split('"')[1]: p.hint for p in found} == {
            "plan.png": 'it is called "Plan.png": case matters',
            "page2.png": "the path is relative to this file",
            "pgae1.png": 'did you mean "page1.png"?',
        }


class TestLanguages:
    """Language tags."""

    @pytest.mark.parametrize(
        "tag",
        [
            "de",
            "grc",
            "la-Latn",
            "en-GB",
            "zh-Hant-TW",
            "ru-petr1708",
            "de-1901",
            "sl-rozaj-biske",
            "x-mine",
            "grc-x-homer",
            "und",
            "mul",
            "zxx",
            "art-x-quenya",
            "i-klingon",
            "qaa",
            "sr-Latn",
            "es-419",
            "EN-gb",
        ],
    )
    def test_tags_that_are_right(self, tag: str, tmp_path: Path) -> None:
        """All that BCP 47 has, in whatever case."""
        assert look(f'<p xml:lang="{tag}"/>', tmp_path) == []

    @pytest.mark.parametrize(
        ("tag", "hint"),
        [
            ("lat", "the shortest code"),
            ("ger-AT", "the shortest code"),
            ("de_DE", 'write "de-DE"'),
            ("gr", 'write "el" or "grc"'),
            ("german", 'write "de"'),
            ("goethe", 'is "goethe" a name?'),
            ("xx", "subtag registry"),
            ("la-VL", '"la-x-VL"'),
            ("en--GB", "such as de"),
            ("zh-GB-de", "zh-Hant-TW"),
            ("de DE", 'write "de-DE"'),
            ("a-very-longsubtags", "such as de"),
        ],
    )
    def test_tags_that_are_wrong(self, tag: str, hint: str, tmp_path: Path) -> None:
        """One problem, with what to write."""
        (found,) = look(f'<p xml:lang="{tag}"/><p xml:lang="{tag}"/>', tmp_path)

        assert found.code == "invalid-language"
        assert hint in found.hint
        assert "2 places" in found.message

    def test_an_empty_language_says_that_none_is_known(self, tmp_path: Path) -> None:
        """XML allows it."""
        header = '<teiHeader><langUsage><language ident="de"/></langUsage></teiHeader>'

        assert look('<p xml:lang=""/>', tmp_path, header) == []

    def test_the_language_of_the_header_needs_no_declaration(self, tmp_path: Path) -> None:
        """An English header describes a Latin text."""
        header = (
            '<teiHeader xml:lang="en"><p xml:lang="en"/>'
            '<langUsage><language ident="la"/></langUsage></teiHeader>'
        )

        assert look('<p xml:lang="la-x-late"/>', tmp_path, header) == []
        assert codes(look('<p xml:lang="en"/>', tmp_path, header)) == ["undeclared-language"]


class TestHeader:
    """What a header leaves out."""

    def judge(
        self, header: str, folder: Path, text: str = "<text><body><p/></body></text>"
    ) -> list[str]:
        """The messages about the header of a file."""
        path = write(folder, a__xml=f'<TEI xmlns="{TEI[1:-1]}">{header}{text}</TEI>') / "a.xml"
        config = make_config({"check": {"schema": "none"}}, folder)
        source = read_source(path, folder)
        assert source.root is not None
        return [p.message for p in check_file(source, read_text(source, config.text), config)]

    def test_what_is_not_there_is_the_schema_s_concern(self, tmp_path: Path) -> None:
        """An empty header is one fault, and reported once."""
        assert self.judge("<teiHeader/>", tmp_path) == []

    def test_paragraphs_may_say_anything(self, tmp_path: Path) -> None:
        """Date and licence may be told in words."""
        header = (
            "<teiHeader><fileDesc><titleStmt><title>T</title><author>A</author></titleStmt>"
            "<publicationStmt><p>Free for all, 2026.</p></publicationStmt>"
            "<sourceDesc><p>Born digital.</p></sourceDesc></fileDesc>"
            '<profileDesc><langUsage><language ident="en"/></langUsage></profileDesc></teiHeader>'
        )

        assert self.judge(header, tmp_path) == []

    def test_comments_say_nothing(self, tmp_path: Path) -> None:
        """A template's comments are no contents."""
        header = (
            "<teiHeader><fileDesc><titleStmt><title><!-- title --></title></titleStmt>"
            "<publicationStmt><p><!-- who --></p></publicationStmt>"
            "<sourceDesc><!-- what --><p/></sourceDesc></fileDesc></teiHeader>"
        )

        assert len(self.judge(header, tmp_path)) == 7

    def test_a_register_is_not_asked(self, tmp_path: Path) -> None:
        """A file of lists alone is published with the texts."""
        header = (
            "<teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/>"
            "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
        )

        assert self.judge(header, tmp_path, "<standOff><listPerson/></standOff>") == []


class TestLetters:
    """Characters that are likely mistakes."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("caf\u00c3\u00a9", "garbled-character"),
            ("it\u00e2\u20ac\u2122s", "garbled-character"),
            (
                "\u00d0\u0153\u00d0\u00be\u00d1\u0081\u00d0\u00ba\u00d0\u00b2\u00d0\u00b0",
                "garbled-character",
            ),
            ("a &#146;b&#x92; c", "garbled-character"),
            ("a\ufdd0", "garbled-character"),
            ("a\U0001ffff", "garbled-character"),
            ("\ue000", "private-character"),
            ("\U00100000", "private-character"),
            ("a\u200bb", "invisible-character"),
            ("a\ufeffb", "invisible-character"),
            ("a&#xAD;b", "invisible-character"),
            ("Мocква", "mixed-scripts"),
            ("Kерenski", "mixed-scripts"),
            ("\u039aAI", "mixed-scripts"),
            ("e\u0301", "decomposed-letter"),
            ("o\u0313\u0342", "decomposed-letter"),
            ('“a” "b"', "mixed-quotes"),
            ("l’a, l'b", "mixed-quotes"),
            ("a\u202bb", "unbalanced-direction"),
            ("a\u202cb", "unbalanced-direction"),
            ("\u2067a\u202bb\u2069", "unbalanced-direction"),
        ],
    )
    def test_what_is_told(self, text: str, expected: str, tmp_path: Path) -> None:
        """One kind is one problem."""
        if text.startswith("o\u0313"):
            text = text.replace("o", "\u03bf")

        assert codes(look(f"<p>{text}</p>", tmp_path)) == [expected]

    @pytest.mark.parametrize(
        "text",
        [
            "café, Ærø, Ångström, “Å”, «Â», São Paulo, CAFÉ, Â, Ã",
            "à côté de l’été",
            "10 μm, β-decay, Ωmega, ms. Pβ, αB",
            "Москва и Moscow, τύμβος",
            "m\u0304, r\u0325\u0304, a\u0363",
            "שָׁלוֹם, كِتَاب, नमस्ते",
            "می\u200cخواهم, क\u094d\u200dष",
            "‘a’ “b” 6' 2\" 12°5'3\"",
            "\"a\" 'b' it's",
            "a\u202bb\u202cc\u2066d\u2069",
            '<code>"a"</code> “b”',
            'it\'s <note>it’s “so”</note><app><lem>"a"</lem><rdg source="https://example.org/b">“a”</rdg></app>',
            '<!-- \ufffd "b" e\u0301 --> “b”',
            "<?x \ue000?> x",
            "日本語ひらがなカタカナ",
        ],
    )
    def test_what_is_not(self, text: str, tmp_path: Path) -> None:
        """Honest writing of many kinds is left alone."""
        assert look(f"<p>{text}</p>", tmp_path) == []

    def test_attributes_are_no_text(self, tmp_path: Path) -> None:
        """An identifier may mix scripts, and its quotation marks are XML's."""
        assert look('<p xml:id="AMοAU" n="Mοs">“a”</p>', tmp_path) == []

    def test_a_byte_order_mark_at_the_beginning_is_right(self, tmp_path: Path) -> None:
        """It says how the file is written."""
        (tmp_path / "a.xml").write_text(wrap("<p>é</p>"), encoding="utf-8-sig")

        assert check(tmp_path) == []

    def test_the_place_is_that_of_the_character(self, tmp_path: Path) -> None:
        """Line and column count characters, whatever the line ends."""
        found = look("\r\n<p>one\r\n𝔘two \ufffd three \ufffd</p>", tmp_path)

        assert told(found) == [("garbled-character", 3, 6)]
        assert "2 times" in found[0].message

    def test_a_private_character_may_be_described(self, tmp_path: Path) -> None:
        """By a char or glyph with its mapping, in the header."""
        header = (
            "<teiHeader><charDecl><glyph><mapping>\ue001</mapping></glyph></charDecl></teiHeader>"
        )

        (found,) = look("<p>\ue001 \ue002</p>", tmp_path, header)

        assert "U+E002" in found.message
        assert "U+E001" not in found.message

    def test_thousands_of_them_are_looked_at_fast(self, tmp_path: Path) -> None:
        """Every kind at once, in a file of megabytes, is a problem a kind."""
        piece = '<p>caf\u00c3\u00a9 e\u0301 “a” "b" Мocква \ufffd \ue000 Ленин was τύμβος</p>\n'
        write(tmp_path, a__xml=wrap(piece * 10_000))
        source = read_source(tmp_path / "a.xml", tmp_path)
        assert source.root is not None
        config = make_config({"check": {"schema": "none"}}, tmp_path)
        text = read_text(source, config.text)
        started = time.process_time()

        found = list(check_file(source, text, config))

        assert time.process_time() - started < 5
        assert len(found) <= 8


class TestDeclarations:
    """Declarations that nothing uses."""

    HANDS = '<handNote xml:id="a"/><handNote xml:id="b"/>'

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<p/>", 0),
            ('<p><add hand="#a"/></p>', 1),
            ('<p><add hand="#a #b"/></p>', 0),
            ('<p><add hand="#a"/><note corresp="a.xml#b"/></p>', 0),
        ],
    )
    def test_hands(self, body: str, expected: int, tmp_path: Path) -> None:
        """A header may describe all hands; one that is left out among others is reported."""
        found = look(body, tmp_path, f"<teiHeader>{self.HANDS}</teiHeader>")

        assert codes(found) == ["unused-declaration"] * expected

    def test_a_taxonomy_is_used_by_its_categories(self, tmp_path: Path) -> None:
        """One category in one file of the edition is enough."""
        taxonomy = '<taxonomy xml:id="t"><category xml:id="c"/></taxonomy>'
        header = f"<teiHeader><classDecl>{taxonomy}</classDecl></teiHeader>"

        unused = look("<p/>", tmp_path, header, b__xml=wrap("<p/>", header))
        used = look("<p/>", tmp_path, header, b__xml=wrap('<p ana="#c"/>', header))

        assert codes(unused) == ["unused-declaration"]
        assert len(unused[0].related) == 1
        assert used == []

    def test_a_prefix_is_used_by_what_is_written_with_it(self, tmp_path: Path) -> None:
        """And what it leads to is used as well."""
        header = (
            "<teiHeader><tagsDecl><rendition xml:id='r-sc'/><rendition xml:id='r-it'/></tagsDecl>"
            '<prefixDef ident="r" matchPattern="(.+)" replacementPattern="#r-$1"/></teiHeader>'
        )

        found = look('<p rendition="r:sc"/>', tmp_path, header)

        assert ['"r-it"' in p.message for p in found] == [True]


class TestSpacing:
    """White space and hyphens that markup brought in."""

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<name>A\n  </name>, b", 1),
            ("<name>A</name>\n  , b", 1),
            ("<hi>A\n</hi>. B", 1),
            ("<name>A\n  <hi>B</hi>\n  </name>, c", 1),
            ("<name>A</name>\n  . . . b", 0),
            ("<name>A\n</name> , b", 0),
            ("<name>A </name>, b", 0),
            ("<name>\n  A</name>, b", 0),
            ("<lb/>\n, b", 0),
            ("<note>A\n</note>, b", 0),
            ("<choice><sic>A\n</sic>, </choice>", 0),
            ("<name>A\n</name>; b", 0),
            ("<name/>\n, b", 0),
        ],
    )
    def test_spaces_before_punctuation(self, body: str, expected: int, tmp_path: Path) -> None:
        """Only a line end before a comma, stop or bracket is reported: others may be meant."""
        assert codes(look(f"<p>{body}</p>", tmp_path)) == ["stray-space"] * expected

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("Wör-<lb/>ter", 1),
            ("Wör¬<lb n='2'/>ter", 1),
            ("<hi>x</hi>Wör-<pb/>ter", 1),
            ('Wör-<lb break="no"/>ter', 0),
            ('Wör-<lb break="maybe"/>ter', 0),
            ("Ein-<lb/> und Ausgang", 0),
            ("Ein-\n<lb/>und Ausgang", 0),
            ("Anglo-<lb/>French", 0),
            ("USA-<lb/>weit", 0),
            ("1917-<lb/>der", 0),
            ("Wort – <lb/>und", 0),
        ],
    )
    def test_broken_words(self, body: str, expected: int, tmp_path: Path) -> None:
        """Only what nobody writes as two words is reported."""
        assert codes(look(f"<p>{body}</p>", tmp_path)) == ["broken-word"] * expected

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("Wör-<lb/>ter", ""),
            ("Wör-<lb/>ter und Sil-<lb/>ben", "; there are 2 such breaks"),
            ("Wör-<pb/><lb/>ter", ""),  # one word
        ],
    )
    def test_broken_words_are_counted(self, body: str, told: str, tmp_path: Path) -> None:
        """One problem tells the first, and how many there are where there are several."""
        (found,) = look(f"<p>{body}</p>", tmp_path)

        assert found.message.partition(" divides a word")[2] == told


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "a\xad" * 200_000 + "</p>",
        "<p><name>" + " \n" * 200_000 + "</name>, x</p>",
        "<p>" + "a" * 400_000 + "-<lb/>" + "b" * 400_000 + "</p>",
        '<p facs="' + "a." * 200_000 + '"/>',
        "<p>" + "Аa" * 200_000 + "</p>",
    ],
    ids=["soft hyphens", "white space", "one word", "one name", "one mixed word"],
)
def test_nothing_grows_with_the_square(body: str, tmp_path: Path) -> None:
    """A text that is one endless line, word or name is looked at in little time."""
    started = time.process_time()

    look(body, tmp_path)

    assert time.process_time() - started < 5
