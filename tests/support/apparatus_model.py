"""A passage with its witnesses as plain lists, and how each method of TEI's apparatus writes it.

What each witness must read is reported from the lists alone; nothing here knows the package.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WITNESSES = ("A", "B", "C", "D")
METHODS = ("parallel-segmentation", "location-referenced", "double-end-point", "in-place")


@dataclass
class Variant:
    """An entry: the words `start` to `end` of a line, and what else there is to be read."""

    line: int
    start: int
    end: int
    readings: dict[str, tuple[str, ...]]  # words to witnesses


@dataclass
class Passage:
    """Lines of words, none twice, and the entries about them, which do not overlap."""

    lines: list[list[str]]
    variants: list[Variant] = field(default_factory=list)

    def read(self, witness: str) -> str:
        """What a witness reads; the base, where it is none of them."""
        lines: list[str] = []
        for number, words in enumerate(self.lines):
            parts, place = [], 0
            for variant in self._of(number):
                parts += words[place : variant.start]
                found = [text for text, wits in variant.readings.items() if witness in wits]
                parts += found or words[variant.start : variant.end]
                place = variant.end
            parts += words[place:]
            lines.append(" ".join(part for part in parts if part))
        return "\n".join(line for line in lines if line)

    def write(self, method: str) -> str:
        """The whole file by one of the methods."""
        listed: list[str] = []
        lines: list[str] = []
        for number, words in enumerate(self.lines):
            content, place = [], 0
            for variant in self._of(number):
                content += words[place : variant.start]
                lemma = " ".join(words[variant.start : variant.end])
                ident = f"v{number}.{variant.start}"
                entry = self._write_entry(variant, lemma)
                match method:
                    case "parallel-segmentation":
                        content.append(f"<app>{entry}</app>")
                    case "location-referenced":
                        content.append(lemma)
                        listed.append(f'<app loc="{number + 1}">{entry}</app>')
                    case "double-end-point":
                        ends = [f'<anchor xml:id="{ident}.{end}"/>' for end in "ab"]
                        content.append(f"{ends[0]}{lemma}{ends[1]}")
                        listed.append(f'<app from="#{ident}.a" to="#{ident}.b">{entry}</app>')
                    case "in-place":
                        start = f'<anchor xml:id="{ident}"/>'
                        content.append(f'{start}{lemma}<app from="#{ident}">{entry}</app>')
                place = variant.end
            content += words[place:]
            lines.append(f'<p n="{number + 1}">{" ".join(content)}</p>')
        declared = "".join(f'<witness xml:id="{name}"/>' for name in WITNESSES)
        apart = f"<back><listApp>{''.join(listed)}</listApp></back>" if listed else ""
        return (
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T'
            "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>"
            f"<listWit>{declared}</listWit></sourceDesc></fileDesc></teiHeader>"
            f"<text><body>{''.join(lines)}</body>{apart}</text></TEI>"
        )

    def _of(self, line: int) -> list[Variant]:
        return sorted((v for v in self.variants if v.line == line), key=lambda v: v.start)

    def _write_entry(self, variant: Variant, lemma: str) -> str:
        named = {name for names in variant.readings.values() for name in names}
        rest = " ".join(f"#{name}" for name in WITNESSES if name not in named)
        wit = f' wit="{rest}"' if rest else ""
        return f"<lem{wit}>{escape(lemma)}</lem>" + "".join(
            f'<rdg wit="{" ".join("#" + name for name in names)}">{escape(text)}</rdg>'
            for text, names in variant.readings.items()
        )


def make_passage(seed: int) -> Passage:
    """A passage of some lines with entries of any length, omissions among their readings."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    words = [f"{stem}{end}" for end in ("", "um", "is") for stem in _STEMS]
    dice.shuffle(words)
    passage = Passage([[words.pop() for _ in range(dice.randint(1, 9))] for _ in range(5)])
    for number, line in enumerate(passage.lines):
        place = 0
        while place < len(line):
            place += dice.randint(0, 3)
            end = place + dice.randint(1, 3)
            if end > len(line):
                break
            names = dice.sample(WITNESSES, dice.randint(1, len(WITNESSES)))
            cut = dice.randint(1, len(names))
            readings = {dice.choice(["", words[-1], f"{words[-1]} {words[-2]}"]): names[:cut]}
            if names[cut:]:
                readings["aliud"] = names[cut:]
            passage.variants.append(
                Variant(number, place, end, {k: tuple(v) for k, v in readings.items()})
            )
            place = end
    return passage


_STEMS = ("can", "dol", "fab", "gel", "mur", "nat", "pel", "quor", "rot", "sil", "tab", "ven",
          "vol", "lux", "mont", "civ", "reg", "port", "silv", "stell")  # fmt: skip
