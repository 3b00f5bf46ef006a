"""What is rewritten is read anew: the header alone, or all of a file, with the same result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY
from tei_edition.config.tables import TextTable
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.reader.separating import Rewritten
from tei_edition.reader.text import read_header_again, read_text
from tei_edition.source import read_source
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

FILE = f"""<TEI xmlns="{TEI_NS}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc>{{}}</sourceDesc></fileDesc>
<profileDesc>{{}}</profileDesc></teiHeader><text><body><p>{{}}</p></body></text></TEI>"""
MANUSCRIPT = (
    "<listWit><witness xml:id='A'><msDesc><msIdentifier><settlement>York</settlement>"
    "<repository>Minster</repository></msIdentifier></msDesc></witness></listWit>"
)
LETTER = (
    "<correspDesc><correspAction type='sent'><persName>A</persName><placeName>B</placeName>"
    "</correspAction></correspDesc>"
)


def check_reading(path: Path, folder: Path) -> Rewritten:
    """Hold the facts that are kept against those of the whole file, and return what was changed."""
    source = read_source(path, folder)
    assert source.root is not None
    before = read_text(source, TextTable())
    rewritten = rewrite_tree(source.root)
    whole = read_text(source, TextTable())
    if rewritten is Rewritten.HEADER:
        assert read_header_again(before, source, TextTable()) == whole
    elif rewritten is Rewritten.NOTHING:
        assert before == whole
    return rewritten


@pytest.mark.parametrize(
    ("source", "profile", "body", "expected"),
    [
        ("<p/>", "", "a", Rewritten.NOTHING),
        (MANUSCRIPT, "", "a", Rewritten.HEADER),
        ("<p/>", LETTER, "a", Rewritten.TEXT),
        (MANUSCRIPT, "", "<address><street>a</street><country>b</country></address>",
         Rewritten.TEXT),
        ("<p/>", "", 'ap <lb break="no"/> ple', Rewritten.TEXT),
        (MANUSCRIPT, "", 'ap <lb break="no"/> ple', Rewritten.TEXT),
    ],
)  # fmt: skip
def test_only_what_was_rewritten_is_read_anew(
    tmp_path: Path, source: str, profile: str, body: str, expected: Rewritten
) -> None:
    """White space that is removed is a change of the text too."""
    path = tmp_path / "a.xml"
    path.write_text(FILE.format(source, profile, body))

    assert check_reading(path, tmp_path) is expected


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "tei").glob("*.xml")), ids=lambda path: path.name
)
def test_shipped_files_are_read_alike(path: Path) -> None:
    """Whatever of them is rewritten."""
    check_reading(path, REPOSITORY)
