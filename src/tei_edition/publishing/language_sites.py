"""Sites of one edition in several languages: the sources of each, and the page that leads to them.

An editor's own pages are in the folder of the Sphinx project; a page in its folder `LANGUAGE/`
takes their place in the site of that language.
"""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tei_edition.citation.sitemap import write_root_files
from tei_edition.language.tags import is_leftward, name_language
from tei_edition.publishing.output import list_made, publish
from tei_edition.runtime.own_folders import refuse_links_below

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.config import Config

# Folders of a project that have no pages.
_NOT_PAGES = frozenset({"_build", "__pycache__"})


def gather_sources(config: Config, spoken: Config) -> None:
    """Copy an editor's own pages to where those of one language are staged."""
    made = list_made(config.source_folder) if (config.source_folder / "conf.py").is_file() else {}
    staged = PurePosixPath(config.pages.folder)
    shared: dict[str, bytes | Path] = {}
    own: dict[str, bytes | Path] = {}
    for name, file in made.items():
        path = PurePosixPath(name)
        if path.is_relative_to(staged) or not _NOT_PAGES.isdisjoint(path.parts[:-1]):
            continue
        if path.parts[0] not in config.edition.languages:
            shared[name] = file
        elif path.parts[0] == spoken.spoken and len(path.parts) > 1:
            own["/".join(path.parts[1:])] = file
    target = spoken.source_folder
    target.mkdir(parents=True, exist_ok=True)
    refuse_links_below(target)
    publish(target, shared | own, "sources")


def write_entrance(config: Config, output: Path, titles: dict[str, str]) -> Path:
    """Write the page that leads to the site in each language, and return its path.

    `titles` are those of the sites by language.
    """
    files: dict[str, bytes | Path] = {"index.html": _write_page(config, titles).encode()}
    files |= write_root_files(config.edition.url, list(titles))
    publish(output, files, "languages")
    return output / "index.html"


def _write_page(config: Config, titles: dict[str, str]) -> str:
    first = next(iter(titles))
    base = config.edition.url.rstrip("/")
    address = f"{base}/" if base else ""
    links = [
        f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}{escape(tag)}/'
        f'{"" if base else "index.html"}">'
        for tag in titles
    ]
    if base:
        links.append(f'<link rel="alternate" hreflang="x-default" href="{escape(address)}">')
    items = [
        f'<li lang="{escape(tag)}" dir="{"rtl" if is_leftward(tag) else "ltr"}">'
        f'<a href="{escape(tag)}/index.html" hreflang="{escape(tag)}">'
        f"{escape(name_language(tag))}</a> <span>{escape(title)}</span></li>"
        for tag, title in titles.items()
    ]
    turn = ' dir="rtl"' if is_leftward(first) else ""
    lines = [
        f'<!DOCTYPE html>\n<html lang="{escape(first)}"{turn}>',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(titles[first])}</title>",
        *links,
        '<link rel="icon" href="data:,">',
        f"<style>{_STYLE}</style></head>",
        f"<body><main>\n<h1>{escape(titles[first])}</h1>\n<ul>",
        *items,
        "</ul>\n</main></body></html>\n",
    ]
    return "\n".join(lines)


_STYLE = (
    ":root { color-scheme: light dark; } body { font: 1.1rem/1.6 Georgia, serif; }"
    " main { max-width: 40rem; margin: 12vh auto; padding: 0 1rem; }"
    " h1 { font-weight: 400; } ul { padding: 0; list-style: none; }"
    " li { margin: 1rem 0; } a { display: inline-block; min-width: 8em; font-size: 1.2em; }"
)
