"""Editions to measure: seeded, so that every run measures the same bytes."""

from __future__ import annotations

import random
import re
import shutil
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

TEI_NS = "http://www.tei-c.org/ns/1.0"
SEED = 1917
PERSONS = 500
MENTIONS = 50
PAGE_SIZE = 10_000

_SYLLABLES = [
    "ba", "be", "bi", "da", "de", "do", "ka", "ki", "ko", "la", "le", "lo", "ma", "me", "mi", "na",
    "no", "ra", "re", "ri", "sa", "se", "so", "ta", "te", "to",
]  # fmt: skip
_TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher><date when="2020">2020</date></publicationStmt>
<sourceDesc><p>Made by a program.</p></sourceDesc></fileDesc></teiHeader>
<text><body>
{body}
</body></text>
</TEI>
"""
_TOML = """# Registers and downloads are off: what is measured is the text, its notes and its links.
[edition]
texts = ["tei/*.xml"]
registers = []
[check]
schema = "none"
[pages]
split = "none"
registers = false
downloads = false
"""


def write_shipped(root: Path, repository: Path, number: int) -> None:
    """The text that the project ships, as often as asked, each time as a file and a page.

    The register becomes a page of the edition, to which all names lead.
    """
    tei = _begin(root)
    register = etree.parse(repository / "tei/register.xml").getroot()
    lists = register.find(f"{{{TEI_NS}}}standOff")
    assert lists is not None
    text = etree.SubElement(register, f"{{{TEI_NS}}}text")
    division = etree.SubElement(etree.SubElement(text, f"{{{TEI_NS}}}body"), f"{{{TEI_NS}}}div")
    division.extend(list(lists))
    register.remove(lists)
    (tei / "register.xml").write_bytes(etree.tostring(register, encoding="utf-8"))
    source = (repository / "tei/october.xml").read_text(encoding="utf-8")
    for i in range(number):
        # Their titles are distinguished, as those of real texts are.
        copy = source.replace("<title>The Fate", f"<title>{i + 1}. The Fate", 1)
        (tei / f"text{i:05}.xml").write_text(copy, encoding="utf-8")


def write_letters(root: Path, number: int) -> None:
    """Letters of ten kilobytes with fifty mentions each, of five hundred persons."""
    tei = _begin(root)
    source = random.Random(SEED)
    words = ["".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(5000)]
    names = [f"{source.choice(words)} {source.choice(words)}".title() for _ in range(PERSONS)]
    entries = "\n".join(
        f'<person xml:id="p{i}"><persName>{name}</persName></person>'
        for i, name in enumerate(names)
    )
    body = f"<div><head>Persons</head><listPerson>\n{entries}\n</listPerson></div>"
    (tei / "register.xml").write_text(_TEXT.format(title="Persons", body=body))
    for i in range(number):
        body = _write_letter(source, words, names, i + 1)
        (tei / f"letter{i:05}.xml").write_text(_TEXT.format(title=f"Letter {i + 1}", body=body))


def write_long(root: Path, size: int) -> None:
    """One text of about so many bytes, in divisions with names, notes and words in italics."""
    tei = _begin(root)
    source = random.Random(SEED)
    words = ["".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(5000)]
    names = [f"{source.choice(words)} {source.choice(words)}".title() for _ in range(PERSONS)]
    parts = [
        re.sub(r' ref="[^"]*"', "", _write_letter(source, words, names, number + 1))
        for number in range(max(1, size // PAGE_SIZE))
    ]
    (tei / "text.xml").write_text(_TEXT.format(title="A long text", body="\n".join(parts)))


def write_register(root: Path, pages: int, entities: int, mentions: int, registers: bool) -> None:
    """Letters that name `entities` persons `mentions` times, with or without the registers.

    Each person has life dates, another form and a note; some are named far more often than others.
    Without registers the names point nowhere: a pointer to nothing would be a problem each.
    """
    tei = _begin(root)
    lists = 'registers = ["tei/register.xml"]' if registers else "registers = []"
    toml = _TOML.replace("registers = []", lists)
    if registers:
        toml = toml.replace("registers = false", "registers = true")
    (root / "edition.toml").write_text(toml.replace('"tei/*.xml"', '"tei/letter*.xml"'))
    source = random.Random(SEED)
    words = ["".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(5000)]
    names = [f"{source.choice(words)} {source.choice(words)}".title() for _ in range(entities)]
    entries = "\n".join(
        f'<person xml:id="p{i}"><persName>{name}</persName>'
        f'<persName>{name[::-1].title()}</persName><birth when="{1700 + i % 200}"/>'
        f"<note>{note}</note></person>"
        for i, name in enumerate(names)
        if (note := " ".join(source.choices(words, k=12)))
    )
    (tei / "register.xml").write_text(
        f'<listPerson xmlns="{TEI_NS}" xml:lang="en">\n{entries}\n</listPerson>'
    )
    for i in range(pages):
        body = _write_letter(source, words, names, i + 1, mentions // pages)
        body = body if registers else re.sub(r' ref="[^"]*"', "", body)
        (tei / f"letter{i:05}.xml").write_text(_TEXT.format(title=f"Letter {i + 1}", body=body))


def _write_letter(
    source: random.Random, words: list[str], names: list[str], number: int, mentions: int = MENTIONS
) -> str:
    """A letter of ten paragraphs with mentions in each; a note and a word in italics in some."""
    paragraphs = []
    for i in range(10):
        # What the tags of a mention take is taken from its words.
        parts = source.choices(words, k=(PAGE_SIZE // 10 - 5 * 55) // 6)
        for _ in range(mentions // 10):
            person = source.randrange(len(names))
            place = source.randrange(len(parts))
            name = escape(names[person])
            parts.insert(place, f'<persName ref="register.xml#p{person}">{name}</persName>')
        if i % 4 == 0:
            parts.insert(3, f"<note>{' '.join(source.choices(words, k=12))}.</note>")
        if i % 2 == 0:
            parts.insert(5, f"<hi>{source.choice(words)}</hi>")
        paragraphs.append(f"<p>{' '.join(parts)}.</p>")
    return f"<div><head>Letter {number}</head>\n" + "\n".join(paragraphs) + "\n</div>"


def _begin(root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    (root / "tei").mkdir(parents=True)
    (root / "edition.toml").write_text(_TOML)
    return root / "tei"
