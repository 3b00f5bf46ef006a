"""Entries as philologists encode them in many kinds of editions, and what the page says of them.

Each situation is a small text; the entries of its page are compared with what a printed apparatus
would say. Raised letters are behind a `^`.
"""

# ruff: noqa: E501 - the texts are as they are encoded.

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest

from building import run_command
from oracle import parse_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Situation(NamedTuple):
    """A text, the entries that its page has, and what its witnesses read."""

    body: str
    entries: tuple[str, ...]
    back: str = ""
    hands: str = ""
    texts: Mapping[str, str] = MappingProxyType({})  # by witness, blocks separated by a stroke


_PERSONS = "<listPerson>{}</listPerson>".format(
    "".join(
        f'<person xml:id="{name}"><persName><surname>{name}</surname></persName></person>'
        for name in ("Bentley", "Leo", "Munro")
    )
)
_BOOKS = (
    '<listBibl><bibl xml:id="Or"><abbr type="siglum">Or</abbr> <author>Origenes</author></bibl>'
    '<biblStruct xml:id="Lach"><monogr><author><surname>Lachmann</surname></author><title>T</title>'
    '<imprint><date when="1850"/></imprint></monogr></biblStruct></listBibl>'
)

SITUATIONS = {
    # An Oxford text: conjectures, deletions, additions, transpositions, lacunae that editors posit.
    "emendations": Situation(
        '<p>quo <app><lem source="#Lach">terram</lem><rdg wit="#A #B #C">terras</rdg>'
        '<rdg resp="#Bentley" type="conj">glaebam</rdg></app> <app><lem><surplus>mox</surplus></lem>'
        '<rdg type="del" resp="#Bentley"/></app> <app><lem resp="#Leo" type="transposition">b a</lem>'
        '<rdg wit="#A #B #C">a b</rdg></app></p>',
        ("¶ 1 a terram Lachmann 1850] terras A B C; glaebam conj. Bentley",
         "b {mox}] del. Bentley", "c b a transp. Leo] a b A B C"),
        texts={"A": "quo terras mox a b"},
    ),
    "additions": Situation(
        '<p>est <app><lem><supplied reason="omitted" resp="#Munro">ita</supplied></lem>'
        '<rdg wit="#A #B #C"/></app> <app><lem resp="#Leo"><supplied reason="lost">bonum</supplied>'
        '</lem><rdg wit="#A"><gap reason="lost"/></rdg></app></p>',
        ("¶ 1 a ⟨ita⟩ add. Munro] om. A B C", "b [bonum] suppl. Leo] […] A"),
    ),
    "same person twice": Situation(
        '<p><app><lem wit="#A">rem</lem><rdg resp="#Leo" source="#Leo">res</rdg>'
        '<rdg type="conj" resp="#Leo #Munro">spem</rdg></app></p>',
        ("¶ 1 a rem A] res Leo; spem conj. Leo, Munro",),
    ),
    "note on a reading": Situation(
        '<p><app><lem wit="#A">rem</lem><rdg wit="#B">res<note>fort. recte</note></rdg></app> '
        '<app><lem wit="#A">nec</lem><rdg><note>locus nondum sanatus</note></rdg></app> '
        '<app><lem wit="#A">tum</lem><rdg wit="#B">dum<note place="margin">gl.</note></rdg></app></p>',
        ("¶ 1 a rem A] res B fort. recte", "b nec A] locus nondum sanatus", "c tum A] dum1 B"),
    ),
    "what a witness has, not what it should": Situation(
        '<p><app><lem wit="#A">pax</lem><rdg wit="#B"><choice><sic>pox</sic><corr>pax</corr></choice>'
        '</rdg></app> <app><lem wit="#A">una</lem><rdg wit="#B"><choice><reg>una</reg><orig>vna</orig>'
        "</choice></rdg></app> <app><lem><choice><sic>recs</sic><corr>rex</corr></choice></lem>"
        '<rdg wit="#B"><choice><abbr>rx</abbr><expan>regina</expan></choice></rdg></app></p>',
        ("¶ 1 a pax A] pox B", "b una A] vna B", "c rex] regina B"),
    ),
    # Hands: of a correction, of an addition in the margin, of transcriptions of the New Testament.
    "hands": Situation(
        '<p><app><lem wit="#A"><add place="margin" hand="#A2">tum</add></lem><rdg wit="#B"/></app> '
        '<app><lem wit="#B">tres</lem><rdg wit="#A" hand="#m3" rend="above erasure">duo</rdg></app> '
        '<app><lem wit="#B">quis</lem><rdg wit="#A" hand="#m3" type="corr">qui</rdg></app></p>',
        ("¶ 1 a \\tum/ A^2 in margin] om. B", "b tres B] duo A^3 above line over erasure", "c quis B] qui A^3"),
        hands='<handNote xml:id="A2">corrector</handNote><handNote xml:id="m3" n="3">third</handNote>',
    ),
    "correctors": Situation(
        '<p>εν <app><rdg type="orig" hand="firsthand" wit="#A">αρχη</rdg><rdg type="corr" '
        'hand="corrector1" wit="#A">αρχηι</rdg><rdg type="corr" hand="corrector2" wit="#A"/>'
        '<rdg wit="#B">αρχη</rdg></app> ην</p>',
        ("¶ 1 a αρχη A^ac] αρχηι A^c1; om. A^c2; αρχη B",),
        texts={"A": "εν ην", "B": "εν αρχη ην"},
    ),
    "a remark on a witness of another reading": Situation(
        '<p><app><lem wit="#A #B">dixit</lem><rdg wit="#C">dicit</rdg><witDetail wit="#B" type="vid"/>'
        "</app></p>",
        ("¶ 1 a dixit A B (vid)] dicit C",),
    ),
    # The indirect tradition and versions.
    "fathers beside witnesses": Situation(
        '<p>ὁ <app><lem wit="#A" source="#Or">λόγος</lem><rdg wit="#B" source="#Or #Lach" '
        'xml:lang="la">verbum</rdg></app></p>',
        ("¶ 1 a λόγος A Or] verbum B Or, Lachmann 1850",),
    ),
    "editions named in words": Situation(
        '<p>ὁ <app type="editorial"><lem resp="BGU 1.1">α</lem><rdg resp="Leo">β</rdg></app></p>',
        ("¶ 1 a α BGU 1.1] β Leo",),
    ),
    # Headings, and lists of entries without a lemma.
    "headings": Situation(
        '<div><head>De <app><lem wit="#A">deo</lem><rdg wit="#B">diis</rdg></app></head><p>unus '
        '<app><lem wit="#A">deus</lem><rdg wit="#B">di</rdg></app></p><div><head><anchor '
        'xml:id="s"/>Caput<anchor xml:id="e"/></head><p>duo</p></div></div>',
        ("tit. a deo A] diis B", "¶ 1 b deus A] di B", "tit. c Caput A] om. B"),
        back='<listApp><app from="#s" to="#e"><lem wit="#A">Caput</lem><rdg wit="#B"/></app></listApp>',
    ),
    "lines without a lemma": Situation(
        '<lg><l n="1">arma virumque</l><l n="2">cano Troiae</l><l n="3">qui primus</l></lg>',
        ("l. 1 a arma] armo B", "l. 2 b versum damn. Leo", "l. 1–2 c hic incipit A",
         "l. 3 d cui Leo"),
        back='<listApp><app loc="2"><note>versum damn. Leo</note></app><app loc="1-2"><note>hic incipit'
        ' A</note></app><app loc="1"><lem>arma</lem><rdg wit="#B">armo</rdg></app><app loc="3">'
        '<rdg resp="#Leo">cui</rdg></app></listApp>',
    ),
    "numbered lines without a lemma": Situation(
        '<ab><lb n="1"/>ἀγαθῇ τύχῃ <lb n="2"/>Σαρα<lb n="3" break="no"/>πίων</ab>',
        ("l. 1 a l. τύχῃ", "l. 2 b Σαρα] Σερα Leo", "l. 2–3 c ων ex ον corr."),
        back='<listApp><app loc="2-3"><note>ων ex ον corr.</note></app><app loc="2"><lem>Σαρα</lem>'
        '<rdg resp="#Leo">Σερα</rdg></app><app loc="1"><note>l. τύχῃ</note></app></listApp>',
    ),
    "lists in their order": Situation(
        '<p n="1">Prima <anchor xml:id="s"/>verba<anchor xml:id="e"/> fragmenti.</p>',
        ("¶ 1 b verba] Plut. Cic. 4", "¶ 1 a Prima verba A] om. B"),
        back='<listApp type="fontes"><app from="#s" to="#e"><note>Plut. Cic. 4</note></app></listApp>'
        '<listApp type="criticus"><app loc="1"><lem wit="#A">Prima verba</lem><rdg wit="#B"/></app>'
        "</listApp>",
    ),
    # Where witnesses begin and end: what is marked of one says nothing of the others.
    "extents at pages": Situation(
        '<div><pb n="1"/><app><rdg wit="#A"><witStart/></rdg></app><p>Alpha <app><lem wit="#A">beta'
        '</lem><rdg wit="#B">bete</rdg></app></p><app><rdg wit="#B"><witEnd/></rdg></app><pb n="2"/>'
        '<p>Om<app><rdg wit="#A"><lacunaStart/></rdg></app>ega psi<app><rdg wit="#A"><lacunaEnd/>'
        "</rdg></app> chi</p></div>",
        ("a A begins", "¶ 1 b beta A] bete B", "– c B ends", "¶ 2 d A breaks off", "e A resumes"),
        texts={"A": "Alpha beta / Om[…] chi", "B": "Alpha bete / […]"},
    ),
    "lacunae within words": Situation(
        '<p>ante <app><lem wit="#A">multos</lem><rdg wit="#B">mul<lacunaStart/></rdg></app> annos dies '
        '<app><lem wit="#A">quinque</lem><rdg wit="#B"><lacunaEnd/>que</rdg></app> erat <app><lem '
        'wit="#A">par<lacunaStart wit="#A"/></lem><rdg wit="#B">partem</rdg></app> finis.</p>',
        ("¶ 1 a multos A] mul B breaks off", "b quinque A] que B resumes",
         "c par A breaks off] partem B"),
        texts={"A": "ante multos annos dies quinque erat par[…]",
               "B": "ante mul[…] que erat partem finis."},
    ),
    "entries of a fragment": Situation(
        '<p>ship <app><rdg wit="#C"><witStart/></rdg></app>all the <app><lem wit="#A">men</lem><rdg '
        'wit="#C">crew</rdg></app> were <app><lem wit="#A #B">glad</lem><rdg wit="#C">sad<witEnd/>'
        "</rdg></app> again.</p>",
        ("¶ 1 a C begins", "b men A] crew C", "c glad A B] sad C ends"),
        texts={"A": "ship all the men were glad again.", "C": "[…] all the crew were sad[…]"},
    ),
    # Entries within entries; scripts; breaks in readings; speeches; music.
    "nested entries": Situation(
        '<p>Alpha <app><lem wit="#A #B">beta <app><lem wit="#A">gamma</lem><rdg wit="#B">gama</rdg>'
        '</app></lem><rdg wit="#C">omega <app><lem wit="#C">psi</lem><rdg type="conj" resp="#Leo">chi'
        "</rdg></app></rdg></app> finis.</p>",
        ("¶ 1 a beta gamma A B] omega psic C", "b gamma A] gama B", "c psi C] chi conj. Leo"),
        texts={"A": "Alpha beta gamma finis.", "B": "Alpha beta gama finis.",
               "C": "Alpha omega psi finis."},
    ),
    "scripts": Situation(
        '<p>rex <app><lem wit="#A"><foreign xml:lang="he">מלך</foreign></lem><rdg wit="#B"><foreign '
        'xml:lang="grc">βασιλεύς</foreign></rdg><rdg wit="#C" xml:lang="la">rex</rdg></app></p>',
        ("¶ 1 a מלך A] βασιλεύς B; rex C",),
    ),
    "breaks in readings": Situation(
        '<p><lb n="1"/>unus <app><lem wit="#A">duo<lb n="2"/> tres</lem><rdg wit="#B">duos<lb '
        'break="no"/>que</rdg></app> <app><lem wit="#A">quin<lb n="3" break="no"/>que</lem><rdg '
        'wit="#B">qui<pb n="2r" break="no"/>nos</rdg></app></p>',
        ("l. 1–2 a duo tres A] duosque B", "l. 2–3 b quinque A] qui[2r]nos B"),
        texts={"A": "unus duo tres quinque", "B": "unus duosque quinos"},
    ),
    "drama": Situation(
        '<div><stage><app><lem wit="#A">Enter</lem><rdg wit="#B"/></app></stage><sp><speaker><app><lem '
        'wit="#A">Ham.</lem><rdg wit="#B">Cor.</rdg></app></speaker><l n="129">too <app><lem wit="#A">'
        'solid</lem><rdg resp="#Leo" type="emendation">sullied</rdg></app></l></sp><app><lem wit="#A">'
        '<sp><speaker>Gho.</speaker><l n="131">Mark me</l></sp></lem><rdg wit="#B"/></app></div>',
        ("a Enter A] om. B", "b Ham. A] Cor. B", "l. 129 c solid A] sullied em. Leo",
         "l. 131 d Gho. Mark me A] om. B"),
        texts={"B": "Cor. / too solid"},
    ),
    "tables and notes": Situation(
        '<table><row><cell>unum</cell><cell><app><lem wit="#A">duo</lem><rdg wit="#B">II</rdg></app>'
        '</cell></row></table><p>Deus<note place="foot">Vide <app><lem wit="#A">caput</lem><rdg '
        'wit="#B">capita</rdg></app>.</note></p>',
        ("a duo A] II B", "n. 1 b caput A] capita B"),
    ),
    "groups of readings": Situation(
        '<p><app><lem wit="#A">ver</lem><rdgGrp type="orthographic"><rdg wit="#B">vér</rdg></rdgGrp>'
        '<rdgGrp><rdgGrp><rdg wit="#C">vir</rdg><note>fort. recte</note></rdgGrp></rdgGrp><rdgGrp '
        'type="conjectures"><rdg resp="#Leo">vis</rdg><rdg resp="#Munro">vix</rdg></rdgGrp></app></p>',
        ("¶ 1 a ver A] vér B; vir C fort. recte; vis conj. Leo; vix conj. Munro",),
    ),
}  # fmt: skip


def _write(situation: Situation, title: str) -> str:
    witnesses = "".join(f'<witness xml:id="{name}">{name}</witness>' for name in "ABC")
    hands = situation.hands
    profile = f"<profileDesc><handNotes>{hands}</handNotes></profileDesc>" if hands else ""
    back = f"<back>{situation.back}</back>" if situation.back else ""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
        f"<title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>"
        f"<listWit>{witnesses}</listWit>{_PERSONS}{_BOOKS}</sourceDesc></fileDesc>"
        f"{profile}</teiHeader><text><body>{situation.body}</body>{back}</text></TEI>"
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of all situations, and its pages."""
    root = tmp_path_factory.mktemp("situations")
    (root / "tei").mkdir()
    (root / "edition.toml").write_text('[check]\nschema = "none"\n[pages]\nsplit = "none"\n')
    for number, (name, situation) in enumerate(SITUATIONS.items()):
        path = root / f"tei/t{number}.xml"
        path.write_text(_write(situation, name.capitalize()), encoding="utf-8")
    run_command("html", "-o", "out", cwd=root)
    return root


@pytest.mark.parametrize("name", SITUATIONS)
def test_entry_says_what_is_encoded(root: Path, name: str) -> None:
    """Each entry once, in the order of the text, with all that its encoding says."""
    page = parse_page(root / f"out/edition/t{list(SITUATIONS).index(name)}.html")
    found = page.xpath("//*[contains(concat(' ', @class, ' '), ' tei-entry ')]")
    for entry in found:
        for hidden in entry.xpath(".//*[@hidden]"):
            hidden.text = ""
        for raised in entry.xpath(".//a[contains(@class, 'tei-siglum')]//sup"):
            raised.text = f"^{raised.text}"

    shown = tuple(" ".join(entry.text_content().split()) for entry in found)
    assert shown == SITUATIONS[name].entries


@pytest.mark.parametrize(
    ("name", "witness", "words"),
    [
        (name, witness, words)
        for name, situation in SITUATIONS.items()
        for witness, words in situation.texts.items()
    ],
)
def test_witness_has_its_own_text(root: Path, name: str, witness: str, words: str) -> None:
    """What is marked of one witness, or said in readings that it does not have, is not in it."""
    file = f"tei/t{list(SITUATIONS).index(name)}.xml"
    done = run_command("export", "text", "--witness", witness, file, cwd=root)

    assert " / ".join(done.stdout.splitlines()) == words
