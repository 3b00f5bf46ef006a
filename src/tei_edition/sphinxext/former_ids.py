"""Former anchors of passages: a page has them beside those that the passages have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.pages.redirects import read_redirects

if TYPE_CHECKING:
    from lxml import etree
    from sphinx.environment import BuildEnvironment

    from tei_edition.config import Config


def add_former_ids(
    root: etree._Element, docname: str, config: Config, env: BuildEnvironment
) -> None:
    """Add to each element of a staged page the anchors that redirects.toml leads to it.

    The page is read again when that file changes.
    """
    if not config.redirects.file:
        return
    env.note_dependency(str(config.root / config.redirects.file))
    folder = config.pages.folder.strip("/")
    former: dict[str, list[str]] = {}
    for old, new in read_redirects(config).moved.items():
        text, mark, anchor = new.partition("#")
        is_here = docname == f"{folder}/{text}" or docname.startswith(f"{folder}/{text}/")
        if mark and "#" in old and is_here:
            former.setdefault(anchor, []).append(old.partition("#")[2])
    taken = {ident for e in root.iter("*") for ident in e.get("ids", "").split()}
    for element in root.iter("*") if former else ():
        ids = element.get("ids", "").split()
        more = [old for ident in ids for old in former.get(ident, ()) if old not in taken]
        if more:
            taken.update(more)
            element.set("ids", " ".join([*ids, *more]))
