"""The words that the toolkit adds to an edition's pages, by language; English where one lacks."""

from __future__ import annotations

_ENGLISH = {
    "Apparatus": "Apparatus",
    "Chronology": "Chronology",
    "Gazetteer": "Places on the map",
    "GeoJSON": "Places with coordinates",
    "Download": "Download",
    "Downloads": "Downloads",
    "Contents": "Text and registers",
    "Problems": "Problems",
    "Witnesses": "Witnesses",
    "omitted": "om.",
    "event": "Events",
    "name": "Names",
    "object": "Objects",
    "organisation": "Organisations",
    "person": "Persons",
    "place": "Places",
    "term": "Subjects",
    "work": "Works",
    "part as TEI": "this part as TEI",
    "text as TEI": "the whole text as TEI",
    "register": "Register",
    "unmentioned": "not mentioned in the texts",
    "Named": "Named on this page",
    "more named": "and {} more",
    "everything": "The whole edition",
    "checksums": "SHA-256 of every file",
}
_GERMAN = {
    "Apparatus": "Apparat",
    "Chronology": "Chronologie",
    "Gazetteer": "Orte auf der Karte",
    "GeoJSON": "Orte mit Koordinaten",
    "Download": "Herunterladen",
    "Downloads": "Dateien",
    "Contents": "Text und Register",
    "Problems": "Probleme",
    "Witnesses": "Textzeugen",
    "omitted": "fehlt",
    "event": "Ereignisse",
    "name": "Namen",
    "object": "Gegenstände",
    "organisation": "Körperschaften",
    "person": "Personen",
    "place": "Orte",
    "term": "Sachen",
    "work": "Werke",
    "part as TEI": "dieser Teil als TEI",
    "text as TEI": "der ganze Text als TEI",
    "register": "Register",
    "unmentioned": "in den Texten nicht genannt",
    "Named": "Auf dieser Seite genannt",
    "more named": "und {} weitere",
    "everything": "Die ganze Edition",
    "checksums": "SHA-256 jeder Datei",
}
_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}


def list_words(language: str) -> dict[str, str]:
    """All words in a language (`de`, `de-AT`)."""
    return _ENGLISH | _LANGUAGES.get(language.partition("-")[0].lower(), {})
