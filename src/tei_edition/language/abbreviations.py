"""The abbreviations of an apparatus (om., coni.), in the languages that editors can choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each word by its key in `[apparatus.words]` of edition.toml. The last seven are what an editor
# says of himself; where a set has none, he is named.
_KEYS = (
    "om", "lac", "begins", "ends", "breaks-off", "resumes",
    "coni", "em", "del", "add", "suppl", "secl", "transp",
    "ac", "pc", "above", "below", "margin", "erasure",
    "conieci", "scripsi", "delevi", "addidi", "supplevi", "seclusi", "transposui",
)  # fmt: skip
_SETS = {
    "latin": (
        "om.", "lac.", "inc.", "des.", "deficit", "redit",
        "coni.", "em.", "del.", "add.", "suppl.", "secl.", "transp.",
        "ac", "pc", "s.l.", "i.l.", "in mg.", "in ras.",
        "conieci", "scripsi", "delevi", "addidi", "supplevi", "seclusi", "transposui",
    ),
    "english": (
        "om.", "lac.", "begins", "ends", "breaks off", "resumes",
        "conj.", "em.", "del.", "add.", "suppl.", "secl.", "transp.",
        "ac", "pc", "above line", "below line", "in margin", "over erasure",
    ),
    "german": (
        "fehlt", "Lücke", "beginnt", "endet", "bricht ab", "setzt wieder ein",
        "konj.", "em.", "tilgt", "fügt hinzu", "ergänzt", "athetiert", "stellt um",
        "ac", "pc", "über der Zeile", "unter der Zeile", "am Rand", "auf Rasur",
    ),
    "french": (
        "om.", "lac.", "commence", "finit", "s’interrompt", "reprend",
        "conj.", "corr.", "suppr.", "aj.", "suppl.", "secl.", "transp.",
        "ac", "pc", "s. l.", "sous la l.", "en marge", "sur grattage",
    ),
    "italian": (
        "om.", "lac.", "inizia", "finisce", "si interrompe", "riprende",
        "cong.", "corr.", "esp.", "agg.", "suppl.", "secl.", "trasp.",
        "ac", "pc", "sopra il rigo", "sotto il rigo", "in marg.", "su rasura",
    ),
}  # fmt: skip
ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {
    name: dict(zip(_KEYS, (*words, *[""] * len(_KEYS)), strict=False))
    for name, words in _SETS.items()
}
_BY_LANGUAGE = {
    "la": "latin", "en": "english", "de": "german", "fr": "french", "it": "italian",
}  # fmt: skip


def choose_abbreviations(name: str, language: str, changed: Mapping[str, str]) -> dict[str, str]:
    """Return the words of an apparatus by their keys: those of a set, with some changed.

    Without a name, the set is that of the edition's language, or else the Latin one.
    """
    by_language = _BY_LANGUAGE.get(language.partition("-")[0].lower(), "latin")
    return {**ABBREVIATIONS[name or by_language], **changed}
