"""What is right is not told, and what has one cause is reported once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{}</teiHeader><text><body>{}</body></text></TEI>'
SETTINGS = """
[edition]
texts = ["*.xml"]
registers = []
[check]
schema = "none"
ignore = ["incomplete-header", "citation-incomplete", "undeclared-language", "unreferenced-entity"]
"""
WITNESSES = (
    "<fileDesc><sourceDesc><listWit>"
    '<witness xml:id="A"/><witness xml:id="κ"/><witness xml:id="χ"/>'
    "</listWit></sourceDesc></fileDesc>"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition without any text yet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text(SETTINGS)
    return tmp_path


def check(*arguments: str, header: str = "", **bodies: str) -> str:
    """What `check` says of an edition of these texts."""
    for name, body in bodies.items():
        Path(f"{name}.xml").write_text(TEI.format(header, body), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)
    return result.stdout + result.stderr


@pytest.mark.parametrize("word", ["Aκχ", "κAχ", "AκχA"])
def test_sigla_written_together_are_no_word(word: str) -> None:
    """Letters of two scripts side by side are three witnesses; any other such word is reported."""
    text = f'<p>Thus {word} agree: <app><lem wit="#A">a</lem><rdg wit="#κ #χ">b</rdg></app>.</p>'

    assert "mixed-scripts" not in check(header=WITNESSES, a=text)
    assert "mixed-scripts" in check(header=WITNESSES, a=text.replace(word, "Αlpha"))


@pytest.mark.parametrize(
    ("given", "mended"),
    [("48,2066 16,37341", "48.2066 16.37341"), ("-33,91; 151,20", "-33.91 151.20")],
)
def test_decimal_commas_are_named_and_mended(given: str, mended: str) -> None:
    """The message says what is wrong, and the certain correction is offered."""
    places = "".join(
        f'<place xml:id="p{n}"><placeName>P</placeName>'
        f"<location><geo>{given}</geo></location></place>"
        for n in range(9)
    )
    told = check("--fix-hints", a=f"<listPlace>{places}</listPlace>")

    assert f'"{given}" has decimal commas' in told
    assert told.count("[invalid-coordinates]") == 1
    assert "coordinates with decimal commas: 9 places" in told
    assert f"<geo>{mended}</geo>" in told


def test_an_identifier_of_another_file_is_found() -> None:
    """The hint says which file has it, and how the pointer is written."""
    told = check(a='<p><ref target="#far">there</ref></p>', b='<p xml:id="far">here</p>')
    assert 'hint: b.xml has it: write "b.xml#far"' in told

    told = check(
        a='<p><ref target="#far">there</ref></p>',
        b='<p xml:id="far">here</p>',
        c='<p xml:id="far">here</p>',
    )
    assert "b.xml, c.xml have it: say which one, as b.xml#far" in told

    told = check(a='<p><ref target="b.xml#own">there</ref> <hi xml:id="own">x</hi></p>', c="<p/>")
    assert 'a.xml has it: write "#own"' in told


@pytest.mark.parametrize(
    ("pointers", "message"),
    [
        ('ref="1 Tim 6,12"', '@ref: "1 Tim 6,12" is a name, not a pointer'),
        ('corresp="#w1 #c2"', "2 pointers of @corresp lead to nothing: w1, c2"),
        ('corresp="#w1 #here #c2"', "2 pointers of @corresp lead to nothing: w1, c2"),
    ],
)
def test_pointers_of_one_attribute_are_told_together(pointers: str, message: str) -> None:
    """One attribute is one mistake."""
    told = check(a=f'<p xml:id="here"><rs {pointers}>x</rs></p>')

    assert message in told
    assert "1 error in 1 file" in told


def test_images_without_a_facsimile_are_told_once() -> None:
    """They do not stop a build, and have one cause; JSON has every place."""
    breaks = "".join(f'<pb facs="#f{n}"/>' for n in range(20))
    told = check(a=f"<p>{breaks}</p>")
    assert told.count("[missing-declaration]") == 1
    assert "the file has no facsimile: 20 places" in told
    assert "20 warnings in 1 file" in told

    assert check("--format", "json").count('"missing-declaration"') == 20


def test_identifiers_of_one_authority_are_a_set() -> None:
    """One more identifier is no conflict; two of one authority with nothing in common are."""
    entry = '<listPerson><person xml:id="p"><persName>Ada</persName>{}</person></listPerson>'
    wikidata = '<idno type="URL" subtype="wikidata">http://www.wikidata.org/entity/{}</idno>'
    gnd = '<idno type="URL" subtype="gnd">https://d-nb.info/gnd/118540238</idno>'
    Path("edition.toml").write_text(SETTINGS.replace("registers = []", 'registers = ["r.xml"]'))
    both = check(a=entry.format(gnd), r=entry.format(wikidata.format("Q5879") + gnd))
    assert "conflicting-entries" not in both

    other = check(a=entry.format(wikidata.format("Q1")), r=entry.format(wikidata.format("Q5879")))
    assert "differ: Wikidata Q5879 and Q1" in other


def test_an_empty_pointer_is_told_as_such() -> None:
    """A # alone names nothing."""
    assert "the pointer is empty" in check(a='<p><persName ref="#">N</persName></p>')
    assert "the pointer is empty" in check(a='<p><ref target="#">N</ref></p>')


PERSON = '<listPerson><person xml:id="p"><persName>Ada</persName>{}</person></listPerson>'


@pytest.mark.parametrize(
    ("idno", "pointer"),
    [
        ('<idno type="GND">118540238</idno>', "https://d-nb.info/gnd/118540238"),
        ('<idno type="wikidata">Q5879</idno>', "http://www.wikidata.org/entity/Q5879"),
        ("<idno>https://www.wikidata.org/wiki/Q5879</idno>", "wd:Q5879"),
        (
            '<idno type="URI">http://viaf.org/viaf/24602065</idno>',
            "https://viaf.org/viaf/24602065/",
        ),
    ],
)
def test_an_address_names_the_entity_with_that_identifier(idno: str, pointer: str) -> None:
    """The entry is mentioned, whichever way the identifier is written."""
    Path("edition.toml").write_text(SETTINGS.replace(', "unreferenced-entity"', ""))
    prefix = (
        '<encodingDesc><listPrefixDef><prefixDef ident="wd" matchPattern="(Q\\d+)"'
        ' replacementPattern="http://www.wikidata.org/entity/$1"/></listPrefixDef></encodingDesc>'
    )
    body = f'<p><persName ref="{pointer}">A</persName></p>{PERSON.format(idno)}'

    assert "unreferenced-entity" not in check(header=prefix if "wd:" in pointer else "", a=body)
    other = body.replace("Q5879<", "Q42<").replace("5879<", "42<")
    other = other.replace(">118540238<", ">118607626<").replace("24602065<", "24602066<")
    assert "unreferenced-entity" in check(header=prefix if "wd:" in pointer else "", a=other)


@pytest.mark.parametrize(
    ("base", "pointer"),
    [
        ('xml:base="https://example.org/scans/"', "1r.jpg"),
        ('xml:base="https://example.org/data/index.html"', "page.html"),
        ('xml:base="//example.org/"', "x/page.html"),
    ],
)
def test_relative_pointers_count_from_xml_base(base: str, pointer: str) -> None:
    """What lies elsewhere is not missed here; without the base it is."""
    body = f'<div {base}><p><ref target="{pointer}">x</ref></p></div>'

    assert "missing-file" not in check(a=body)
    assert "missing-file" in check(a=body.replace(base, ""))


def test_a_base_in_the_edition_leads_to_its_files(folder: Path) -> None:
    """A folder, a base in a base, and the file's own published address."""
    entry = TEI.format("", PERSON.format(""))
    (folder / "lists").mkdir()
    (folder / "lists" / "people.xml").write_text(entry, encoding="utf-8")
    Path("edition.toml").write_text(
        SETTINGS.replace("registers = []", 'registers = ["lists/people.xml"]')
    )
    name = '<p {}><persName ref="{}">A</persName></p>'

    assert "unknown-person" not in check(a=name.format('xml:base="lists/"', "people.xml#p"))
    inner = name.format('xml:base="lists/"', "people.xml#p")
    assert "unknown-person" not in check(a=f'<div xml:base="./">{inner}</div>')
    own = name.format('xml:base="https://example.org/tei/a.xml"', "lists/people.xml#p")
    assert "unknown-person" not in check(a=own)
    assert "unknown-person" in check(a=name.format("", "people2.xml#p"))


@pytest.mark.parametrize(
    ("calendar", "is_julian"),
    [
        ('<calendar xml:id="julian"><p>As it was used in Russia.</p></calendar>', True),
        ('<calendar xml:id="cal"><p>Julian calendar</p></calendar>', True),
        ('<calendar xml:id="cal_J"><p>The Julian calendar (old style)</p></calendar>', True),
        (
            '<calendar xml:id="julianEngland"><p>The year begins in March</p></calendar>',
            True,
        ),
        ('<calendar xml:id="fiscal"><p>It rests on the old Julian calendar.</p></calendar>', False),
        ('<calendar xml:id="cal"><p>Ottoman fiscal calendar: Julian months</p></calendar>', False),
        ('<calendar xml:id="revisedJulian"><p>Revised Julian calendar</p></calendar>', False),
        (
            '<calendar xml:id="cal"><p>Neither Julian nor Gregorian</p></calendar>',
            False,
        ),
    ],
)
def test_a_calendar_is_known_by_its_name(calendar: str, is_julian: bool) -> None:
    """Words of its description make it no other calendar."""
    ident = calendar.split('"')[1]
    date = (
        f'<p><date when="1911-03-01" when-custom="1326-12-16" datingMethod="#{ident}">x</date></p>'
    )
    header = f"<profileDesc><calendarDesc>{calendar}</calendarDesc></profileDesc>"

    assert ("calendar-mismatch" in check(header=header, a=date)) is is_julian


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ('when="1917" to="1918"', "@when of <date> is not allowed together with @to"),
        ('when="1917" from="1917"', "@when of <date> is not allowed together with @from"),
        ('from="1917" notBefore="1917"', "@from of <date> is not allowed together with @notBefore"),
        ('to="1917" notAfter="1917"', "@to of <date> is not allowed together with @notAfter"),
        ('from-iso="1917" to-iso="1918"', ""),
        ('when="1917" when-custom="x"', "does not say to which calendar"),
        ('from-custom="x" to-custom="y"', "does not say to which calendar"),
        ('from="1917" to="1918"', ""),
        ('notBefore="1917" notAfter="1918"', ""),
        ('from="1917" notAfter="1918"', ""),
        ('when="1917" when-custom="x" datingMethod="https://example.org/x"', ""),
        ('when="1917" when-custom="x" calendar="https://example.org/x"', ""),
    ],
)
def test_datings_that_say_when_in_two_ways(attributes: str, told: str) -> None:
    """What excludes each other is reported; what may stand together is not."""
    said = check(a=f"<p><date {attributes}>x</date></p>")

    assert told in said
    assert ("unclear-dating" in said) is bool(told)


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("1831-04-31", "April 1831 has 30 days"),
        ("1831-02-29", "February 1831 has 28 days"),
        ("1831-13-02", 'did you mean "1831-02-13"?'),
        ("1831-13", "there is no month"),
        ("1831-35", 'from="1831" to="1835"'),
        ("1831-00-10", "there is no month"),
    ],
)
def test_a_day_that_the_month_does_not_have(date: str, hint: str) -> None:
    """The hint says how long the month is."""
    told = check(a=f'<p><date when="{date}">x</date></p>')

    assert hint in told
    assert "1 error in 1 file" in told


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("<birth>1820-13-01</birth>", 'did you mean "1820-01-13"?'),
        ("<birth>1820-02-30</birth>", "February 1820 has 29 days"),
        ("<death>31.4.1820</death>", "April 1820 has 30 days"),
        ("<floruit>1820-13</floruit>", "there is no month"),
        ("<birth><date>30/02/1820</date></birth>", ""),
        # What is a date in one way or calendar, or none at all, is no mistake.
        ("<birth>1820-02-29</birth>", ""),
        ("<birth>1700-02-29</birth>", ""),
        ("<birth>13/01/1820</birth>", ""),
        ("<birth>01/13/1820</birth>", ""),
        ("<birth>about 1820-13-01</birth>", ""),
        ("<floruit>1850-52</floruit>", ""),
        ("<floruit>1660-70</floruit>", ""),
        ('<birth when="1820-01-13">1820-13-01</birth>', ""),
        ("<note>1820-13-01</note>", ""),
    ],
)
def test_dates_in_the_words_of_a_register_may_be_impossible(words: str, hint: str) -> None:
    """A day in numbers that no calendar has is reported where the editor says it."""
    person = f'<person xml:id="l"><persName>L</persName>{words}</person>'
    told = check("--select", "invalid-dating", a=f"<listPerson>{person}</listPerson>")

    assert ("1 error" in told) is bool(hint)
    assert hint in told


def test_dates_in_the_words_of_a_text_are_those_of_its_source() -> None:
    """What the source says, it may say wrong; what the header says is the editor's."""
    assert "invalid-dating" not in check(a="<p><date>1820-13-01</date></p>")
    header = "<profileDesc><creation><date>1820-13-01</date></creation></profileDesc>"
    assert '"1820-13-01" in <date> is not a date' in check(header=header, a="<p>x</p>")


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("sr-Cryl", 'did you mean the script "Cyrl"?'),
        ("sr-Cyrillic", 'write "sr-Cyrl"'),
        ("ru-Latin", 'write "ru-Latn"'),
        ("de-Fraktur", 'write "de-Latf"'),
        ("el-Grke", 'did you mean the script "Grek"?'),
        ("de-Germany", 'write "de-DE"'),
        ("en-England", 'write "en-GB"'),
        ("en-EN", 'write "en", or add a country'),
        ("de-AB", "countries have two letters"),
        ("la-Qqqz", "scripts have four letters"),
    ],
)
def test_misspelt_parts_of_languages_have_a_hint(tag: str, hint: str) -> None:
    """The part that was meant is named: a script or a country, by its name or nearly its code."""
    told = check("--select", "invalid-language", a=f'<p xml:lang="{tag}">x</p>')

    assert "invalid-language" in told
    assert hint in told


@pytest.mark.parametrize(
    ("register", "name"),
    [
        ('<person id="low"><persName>L</persName></person>', "#low"),
        ('<person xml:id="capt low"><persName>L</persName></person>', "#capt low"),
        ('<person xml:id="1low"><persName>L</persName></person>', "#1low"),
    ],
)
def test_a_faulty_identifier_is_told_where_it_stands(register: str, name: str) -> None:
    """What points to it is right, or will be."""
    body = f'<p><persName ref="{name}">L</persName></p><listPerson>{register}</listPerson>'

    assert "unknown-person" not in check(a=body)
    assert "unknown-person" in check(a=body.replace(f'"{name}"', '"#other"'))


def test_a_register_that_is_not_there_is_one_cause() -> None:
    """All pointers into it are reported together; a person that a register lacks by name."""
    names = "".join(f'<persName ref="people.xml#p{n}">P</persName> ' for n in range(9))
    told = check(a=f"<p>{names}</p>")
    assert told.count("[unknown-person]") == 1
    assert 'there is no file "people.xml" in the edition: 9 places' in told

    own = "".join(f'<placeName ref="#p{n}">P</placeName> ' for n in range(9))
    told = check(a=f"<p>{own}</p>")
    assert "no register of the edition lists any place: 9 places" in told


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ('<persName ref="p">A</persName>', "#p"),
        ('<rs type="person" ref="p">A</rs>', "#p"),
        ('<ref target="p">A</ref>', "#p"),
    ],
)
def test_a_pointer_without_its_sign(body: str, meant: str) -> None:
    """It is reported once for an attribute, with the certain correction; a key needs no sign."""
    people = PERSON.format("")
    told = check("--fix-hints", a=f"<p>{body * 9}</p>{people}")
    assert told.count("[bare-pointer]") == 1
    assert f'="{meant}"' in told

    assert "bare-pointer" not in check(
        a=f"<p>{body.replace(chr(34) + 'p', chr(34) + '#p')}</p>{people}"
    )
    assert "bare-pointer" not in check(a=f'<p><persName key="p">A</persName></p>{people}')


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ('<note place="botom">x</note>', "bottom"),
        ('<lb break="No"/>', "no"),
        ('<fw type="headers">x</fw>', "header"),
        ('<note place="margin-left">x</note>', ""),
        ('<note place="foot">x</note>', ""),
        ('<milestone unit="folio"/>', ""),
    ],
)
def test_values_that_the_guidelines_suggest(body: str, meant: str) -> None:
    """One that is nearly right is reported; others are the editor's own."""
    told = check(a=f"<p>{body}</p>")

    assert ("unusual-value" in told) is bool(meant)
    assert meant in told


@pytest.mark.parametrize(
    ("act", "meant"), [("recieved", "received"), ("send", "sent"), ("sender", "sent")]
)
def test_acts_of_correspondence(act: str, meant: str) -> None:
    """A letter that nobody received is reported."""
    desc = (
        '<profileDesc><correspDesc><correspAction type="{}"><p/></correspAction>'
        "</correspDesc></profileDesc>"
    )

    assert f'did you mean "{meant}"?' in check(header=desc.format(act), a="<p/>")
    assert "unusual-value" not in check(header=desc.format("carried"), a="<p/>")


@pytest.mark.parametrize(
    "pattern",
    [r"(.+):(.+):([0-9]+)[\-\.]*[0-9]*", r"(\w+) (\d+)(?:[.](\d+))*", r"(.+) (.+)[.](.+)-(.+)"],
)
def test_patterns_of_references_are_no_traps(pattern: str) -> None:
    """What takes no long time for a reference of usual length is right."""
    refs = (
        "<encodingDesc><refsDecl><cRefPattern matchPattern='{}'"
        " replacementPattern='#x'/></refsDecl></encodingDesc>"
    )
    assert "faulty-pattern" not in check(header=refs.format(pattern), a="<p/>")

    told = check(header=refs.format("(a+)+b"), a="<p/>")
    assert "warning" in told
    assert "faulty-pattern" in told


NOTE = (
    '<p>The king<note place="inline">so he <anchor xml:id="b"/>said<anchor xml:id="e"/></note></p>'
    '<listApp><app from="#b" to="#e"><lem wit="#A">said</lem>'
    '<rdg wit="#κ #χ">told</rdg></app></listApp>'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ('from="#b" to="#e"', 'from="#n"'), ('<note place="inline">', '<note type="x">')],
)
def test_an_entry_about_a_note_has_its_place(old: str, new: str) -> None:
    """Anchors in notes, and notes themselves, are places; other words than theirs are reported."""
    declared = (
        '<encodingDesc><variantEncoding method="double-end-point" location="external"/>'
        "</encodingDesc>"
    )
    body = NOTE.replace(old, new).replace("<note ", '<note xml:id="n" ') if old else NOTE
    told = check(header=WITNESSES + declared, a=body)

    assert "anchor-missing" not in told
    assert "lemma-mismatch" not in told
    other = body.replace('<lem wit="#A">said', '<lem wit="#A">wrote')
    assert "lemma-mismatch" in check(header=WITNESSES + declared, a=other)


def test_what_follows_from_a_mistake_is_not_told() -> None:
    """The entry that a wrong pointer means, and the witness that an unknown siglum stands for."""
    Path("edition.toml").write_text(SETTINGS.replace(', "unreferenced-entity"', ""))
    for wrong, words in (
        ("#pp", "Ada"),
        ("#", "Ada"),
        ("other.xml#p", "Someone"),
        ("#P", "Someone"),
    ):
        told = check(a=f'<p><persName ref="{wrong}">{words}</persName></p>{PERSON.format("")}')
        assert "unknown-person" in told
        assert "unreferenced-entity" not in told
    told = check(a=f'<p><persName ref="#zzz">Someone</persName></p>{PERSON.format("")}')
    assert "unreferenced-entity" in told

    entries = '<app><lem wit="#A">a</lem><rdg wit="#κ #χ">b</rdg></app> ' * 3
    wrong = entries + entries.replace("#χ", "#X", 1)
    told = check(header=WITNESSES, a=f"<p>{wrong}</p>")
    assert "unknown-witness" in told
    assert "witness-missing" not in told
    told = check(header=WITNESSES, a=f"<p>{entries + entries.replace(' #χ', '', 1)}</p>")
    assert "witness-missing" in told


def test_what_an_attribute_may_not_have_is_told_once() -> None:
    """The schema refuses the attribute; whether its pointers lead anywhere is no question."""
    Path("edition.toml").write_text(SETTINGS.replace('schema = "none"\n', ""))
    told = check("--select", "schema-unknown-attribute,unknown-*", a='<p>a<lb wit="#x"/></p>')

    assert "schema-unknown-attribute" in told
    assert "unknown-witness" not in told


def test_a_language_is_told_once_by_schema_and_check() -> None:
    """It is an error, as the schema has it, with the hint of the check."""
    Path("edition.toml").write_text(SETTINGS.replace('schema = "none"\n', ""))
    body = '<p xml:lang="de_DE">a</p><p xml:lang="de_DE">b</p>'
    told = check("--fix-hints", "--select", "schema-bad-value,invalid-language", a=body)

    assert 'error: "de_DE" is not a language tag, in 2 places' in told
    assert 'write "de-DE"' in told
    assert '<p xml:lang="de-DE">a</p><p xml:lang="de-DE">b</p>' in told
    assert "schema-bad-value" not in told


def test_hands_of_witnesses_are_no_slips() -> None:
    """A siglum with a sign is reported, and not corrected to the manuscript's own."""
    entry = '<p><app><lem wit="#A">a</lem><rdg wit="#A* #B">b</rdg></app></p>'
    header = WITNESSES.replace("κ", "B").replace("χ", "C")
    told = check("--fix-hints", header=header, a=entry)

    assert "if it is a hand or a part of A, declare it too" in told
    assert "+++" not in told


def test_files_that_differ_by_their_numbers_are_not_meant(folder: Path) -> None:
    """Letter 709 is not letter 695."""
    told = check(letter695='<p><ref target="letter709.xml#n6">x</ref></p>')
    assert 'there is no file "letter709.xml"' in told
    assert "did you mean" not in told

    told = check(letter695='<p><ref target="leter695.xml#n6">x</ref></p>')
    assert 'did you mean "letter695.xml"?' in told


def test_interpretations_that_nothing_declares_are_one_cause() -> None:
    """Many pointers of one attribute to what no header has are reported together."""
    terms = "".join(f'<term ana="#function.n{n}x">t</term>' for n in range(9))
    told = check(a=f"<p>{terms}</p>")

    assert told.count("[missing-declaration]") == 1
    assert "@ana points to something that no header declares: an interpretation" in told
    assert ": 9 places" in told


def test_a_path_that_is_not_exact_is_told_with_the_file_that_it_means(folder: Path) -> None:
    """The right path is that of the file that was found, even if another has the entry as well."""
    (folder / "edition.toml").write_text(SETTINGS.replace('"*.xml"', '"**/*.xml"'))
    (folder / "lists").mkdir()
    check(**{"lists/persons": PERSON.format("")})
    told = check(
        "--fix-hints", a=f'<p><persName ref="persons.xml#p">x</persName></p>{PERSON.format("")}'
    )

    assert '"persons.xml#p" means the file "lists/persons.xml", but does not name it' in told
    assert '+<p><persName ref="lists/persons.xml#p">' in told.replace(
        "</teiHeader><text><body>", "\n+"
    )


def test_references_are_not_judged_by_a_faulty_pattern() -> None:
    """The pattern is reported, and not each reference that it cannot find."""
    pattern = (
        '<encodingDesc><refsDecl><cRefPattern matchPattern="{}" replacementPattern="#{}">'
        "<p>x</p></cRefPattern></refsDecl></encodingDesc>"
    )
    body = '<p xml:id="Gen1"><ref cRef="Gen 1,1">x</ref> <ref cRef="Gen 2">y</ref></p>'

    told = check(header=pattern.format("([A-Z]+", "$1"), a=body)
    assert "faulty-pattern" in told
    assert "unknown-target" not in told
    told = check(header=pattern.format("([A-Z]+)", "$1"), a=body)
    assert told.count("no passage has the reference") == 2


@pytest.mark.parametrize("pointer", ["#", "b.xml#"])
@pytest.mark.parametrize("element", ["persName ref", "ref target"])
def test_a_pointer_to_nothing_is_empty(pointer: str, element: str) -> None:
    """A # needs an identifier after it, in the same file and in another."""
    name, _, attribute = element.partition(" ")
    told = check(a=f'<p><{name} {attribute}="{pointer}">x</{name}></p>', b="<p>b</p>")

    assert f"@{attribute}: the pointer is empty: nothing follows its #" in told


def test_a_reference_with_spaces_is_one_problem() -> None:
    """What the schema says of its parts is not reported as well."""
    Path("edition.toml").write_text(SETTINGS.replace('schema = "none"\n', ""))
    body = '<p><rs ref="2 Cor 4:5">a</rs> <rs ref="Joh 3,16">b</rs></p>'
    told = check("--select", "schema-bad-value,unknown-*", a=body)

    assert told.count("error: ") == 2
    assert "schema-bad-value" not in told


@pytest.mark.parametrize(
    "body", ['<seg decls="#ed">x</seg>', '<lb facs="#f" wit="#x"/>', '<hi perf="#p">x</hi>']
)
def test_what_is_in_an_attribute_that_is_refused_is_not_told(body: str) -> None:
    """The schema refuses the attribute; whether something declares its value is no question."""
    Path("edition.toml").write_text(SETTINGS.replace('schema = "none"\n', ""))
    told = check(
        "--select", "schema-unknown-attribute,unknown-*,missing-declaration", a=f"<p>{body}</p>"
    )

    assert told.count("schema-unknown-attribute") == 1
    assert "unknown-witness" not in told
    assert (
        "missing-declaration" not in told.replace('there is no image "f"', "").partition("@facs")[0]
    )


def test_an_empty_choice_says_what_it_needs() -> None:
    """The usual pairs are named, and not a choice in the choice."""
    Path("edition.toml").write_text(SETTINGS.replace('schema = "none"\n', ""))
    told = check("--select", "schema-*", a="<p><choice/></p>")

    assert "<choice> is empty" in told
    assert "<sic> and <corr>" in told


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("48,2066, 16,37341", "write 48.2066 16.37341"),
        ("148,2066 16,37341", "is it 16.37341 148.2066?"),
        ("148.2066 16.37341", "is it 16.37341 148.2066?"),
    ],
)
def test_coordinates_with_commas_may_be_swapped_too(given: str, hint: str) -> None:
    """The hint has the right numbers in the right order."""
    place = (
        f'<place xml:id="w"><placeName>W</placeName><location><geo>{given}</geo></location></place>'
    )
    assert hint in check(a=f"<listPlace>{place}</listPlace>")


@pytest.mark.parametrize(
    "apart",
    [
        '<span from="#p" to="#p">irony</span>',
        "<index><term>irony</term></index>",
        '<interp xml:id="i">irony</interp>',
    ],
)
def test_interpretations_are_no_words_of_the_copy_text(apart: str, folder: Path) -> None:
    """What is in a text to say something about it is not compared with the copy-text."""
    Path("edition.toml").write_text(f'{SETTINGS}[check.copy_text]\n"a.xml" = "a.txt"\n')
    (folder / "a.txt").write_text("Nobody spoke.")
    told = check(a=f'<p xml:id="p">Nobody {apart}spoke.</p>')

    assert "copy-text-differs" not in told
    told = check(a=f'<p xml:id="p">Nobody {apart}laughed.</p>')
    assert "copy-text-differs" in told
