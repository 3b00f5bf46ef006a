"""What is meant by an element or by words where the schema does not allow them.

The tables are data: a line per place.
"""

from __future__ import annotations

from tei_edition.checks.equivalents import LINK

# What an element that stands where it may not is likely meant to be there.
_NAMED = "a name in a text is "
MISPLACED = {
    "event": _NAMED + "<eventName>, and a day <date>",
    "org": _NAMED + "<orgName>",
    "person": _NAMED + "<persName>",
    "place": _NAMED + "<placeName>",
    "caption": "a heading is <head>",
    "line": "a line of verse is <l>, and where a new line begins is <lb/>",
    "link": "a link with words is " + LINK,
    "role": "a title or an office in a text is <roleName>, and an occupation <occupation>",
    "setting": "the scene of a play is <set>",
    "number": "a number in a text is <num>, and <number> is one of grammar",
    "title": "a heading is <head>",
    "u": 'underlined words are <hi rend="underline">, and <u> is an utterance in a spoken text',
}
# What is called otherwise in a certain parent.
_LINE = "a line of verse is <l>, and a group of them in the poem <lg>"
_ITEM = "an entry of a list is <item>, which may hold paragraphs"
_CELL = "a cell of a row is <cell>"
_ROW = "a table has <row>, and each row <cell>"
_NOT_CHOICE = "variants of witnesses belong in an <app>: a <choice> is between forms of a word"
_PUBLISHED = "put it into the <publicationStmt>"
_NEW_DIVISION = "end the <p> before it, and begin a new <div>, whose first element is the <head>"
_NAME = "wrap the parts of the name in a <persName>"
IN_PARENT = {
    ("p", "head"): _NEW_DIVISION,
    ("person", "forename"): _NAME,
    ("person", "surname"): _NAME,
    ("app", "p"): "a note on the entry is <note>, and what a witness has is <rdg>",
    ("choice", "lem"): _NOT_CHOICE,
    ("choice", "rdg"): _NOT_CHOICE,
    **dict.fromkeys(
        (("biblStruct", part) for part in ("author", "date", "editor", "publisher", "title")),
        "put it into the <monogr>, or into an <analytic> before it if it is of a part of the book",
    ),
    **dict.fromkeys(
        (("category", words) for words in ("desc", "head", "label", "name", "p", "term")),
        "what a category means is <catDesc>",
    ),
    ("castList", "item"): "an entry of a list of characters is <castItem>",
    ("castList", "li"): "an entry of a list of characters is <castItem>",
    ("docTitle", "subtitle"): 'a subtitle on a title page is <titlePart type="sub">',
    ("msIdentifier", "city"): "the town is <settlement>",
    ("msIdentifier", "signature"): "a shelfmark is <idno>",
    ("msIdentifier", "place"): "the town is <settlement>",
    ("subst", "corr"): "words that were added are <add>",
    ("subst", "sic"): "words that were deleted are <del>",
    ("rdg", "lem"): "remove the tags of the <lem>: a reading holds its words directly",
    ("imprint", "place"): "the place of publication is <pubPlace>",
    ("monogr", "place"): "the place of publication is <pubPlace>, in an <imprint>",
    ("publicationStmt", "place"): "the place of publication is <pubPlace>",
    ("docTitle", "title"): "a part of the title is <titlePart>",
    ("titlePage", "author"): "the author on a title page is <docAuthor>, usually in a <byline>",
    ("titlePage", "date"): "the date on a title page is <docDate>, usually in the <docImprint>",
    ("titlePage", "head"): "the title on a title page is <docTitle>, with <titlePart>",
    ("titlePage", "publisher"): "the publisher on a title page belongs in a <docImprint>",
    ("titlePage", "pubPlace"): "the place on a title page belongs in a <docImprint>",
    ("titlePage", "title"): "the title on a title page is <docTitle>, with <titlePart>",
    ("fileDesc", "availability"): _PUBLISHED,
    ("fileDesc", "date"): _PUBLISHED,
    ("fileDesc", "idno"): _PUBLISHED,
    ("fileDesc", "licence"): "put it into an <availability> in the <publicationStmt>",
    ("fileDesc", "publisher"): _PUBLISHED,
    ("fileDesc", "title"): "put it into the <titleStmt>",
    ("place", "geo"): "put it into a <location>",
    ("person", "date"): "write <birth>, <death> or <floruit>, with the date in its attributes",
    ("person", "p"): "words about a person are <note>",
    ("person", "place"): "write <birth>, <death> or <residence>, with a <placeName> in it",
    ("listWit", "wit"): "a witness of the list is <witness>",
    ("l", "p"): "remove the tags of the <p>: a line of verse holds its words directly",
    ("titleStmt", "date"): "a date of publication belongs in the <publicationStmt>, that of the"
    " source in the <sourceDesc>",
    ("titleStmt", "idno"): "an identifier belongs in the <publicationStmt>",
    ("titleStmt", "publisher"): "a publisher belongs in the <publicationStmt>",
    ("lg", "line"): _LINE,
    ("lg", "p"): _LINE,
    ("lg", "s"): _LINE,
    ("lg", "seg"): _LINE,
    ("list", "p"): _ITEM,
    ("list", "l"): _ITEM,
    ("list", "seg"): _ITEM,
    ("list", "list"): "a list within a list belongs in an <item>",
    ("row", "p"): _CELL,
    ("row", "item"): _CELL,
    ("row", "seg"): _CELL,
    ("table", "cell"): _ROW,
    ("table", "item"): _ROW,
    ("table", "p"): _ROW,
    ("sp", "persName"): "who speaks is <speaker>",
    ("sp", "name"): "who speaks is <speaker>",
    (
        "opener",
        "p",
    ): "a greeting is <salute>, place and date are <dateline>; a paragraph comes after"
    " the <opener>",
    (
        "closer",
        "p",
    ): "a farewell is <salute>, and the name of the writer <signed>; a paragraph comes"
    " before the <closer>",
    ("body", "front"): "put it before the <body>, not into it",
    ("body", "back"): "put it behind the <body>, not into it",
    ("text", "p"): "a <text> holds a <body>: put it into that",
    ("text", "div"): "a <text> holds a <body>: put it into that",
    ("TEI", "body"): "put the <body> into a <text>",
    ("TEI", "div"): "put it into a <body>, and that into a <text>",
    ("TEI", "p"): "put it into a <body>, and that into a <text>",
}
# The lists of a register.
_LISTS = {
    "bibl": "listBibl",
    "event": "listEvent",
    "nym": "listNym",
    "object": "listObject",
    "org": "listOrg",
    "person": "listPerson",
    "place": "listPlace",
    "witness": "listWit",
}
# The other side of what is alone in a <choice>.
PARTNERS = {
    "abbr": "expan",
    "am": "ex",
    "corr": "sic",
    "ex": "am",
    "expan": "abbr",
    "orig": "reg",
    "reg": "orig",
    "sic": "corr",
}


# What to do with words directly in an element that does not have any.
WORDS_IN = {
    "anchor": "put the words after it: an <anchor> is always empty",
    "cit": "write <quote> for the words that are quoted, and <bibl> for their source",
    "docTitle": "wrap it in <titlePart>",
    "figure": "a caption is <head>, and what the picture shows is <figDesc>",
    "graphic": "words about a picture are the <head> or the <figDesc> beside it",
    "list": "wrap it in <item>",
    "subst": "words that were deleted are <del>, words that were added <add>",
    "org": "the name is <orgName>, and words about it are a <note>",
    "person": "the name is <persName>, and words about it are a <note>",
    "place": "the name is <placeName>, and words about it are a <note>",
    "publicationStmt": "write <publisher> for who publishes it, <pubPlace> for the place and <date>"
    " for the year; prose is wrapped in <p>, without these",
    "ptr": 'a pointer with words is <ref target="…">',
    "row": "wrap it in <cell>",
    "table": "a heading is <head>; put other words into a <row>, each in a <cell>",
    "respStmt": "write <resp> for what was done, and <name> for who did it",
}


def find_words(parent: str) -> str:
    """Return what to do with words directly in an element; empty if unknown."""
    if parent in _LISTS.values():
        return f"the heading of a <{parent}> is <head>, and words about it are <desc>"
    return WORDS_IN.get(parent, "")


def find_home(parent: str, element: str) -> str:
    """Return what an element is called in a parent that does not have it; empty if unknown."""
    if parent in _LISTS.values() and element in _LISTS:
        return f"put it into a <{_LISTS[element]}>, beside the <{parent}>"
    if parent in _LISTS.values() and element in {"p", "item"}:
        return f"the heading of a <{parent}> is <head>, and words about it are <desc>"
    if parent in {"standOff", "particDesc", "settingDesc"} and element in _LISTS:
        return f"put it into a <{_LISTS[element]}>"
    return IN_PARENT.get((parent, element), "")


def find_list(element: str) -> str:
    """Return the list of a register that an entry belongs in; empty for what is no entry."""
    return _LISTS.get(element, "")
