"""Find external failures, such as a full disk, in the messages of Sphinx.

If Sphinx cannot write a file, it warns and continues, so that the site lacks files; or it ends with
a misleading message.
"""

from __future__ import annotations

import contextlib
import errno
import logging
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A full disk, a quota, a file system or a folder that may not be written, a broken disk.
TROUBLE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
)  # fmt: skip


class _Watch(logging.Filter):
    """Keeps trouble out of the warnings, and remembers it."""

    def __init__(self, found: list[OSError]) -> None:
        super().__init__()
        self.found = found

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a message is another one."""
        values = record.args if isinstance(record.args, tuple) else ()
        trouble = [value for value in values if is_trouble(value)]
        self.found += [value for value in trouble if isinstance(value, OSError)]
        return not trouble


@contextlib.contextmanager
def watch_trouble() -> Iterator[list[OSError]]:
    """Collect the failures that Sphinx warns of, so that each is reported only once."""
    found: list[OSError] = []
    watch = _Watch(found)
    handlers = logging.getLogger("sphinx").handlers
    for handler in handlers:
        # Before the filters of Sphinx, which make one text of a message and its values.
        handler.filters.insert(0, watch)
    try:
        yield found
    finally:
        for handler in handlers:
            handler.removeFilter(watch)


def find_reason(error: BaseException | None) -> Exception | None:
    """Find the cause of an error of Sphinx: an external failure, or an error of our own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, EditionError) or (isinstance(error, OSError) and is_trouble(error)):
            return error
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__
    return None


def is_trouble(value: object) -> bool:
    """Whether a value is an error that comes from outside."""
    return isinstance(value, OSError) and value.errno in TROUBLE
