"""Replace pictures of kinds that an output does not support by their descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.images import guess_mimetype

from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ReplacePictures(SphinxPostTransform):
    """Replaces a picture that the builder cannot show by its description.

    Sphinx would warn and leave a file that LaTeX stops at; an extension that converts pictures is
    given them.
    """

    default_priority = 80

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the pictures of one document."""
        app = find_app(self.env)
        kinds = getattr(app.builder, "supported_image_types", [])
        if not kinds or "sphinx.ext.imgconverter" in app.extensions:
            return
        for image in list(self.document.findall(nodes.image)):
            if "tei-graphic" in image["classes"] and guess_mimetype(image["uri"]) not in kinds:
                words = image.get("alt") or image["uri"].rpartition("/")[2]
                image.replace_self(
                    nodes.inline("", f"[{words}]", ids=image["ids"], classes=image["classes"])
                )


def setup(app: Sphinx) -> None:
    """Come before Sphinx's own transforms of pictures."""
    app.add_post_transform(ReplacePictures)
