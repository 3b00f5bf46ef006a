"""The Word file of the tutorial, and how it is written again after a change of its letters."""

from __future__ import annotations

from pathlib import Path

from word_files import make_docx, note, p, r, refer

FILE = Path(__file__).parents[2] / "docs/manual/tutorial/letters.docx"


GALE = (
    " came in this morning with her mast gone. Captain Storr says that she met the gale off"
    " Scarborough on 1 March 1862 and lay to for a day and a night."
)
GLOVES = (
    "your letter was read aloud here twice. Martha Reed sends you her thanks, and a pair of gloves."
    " We expect Captain Storr in Hull by the end of the month."
)
SHIP = r("Hopewell", "<w:i/>")


def make_letters() -> bytes:
    """Three letters with headings, a footnote, and words in italics."""
    body = (
        p(r("Ellen Marsh to Thomas Reed"), "Heading1")
        + p(r("Whitby, 4 March 1862"))
        + p(r("Dear Mr Reed,"))
        + p(r("the ") + SHIP + r(GALE) + refer("2") + r(" All are safe."))
        + p(r("Please tell Martha Reed that her brother’s chest is dry."))
        + p(r("Ellen Marsh"))
        + p(r("Thomas Reed to Ellen Marsh"), "Heading1")
        + p(r("Hull, 9 March 1862"))
        + p(r("Dear Miss Marsh,"))
        + p(r(GLOVES))
        + p(r("Thomas Reed"))
        + p(r("Ellen Marsh to Thomas Reed"), "Heading1")
        + p(r("Whitby, 15 March 1862"))
        + p(r("Dear Mr Reed,"))
        + p(r("the gloves are too fine for Whitby; I wear them to church. The ") + SHIP
            + r(" has a new mast, and sails for Hull on 20 March 1862."))
        + p(r("Ellen Marsh"))
    )  # fmt: skip
    return make_docx(body, notes=note("2", p(r("The gale is in the log of the harbour."))))


if __name__ == "__main__":
    FILE.write_bytes(make_letters())
