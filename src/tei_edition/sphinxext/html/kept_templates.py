"""Keep compiled templates in memory, for a process that builds a site again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx

_compiled: dict[str, bytes] = {}


class _Memory(BytecodeCache):
    """The templates that this process has compiled; Jinja compares the digests of their sources."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of a template, if it was."""
        if (data := _compiled.get(bucket.key)) is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled of a template."""
        _compiled[bucket.key] = bucket.bytecode_to_string()


def keep_templates(app: Sphinx) -> None:
    """Let the builder use templates that an earlier build of this process has compiled."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None:
        environment.bytecode_cache = _Memory()
