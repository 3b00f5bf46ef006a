"""The words that the toolkit adds to an edition's pages, by language; English where one lacks."""

from __future__ import annotations

_ENGLISH = {
    "Apparatus": "Apparatus",
    "Chronology": "Chronology",
    "Download": "Download",
    "Downloads": "Downloads",
    "Contents": "Text and registers",
    "Witnesses": "Witnesses",
    "omitted": "om.",
    "event": "Events",
    "object": "Objects",
    "organisation": "Organisations",
    "person": "Persons",
    "place": "Places",
    "work": "Works",
    "part as TEI": "this part as TEI",
    "text as TEI": "the whole text as TEI",
    "register": "Register",
    "read as": "Read this page as in",
    "established text": "The established text",
    "of witness": "the text as this witness has it, so far as the apparatus tells.",
    "stated": "{number} of {all} entries say what it reads.",
    "inferred": "In {number} it is silently with the text.",
    "unrecorded": "{number} do not record it: there the page has the text of the edition.",
    "unplaced": "{number} of its readings have no known place in the text, and are left out.",
    "lacunae": "In {number} passages it has no text, or not all.",
    "agreement": "Agreement of the witnesses",
    "everything": "The whole edition",
    "checksums": "SHA-256 of every file",
}
_GERMAN = {
    "Apparatus": "Apparat",
    "Chronology": "Chronologie",
    "Download": "Herunterladen",
    "Downloads": "Dateien",
    "Contents": "Text und Register",
    "Witnesses": "Textzeugen",
    "omitted": "fehlt",
    "event": "Ereignisse",
    "object": "Gegenstände",
    "organisation": "Körperschaften",
    "person": "Personen",
    "place": "Orte",
    "work": "Werke",
    "part as TEI": "dieser Teil als TEI",
    "text as TEI": "der ganze Text als TEI",
    "register": "Register",
    "everything": "Die ganze Edition",
    "read as": "Diese Seite lesen wie in",
    "established text": "Der hergestellte Text",
    "of witness": "der Text, wie ihn dieser Zeuge hat, soweit der Apparat es sagt.",
    "stated": "{number} von {all} Einträgen sagen, was er liest.",
    "inferred": "In {number} stimmt er stillschweigend mit dem Text überein.",
    "unrecorded": "{number} verzeichnen ihn nicht: Dort hat die Seite den Text der Edition.",
    "unplaced": "{number} seiner Lesarten haben keinen bekannten Ort im Text und fehlen hier.",
    "lacunae": "In {number} Abschnitten hat er keinen Text, oder nicht allen.",
    "agreement": "Übereinstimmung der Textzeugen",
    "checksums": "SHA-256 jeder Datei",
}
_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}


def list_words(language: str) -> dict[str, str]:
    """All words in a language (`de`, `de-AT`)."""
    return _ENGLISH | _LANGUAGES.get(language.partition("-")[0].lower(), {})
