"""LaTeX: set scripts that the main font may lack in other fonts, and in their direction."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import icu
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.language.tags import is_leftward
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.writers.latex import LaTeXTranslator

# Scripts that any typeface for texts has.
_COMMON = frozenset({"Latn", "Grek", "Cyrl"})
_NEUTRAL = frozenset({"Zyyy", "Zinh"})
_FROM_RIGHT = frozenset({
    "Adlm", "Arab", "Armi", "Avst", "Hebr", "Mand", "Nkoo", "Palm", "Phnx", "Samr", "Sarb", "Syrc",
    "Thaa",
})  # fmt: skip
# Where the name of a script in OpenType, or in names of typefaces, is not that of Unicode.
_EASTERN = {
    "Cyrs": "Cyrillic", "Hant": "CJK", "Hani": "CJK", "Jpan": "Kana", "Hira": "Kana",
    "Kana": "Kana", "Hang": "Hangul",
}  # fmt: skip
# The characters of Chinese, Japanese and Korean, which are drawn otherwise in each.
_CHARACTERS = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_BY_LANGUAGE = {"ja": "Jpan", "ko": "Hang", "zh-hant": "Hant", "zh-tw": "Hant", "zh-hk": "Hant"}
_FAMILIES = {
    "Hant": "Noto Serif CJK TC,Noto Sans CJK TC,Noto Serif CJK SC,Droid Sans Fallback",
    "Cyrs": "Ponomar Unicode,Monomakh Unicode,Noto Serif,Noto Sans,FreeSerif",
    "Jpan": "Noto Serif CJK JP,Noto Sans CJK JP,Source Han Serif,Droid Sans Fallback",
    "Hani": "Noto Serif CJK SC,Noto Sans CJK SC,Source Han Serif SC,Droid Sans Fallback",
    "Hira": "Noto Serif CJK JP,Noto Sans CJK JP,Source Han Serif,Droid Sans Fallback",
    "Kana": "Noto Serif CJK JP,Noto Sans CJK JP,Source Han Serif,Droid Sans Fallback",
    "Hang": "Noto Serif CJK KR,Noto Sans CJK KR,Source Han Serif K,Droid Sans Fallback",
    "Arab": "Amiri,Scheherazade New,Noto Naskh Arabic,Noto Sans Arabic,FreeSerif,DejaVu Sans",
}


# Spaces and signs that belong to no direction.
_EDGES = " \t\r\n\u00a0.,;:!?"
# Signs of the Chinese and Japanese kind, which Unicode counts to no script.
_FULL = re.compile(r"[\u3000-\u303f\u30fb\u30fc\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff65]")
# Figures and signs of the European kind.
_FIGURES = re.compile(r"([!-~\u00a0-\u00bf\u2010-\u206f]+)")


class Run(NamedTuple):
    """Characters in a row of one script, with the neutral ones between them."""

    script: str
    text: str


@lru_cache(maxsize=4096)
def find_script(sign: str) -> str:
    """Return the script of a character, as four letters (ISO 15924)."""
    script = str(icu.Script.getScript(sign).getShortName())
    return "Hani" if script in _NEUTRAL and _FULL.match(sign) else script


def split_runs(text: str, *, leftward: bool = False, language: str = "") -> list[Run]:
    """Return a text by its scripts; neutral characters belong to those before them.

    Chinese and Japanese characters are of the script that the `language` is written in.
    Signs and spaces at the end of a script are the text's, unless that runs leftward too (Unicode
    Bidirectional Algorithm, rules N1 and N2). A text that has none but Latin, Greek and Cyrillic
    letters is one run of no script.
    """
    if not text or (max(text) < "\u0530" and not _is_slavonic(language)):
        return [Run("", text)]
    runs: list[Run] = []
    eastern = _find_eastern(language)
    for sign in text:
        script = find_script(sign)
        if script in _CHARACTERS:
            script = eastern or script
        elif script == "Cyrl" and _is_slavonic(language):
            script = "Cyrs"
        last = runs[-1] if runs else None
        if script in _NEUTRAL and last is not None:
            script = last.script
        elif script in _COMMON or script in _NEUTRAL:
            script = ""
        if last is not None and last.script == script:
            runs[-1] = Run(script, last.text + sign)
        else:
            runs.append(Run(script, sign))
    return [part for run in runs for part in _part_end(run, leftward=leftward)]


def _find_eastern(language: str) -> str:
    """Return the script of Chinese and Japanese characters in a language, if it settles it."""
    tag = language.lower()
    found = (name for code, name in _BY_LANGUAGE.items() if tag.startswith(code))
    return next(found, "Hani" if tag.startswith("zh") else "")


def _is_slavonic(language: str) -> bool:
    """Whether a language is Church Slavonic, whose letters few typefaces have."""
    return language.partition("-")[0] in {"cu", "chu"}


def _part_end(run: Run, *, leftward: bool) -> list[Run]:
    end = len(run.text)
    while run.script and end and _is_loose(run.text[end - 1], leftward=leftward):
        end -= 1
    return [r for r in (Run(run.script, run.text[:end]), Run("", run.text[end:])) if r.text]


def _is_loose(sign: str, *, leftward: bool) -> bool:
    """Whether a character at the end of a script does not belong to it; figures do."""
    if leftward:
        return sign.isspace()
    return find_script(sign) == "Zyyy" and not sign.isdigit()


class MarkScripts(SphinxPostTransform):
    """Marks what needs a typeface or a separate direction."""

    # When no other transform adds words.
    default_priority = 990
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at all the words of a book."""
        if self.env.config.latex_engine not in {"xelatex", "lualatex"}:
            return
        scripts: dict[str, str] = {}
        for leaf in list(self.document.findall(nodes.Text)):
            text = leaf.astext()
            if isinstance(leaf.parent, nodes.FixedTextElement):
                continue
            leftward = is_rtl(leaf.parent)
            language = find_language(leaf.parent)
            if max(text, default="") < "\u0530" and not leftward and not _is_slavonic(language):
                continue
            parts: list[nodes.Node] = []
            for script, words in split_runs(text, leftward=leftward, language=language):
                # What is around words from left to right belongs to what runs from the right.
                before, within, after = (
                    _part_edges(words) if leftward and not script else ("", words, "")
                )
                parts.append(_make_neutral(before, leftward=leftward))
                if script or leftward:
                    run = own.tei_script("", script=script, is_rtl=leftward)
                    run += _part_neutral(within, script) if script else [nodes.Text(within)]
                    parts.append(run)
                    scripts.setdefault(script, words)
                else:
                    parts.append(nodes.Text(within))
                parts.append(_make_neutral(after, leftward=leftward))
            leaf.parent.replace(leaf, [part for part in parts if part.astext()])
        for table in self.document.findall(nodes.table):
            if is_rtl(table):
                _turn_table(table)
        for node in [n for n in self.document.findall(nodes.Element) if _turns(n)]:
            opening, closing = _TURNS["rtl" in node["classes"]]
            node.insert(0, nodes.raw("", opening, format="latex"))
            node.append(nodes.raw("", closing, format="latex"))
        builder = cast("LaTeXBuilder", find_app(self.env).builder)
        if _CHARACTERS & scripts.keys() or {"Jpan", "Hant"} & scripts.keys():
            # An index does not know in which language a name is.
            scripts |= dict.fromkeys({"Hani", "Hira", "Kana"} - scripts.keys(), "")
        fonts = "\n".join(_declare(script, words) for script, words in scripts.items() if script)
        builder.context["preamble"] += f"\n{fonts}\n" if fonts else ""


_BRACKETS = {")": "(", "]": "[", "}": "{", "⟩": "⟨", "⟧": "⟦", "»": "«"}


def _part_edges(words: str) -> tuple[str, str, str]:
    """Part the signs around words from them: also a bracket whose other half is outside."""
    inner = words.strip(_EDGES)
    while inner[-1:] in _BRACKETS and _BRACKETS[inner[-1]] not in inner:
        inner = inner[:-1].rstrip(_EDGES)
    opening = {first: last for last, first in _BRACKETS.items()}
    while inner[:1] in opening and opening[inner[0]] not in inner:
        inner = inner[1:].lstrip(_EDGES)
    start = words.find(inner) if inner else len(words)
    return words[:start], inner, words[start + len(inner) :]


def _turn_table(table: nodes.table) -> None:
    """Put the first column of a table on the right; one with cells over several rows stays."""
    rows = [row for row in table.findall(nodes.row) if _find_table(row) is table]
    if any(entry.get("morerows") for row in rows for entry in row.findall(nodes.entry)):
        return
    for row in rows:
        row[:] = list(row)[::-1]


def _find_table(row: nodes.row) -> nodes.Node | None:
    node: nodes.Node | None = row
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return node


# What opens and closes words within the line that run the other way than those around them.
_TURNS = {True: (r"\teirtl{", "}"), False: (r"\teiltr{", "}")}


def _turns(node: nodes.Element) -> bool:
    """Whether words within the line run the other way than those around them."""
    if not isinstance(node, (nodes.Inline, own.tei_link, own.tei_span, own.tei_time)):
        return False
    classes = {"rtl", "ltr"} & set(node["classes"])
    around = is_rtl(node.parent)
    return bool(classes) and around != ("rtl" in classes) and bool(node.astext())


def find_language(node: nodes.Element | None) -> str:
    """Return the language of a node, as the classes around it have it."""
    while node is not None:
        if isinstance(node, nodes.Element):
            for name in node["classes"]:
                if name.startswith("language-"):
                    return str(name.removeprefix("language-"))
        node = node.parent
    return ""


def _make_neutral(words: str, *, leftward: bool) -> nodes.Node:
    """Return signs and spaces, which stand and turn as the text does that they are part of."""
    if not leftward or not words.strip():
        return nodes.Text(words)
    return own.tei_script("", words, is_rtl=True)


def _part_neutral(words: str, script: str) -> list[nodes.Node]:
    """Return the words of a script; signs and figures among them keep the typeface of the text."""
    return [
        own.tei_script("", part, is_rtl=script in _FROM_RIGHT) if number % 2 else nodes.Text(part)
        for number, part in enumerate(_FIGURES.split(words))
        if part
    ]


def _declare(script: str, words: str) -> str:
    """Return the declaration of typefaces for a script, of which there are some words."""
    signs = (sign for sign in words if find_script(sign) == script)
    sign = next(signs, "")
    name = str(icu.Script.getScript(sign).getName()).replace("_", " ") if sign else ""
    by_default = f"Noto Serif {name},Noto Sans {name},FreeSerif,DejaVu Sans"
    families = _FAMILIES.get(script, by_default)
    return rf"\teifont{{{script}}}{{{_EASTERN.get(script, name)}}}{{{families}}}"


def visit_script(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a run of a script, in its direction if that is not the paragraph's.

    In a title it is written twice, because bookmarks allow only plain text.
    """
    if "script" not in node:
        self.body.append(r"\teineutral{" if node.get("is_rtl") else r"\teimain{")
        self.context.append("}")
        return
    script, is_rtl = node["script"], node["is_rtl"] and not self.in_title
    turns = (script in _FROM_RIGHT) != is_rtl
    opening, closing = "", ""
    if turns:
        opening, closing = (r"\teirtl{" if script in _FROM_RIGHT else r"\teiltr{"), "}"
    if script:
        opening, closing = rf"{opening}\teiscript{{{script}}}{{", f"}}{closing}"
    if self.in_title and opening:
        plain = self.encode(node.astext())
        opening, closing = rf"\texorpdfstring{{{opening}", f"{closing}}}{{{plain}}}"
    self.body.append(opening)
    self.context.append(closing)


def depart_script(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Close it."""
    self.body.append(self.context.pop())


def write_runs(
    text: str, encode: Callable[[str], str], language: str = "", *, leftward: bool = False
) -> str:
    """Return words that are not part of the text, as in an index, in their typefaces.

    With `leftward` they are part of a line from right to left.
    """
    parts = []
    for script, words in split_runs(text, language=language, leftward=leftward):
        if script:
            turned = script in _FROM_RIGHT
            run = rf"\teiscript{{{script}}}{{{_write_neutral(words, encode, turned=turned)}}}"
            parts.append(rf"\teirtl{{{run}}}" if turned else run)
        elif leftward:
            before, within, after = _part_edges(words)
            kept = rf"\teiltr{{{encode(within)}}}" if within else ""
            parts += [_write_sign(before, encode), kept, _write_sign(after, encode)]
        else:
            parts.append(encode(words))
    return "".join(parts)


def _write_neutral(words: str, encode: Callable[[str], str], *, turned: bool) -> str:
    """Return the words of a script; the typeface of the text has signs and figures."""
    command = "teineutral" if turned else "teimain"
    parts = enumerate(_FIGURES.split(words))
    return "".join(
        rf"\{command}{{{encode(part)}}}" if number % 2 else encode(part) for number, part in parts
    )


def _write_sign(words: str, encode: Callable[[str], str]) -> str:
    return rf"\teineutral{{{encode(words)}}}" if words.strip() else encode(words)


def is_rtl(node: nodes.Element | None) -> bool:
    """Whether a node is in a text, or an edition, that runs from right to left."""
    while node is not None:
        if isinstance(node, nodes.Element):
            classes = node["classes"]
            if "rtl" in classes:
                return True
            if "ltr" in classes or any(name.startswith("language-") for name in classes):
                return False
            if isinstance(node, nodes.document):
                # What the edition says itself runs as its words do, of which it may have none.
                return is_leftward(get_state(find_app(node.settings.env)).words.language)
        node = node.parent
    return False


def setup(app: Sphinx) -> None:
    """Mark scripts when all words are there."""
    app.add_node(own.tei_script, override=True, latex=(visit_script, depart_script))
    app.add_post_transform(MarkScripts)
