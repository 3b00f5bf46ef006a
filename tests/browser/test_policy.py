"""Hostile texts in a real browser: nothing of theirs runs, and no other host is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest

from browser.serving import serve
from building import TEI, run_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

SCHEMES = {"http:", "https:", "file:", "mailto:", "geo:"}
PWN = "document.documentElement.dataset.pwned=1"
LIVE = f'<img src="x" onerror="{PWN}"><script>{PWN}</script>'
MARKUP = escape(LIVE, {'"': "&quot;"})
TEXT = f"""<?xml-stylesheet type="text/xsl" href="https://evil.example/a.xsl"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>T {MARKUP}</title><author>A {MARKUP}</author></titleStmt>
<publicationStmt><publisher>P {MARKUP}</publisher><date when="2020">2020</date></publicationStmt>
<sourceDesc><listWit><witness xml:id="A" n="{MARKUP}">W {MARKUP}</witness></listWit>
<listPerson><person xml:id="q"><persName>Q {MARKUP}</persName>
<idno type="URL">javascript:{PWN}</idno>
<note>{MARKUP} <ref target="javascript:{PWN}">e</ref></note></person></listPerson>
<listPlace><place xml:id="z"><placeName>Z {MARKUP}</placeName><location><geo>1 1</geo></location>
</place></listPlace></sourceDesc></fileDesc><profileDesc><correspDesc><correspAction type="sent">
<persName ref="#q">{MARKUP}</persName><date when="1900-01-01">{MARKUP}</date></correspAction>
</correspDesc></profileDesc></teiHeader><text><body>
<head>H {MARKUP}</head>
<p n="{MARKUP}" rend="{MARKUP}" xml:id="p1">{MARKUP}
<ref target="javascript:{PWN}">a</ref>
<ref target="data:text/html,&lt;script&gt;{PWN}&lt;/script&gt;">b</ref>
<ref target="vbscript:x">c</ref> <ref target=" java&#9;script:{PWN}">d</ref>
<note>N {MARKUP}</note> <persName ref="#q">{MARKUP}</persName>
<placeName ref="#z">{MARKUP}</placeName> <date when="1900-01-01">{MARKUP}</date>
<graphic url="x.svg" width="50%"><desc>D {MARKUP}</desc></graphic>
<graphic url="https://evil.example/a.png"/> <graphic url="//evil.example/b.png"/>
<app><lem wit="#A">{MARKUP}</lem><rdg wit="#B">{MARKUP}</rdg></app></p>
<p><script xmlns="http://www.w3.org/1999/xhtml">{PWN}</script>
<img xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/c.png" onerror="{PWN}"/>
<svg xmlns="http://www.w3.org/2000/svg" onload="{PWN}"><script>{PWN}</script></svg></p>
</body></text></TEI>
"""
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="{PWN}">
<script>{PWN}</script><image href="https://evil.example/d.png"/><circle r="4"/></svg>
"""
INJECTED = (
    f'<script id="injected">{PWN}</script><img src="missing.png" onerror="{PWN}">'
    f'<iframe srcdoc="&lt;script&gt;parent.{PWN}&lt;/script&gt;"></iframe>'
    '<script src="https://evil.example/a.js"></script><img src="https://evil.example/e.png">'
    '<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/a.css">'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile text as a site, and as plain HTML."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "edition.toml").write_text(
        f"[edition]\ntitle = 'E {LIVE}'\n"
        'texts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    (root / "a.xml").write_text(TEXT)
    (root / "x.svg").write_text(SVG)
    done = run_command("build", "--keep-going", "-o", "site", cwd=root)
    assert (root / "site/edition/a.html").is_file(), done.stderr
    done = run_command("html", "-o", "plain", cwd=root)
    assert (root / "plain/edition/a.html").is_file(), done.stderr
    return root


@pytest.fixture
def browser(browser: Browser) -> Iterator[Browser]:
    """A browser that runs scripts, unless the test has it otherwise."""
    yield browser
    browser.use_scripts(on=True)


def list_pages(folder: Path) -> list[Path]:
    """All pages of the site and of the plain HTML."""
    return [page for kind in ("site", "plain") for page in sorted((folder / kind).rglob("*.html"))]


def test_every_page_has_a_policy(folder: Path) -> None:
    """Each page begins with the policy, before anything that it is about."""
    pages = list_pages(folder)
    assert len(pages) > 6
    for page in pages:
        text = page.read_text(encoding="utf-8")
        at = text.index('<meta http-equiv="Content-Security-Policy"')
        assert "default-src 'none'" in text[at : at + 200]
        assert not re.search("<(?:script|link|img|style)", text[:at])


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("served", [True, False])
def test_hostile_texts_run_nothing(
    folder: Path, browser: Browser, scripts: bool, served: bool
) -> None:
    """From disk and from a server, with and without scripts, no page is changed by its text."""
    browser.use_scripts(on=scripts)
    for address in serve(folder) if served else [folder.as_uri()]:
        for page in list_pages(folder):
            browser.open(f"{address}/{page.relative_to(folder).as_posix()}")
            assert browser.evaluate("document.documentElement.dataset.pwned") is None, page
            assert {urlsplit(url).hostname for url in browser.requests} <= {"127.0.0.1", "", None}
            leading = "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
            parsed = f"{leading}.map(href => [new URL(href, document.baseURI).protocol, href])"
            wrong = [href for scheme, href in browser.evaluate(parsed) if scheme not in SCHEMES]
            assert wrong == [], page


@pytest.mark.parametrize("served", [True, False])
@pytest.mark.parametrize("kind", ["site", "plain"])
def test_the_policy_blocks_what_is_injected(
    folder: Path, browser: Browser, tmp_path: Path, kind: str, served: bool
) -> None:
    """Even if a fault of ours let markup into a page, it would run nothing and load nothing."""
    page = folder / kind / "edition/a.html"
    bad = page.with_name("injected.html")
    text = page.read_text(encoding="utf-8")
    bad.write_text(text.replace("</article>", f"{INJECTED}</article>", 1), encoding="utf-8")
    bare = page.with_name("bare.html")
    bare.write_text(
        re.sub('<meta http-equiv="Content-Security-Policy".*?>', "", bad.read_text(), count=1)
    )
    for address in serve(folder) if served else [folder.as_uri()]:
        where = f"{address}/{kind}/edition"
        browser.open(f"{where}/injected.html")
        assert browser.evaluate("document.getElementById('injected') !== null")
        assert browser.evaluate("document.documentElement.dataset.pwned") is None
        asked = {urlsplit(url).hostname for url in browser.requests}
        assert "evil.example" not in asked
        # Without the policy it would have run: the test itself is not blind.
        browser.open(f"{where}/bare.html")
        assert browser.evaluate("document.documentElement.dataset.pwned") == "1"
    bad.unlink()
    bare.unlink()


@pytest.mark.parametrize("language", ["en", "de", "he", "ru"])
def test_the_console_is_quiet(browser: Browser, tmp_path: Path, language: str) -> None:
    """No script of a site fails, and the policy holds none of them up, whatever the language."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntitle = "T"\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    text = "<text><body><p>One.<note>Two.</note></p></body></text>"
    (tmp_path / "a.xml").write_text(
        TEI.format(title="T", content=text).replace('"en"', '"' + language + '"')
    )
    done = run_command("build", "-o", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for address in serve(tmp_path):
        for page in ("edition/a", "edition/index", "search"):
            browser.open(f"{address}/site/{page}.html")
            assert browser.evaluate("Documentation.gettext('Search')")
            assert browser.complaints == [], page
        forms = browser.evaluate("[0, 1, 2, 5].map(n => Documentation.PLURAL_EXPR(n))")
        assert forms == {"ru": [2, 0, 1, 2], "he": [2, 0, 1, 2]}.get(language, [1, 0, 1, 1])


def test_a_complaint_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """The test before this one is not blind."""
    (tmp_path / "a.html").write_text(
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'unsafe-inline'\">"
        "<script>new Function('n', 'return n')</script>"
    )
    browser.open((tmp_path / "a.html").as_uri())
    assert any("EvalError" in complaint for complaint in browser.complaints)


@pytest.mark.parametrize("served", [True, False])
def test_the_policy_lets_the_site_work(folder: Path, browser: Browser, served: bool) -> None:
    """Style sheets, and the scripts of the theme and of ours, are not held up by the policy."""
    for address in serve(folder) if served else [folder.as_uri()]:
        browser.open(f"{address}/site/edition/a.html")
        assert browser.evaluate("document.body.dataset.theme") == "auto"
        assert browser.evaluate("typeof DOCUMENTATION_OPTIONS") == "object"
        sheets = "[...document.styleSheets].filter(sheet => sheet.href).length"
        assert browser.evaluate(sheets) >= 2
        assert browser.evaluate(
            "getComputedStyle(document.querySelector('.tei-skip, .skip-to-content, body')).display"
        )
        browser.open(f"{address}/plain/edition/a.html")
        assert browser.evaluate(sheets) >= 1


def test_live_files_are_offered_as_downloads(folder: Path) -> None:
    """Links to TEI and to SVG carry the attribute download; SVG is shown as an image."""
    for page in list_pages(folder):
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'<a\s[^>]*href="[^"]*\.(?:xml|svg)"[^>]*>', text):
            assert "download" in link, (page, link)
    text = (folder / "site/edition/a.html").read_text(encoding="utf-8")
    assert re.search(r'<img [^>]*src="[^"]*x\.svg"', text)
    assert "a.xml" in text
