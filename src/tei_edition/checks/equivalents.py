"""What people who know HTML or Word look for in TEI, and what it is called there.

The tables are data: a line a name. Names that TEI itself has are not in it.
"""

from __future__ import annotations

ELEMENTS = {
    "a": '<ref target="…">',
    "article": '<div type="…">',
    "aside": "<note>",
    "audio": '<media mimeType="audio/…" url="…"/>',
    "b": '<hi rend="bold">',
    "big": '<hi rend="large">',
    "blockquote": "<quote>",
    "bold": '<hi rend="bold">',
    "br": "<lb/>",
    "center": '<p rend="center"> or <hi rend="center">',
    "chapter": '<div type="chapter">',
    "details": "<note>",
    "dd": "<item>, behind a <label>",
    "dl": '<list type="gloss">, with <label> and <item>',
    "dt": "<label>, before an <item>",
    "em": "<emph>",
    "figcaption": "<head> or <figDesc>",
    "font": '<hi rend="…">',
    "footer": "<fw> for a running foot, <trailer> at the end of a division",
    "footnote": '<note place="bottom">',
    "endnote": '<note place="end">',
    "h1": "<head>, in a <div>",
    "h2": "<head>, in a <div> of its own",
    "h3": "<head>, in a <div> of its own",
    "h4": "<head>, in a <div> of its own",
    "h5": "<head>, in a <div> of its own",
    "h6": "<head>, in a <div> of its own",
    "header": "<fw> for a running head, <head> for a heading",
    "heading": "<head>",
    "hr": '<milestone unit="section" rend="rule"/>',
    "i": '<hi rend="italic">',
    "img": '<graphic url="…"/>, in a <figure>',
    "image": '<graphic url="…"/>, in a <figure>',
    "ins": "<add>",
    "italic": '<hi rend="italic">',
    "kbd": "<code>",
    "li": "<item>",
    "main": "<body>",
    "mark": '<hi rend="…">',
    "nobr": "<seg>",
    "ol": '<list rend="numbered">, with <item>',
    "page": "<pb/> where the page begins",
    "pagebreak": "<pb/>",
    "para": "<p>",
    "paragraph": "<p>",
    "pre": "<ab> or <code>",
    "samp": "<code>",
    "section": '<div type="section">',
    "small": '<hi rend="small">',
    "stanza": '<lg type="stanza">',
    "strike": '<del rend="strikethrough">',
    "strong": '<hi rend="bold">',
    "style": "<rendition>, in a <tagsDecl>, or @rend",
    "sub": '<hi rend="sub">',
    "sup": '<hi rend="sup">',
    "tbody": "<table>, with <row> and <cell>",
    "td": "<cell>",
    "th": '<cell role="label">',
    "thead": '<row role="label">',
    "tr": "<row>",
    "tt": "<code>",
    "ul": '<list rend="bulleted">, with <item>',
    "underline": '<hi rend="underline">',
    "var": "<code>",
    "verse": "<l>, in a <lg>",
    "video": '<media mimeType="video/…" url="…"/>',
}
ATTRIBUTES = {
    "align": "@rend",
    "class": "@rend",
    "color": "@rend",
    "colspan": "@cols",
    "font": "@rend",
    "href": "@target; on a name, @ref",
    "id": "@xml:id",
    "lang": "@xml:lang",
    "no": "@n",
    "nr": "@n",
    "num": "@n",
    "number": "@n",
    "rel": "@ref",
    "rowspan": "@rows",
    "src": "@url",
    "style": "@rend",
    "witness": "@wit",
    "witnesses": "@wit",
}


def find_equivalent(element: str) -> str:
    """What an element of HTML or a word processor is in TEI; empty if it is not known."""
    return ELEMENTS.get(element.lower(), "")


def find_attribute(attribute: str) -> str:
    """What an attribute of HTML is in TEI; empty if it is not known."""
    return ATTRIBUTES.get(attribute.lower(), "")
