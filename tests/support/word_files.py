"""Documents of word processors for tests, as these write them, made with zipfile."""

from __future__ import annotations

import base64
import io
import zipfile

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_ROOT_RELATIONS = (
    f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_PARTS = {"styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes",
          "comments": "comments", "numbering": "numbering"}  # fmt: skip
_STYLES = {
    "Heading1": "heading 1", "Heading2": "heading 2", "Heading3": "heading 3", "Title": "Title",
    "Subtitle": "Subtitle", "Quote": "Quote", "LetterHead": "Letter head", "Signature": "Signature",
    "FootnoteText": "footnote text", "ListParagraph": "List Paragraph", "Verse": "Verse",
}  # fmt: skip
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
    f'<w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    for n, form, start in ((0, "bullet", 1), (1, "decimal", 1), (2, "decimal", 4))
) + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))


def p(content: str, style: str = "", more: str = "") -> str:
    """A paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run with words."""
    styled = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{styled}<w:t xml:space="preserve">{text}</w:t></w:r>'


def make_docx(body: str, *, notes: str = "", endnotes: str = "", comments: str = "",
              header: str = "", links: str = "") -> bytes:  # fmt: skip
    """A DOCX with these paragraphs, and the bodies of its notes."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/></w:style>'
        for ident, name in _STYLES.items()
    )
    styles += '<w:style w:type="character" w:styleId="Foreign"><w:name w:val="Foreign"/></w:style>'
    parts = {
        "document": f"<w:body>{body}<w:sectPr/></w:body>", "styles": styles, "footnotes": notes,
        "endnotes": endnotes, "comments": comments, "numbering": _NUMBERING,
    }  # fmt: skip
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for name, kind in _PARTS.items()
        if parts[name]
    )
    image = f'<Relationship Id="rImage" Type="{_OFFICE}/image" Target="media/image1.png"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _DECLARED + _TYPES)
        archive.writestr("_rels/.rels", _DECLARED + _ROOT_RELATIONS)
        written = f"{_DECLARED}{_RELATIONS}{relations}{image}{links}</Relationships>"
        archive.writestr("word/_rels/document.xml.rels", written)
        archive.writestr("word/media/image1.png", PICTURE)
        for name, content in parts.items():
            if content:
                archive.writestr(
                    f"word/{name}.xml", f"{_DECLARED}<w:{name} {_W}>{content}</w:{name}>"
                )
        if header:
            archive.writestr("word/header1.xml", f"{_DECLARED}<w:hdr {_W}>{header}</w:hdr>")
    return made.getvalue()


def note(ident: str, *paragraphs: str, kind: str = "footnote") -> str:
    """The body of a note."""
    return f'<w:{kind} w:id="{ident}">{"".join(paragraphs)}</w:{kind}>'


def refer(ident: str, kind: str = "footnote") -> str:
    """The reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{ident}"/></w:r>'


def draw(words: str = "") -> str:
    """A picture in a run."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="1" name="a" descr="{words}"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rImage"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


_ODT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ODT_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {value}/>'
    "</style:style>"
    for name, value in (
        ("B", 'fo:font-weight="bold"'), ("I", 'fo:font-style="italic"'),
        ("S", 'style:text-line-through-style="solid"'),
        ("U", 'style:text-underline-style="solid"'),
        ("P", 'style:text-position="super 58%"'), ("D", 'style:text-position="sub 58%"'),
    )
)  # fmt: skip
_ODT_LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"'
    ' text:bullet-char="•"/></text:list-style><text:list-style style:name="L2">'
    '<text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
)


def make_odt(body: str) -> bytes:
    """An ODT with this text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        content = (
            f'<office:document-content {_ODT} {_LINKS} office:version="1.2">'
            f"<office:automatic-styles>{_ODT_STYLES}{_ODT_LISTS}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>"
        )
        archive.writestr("content.xml", _DECLARED + content)
        archive.writestr("styles.xml", f"{_DECLARED}<office:document-styles {_ODT}/>")
        archive.writestr("Pictures/a.png", PICTURE)
        archive.writestr(
            "META-INF/manifest.xml",
            _DECLARED + "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return made.getvalue()
