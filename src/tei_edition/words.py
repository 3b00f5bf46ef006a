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
    "agreement": "Übereinstimmung der Textzeugen",
    "checksums": "SHA-256 jeder Datei",
}
_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}


def list_words(language: str) -> dict[str, str]:
    """All words in a language (`de`, `de-AT`)."""
    return _ENGLISH | _LANGUAGES.get(language.partition("-")[0].lower(), {})
