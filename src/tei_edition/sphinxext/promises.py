"""What Sphinx promises for every page, for pages of the edition: `linkcheck` and `gettext`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.language.wording import TEMPLATE
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.parser import is_staged

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ShowLinks(SphinxPostTransform):
    """Makes of the addresses in the TEI such links as the builder `linkcheck` looks for."""

    builders = ("linkcheck",)
    # Before Sphinx collects them (800).
    default_priority = 790

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at one document."""
        for link in list(self.document.findall(own.tei_link)):
            uri = str(link.get("uri", ""))
            if uri.startswith(("http://", "https://")):
                shown = nodes.reference("", "", *link.children, refuri=uri)
                shown.source, shown.line = link.source, link.line
                link.replace_self(shown)


def leave_out_text(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give translators no text of the edition: that is edited, and not to be translated."""
    if app.builder.name == "gettext" and is_staged(app.env, docname):
        doctree.children = []


def offer_words(app: Sphinx, error: Exception | None) -> None:
    """Give translators the words of the interface, as the template for a catalogue."""
    if error is None and app.builder.name == "gettext":
        target = Path(app.outdir) / TEMPLATE.name
        target.write_bytes(TEMPLATE.read_bytes())


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ShowLinks)
