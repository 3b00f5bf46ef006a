"""Addresses that lead elsewhere: a redirect stays on the site, and replaces none of its pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command
from exporting import hold, make
from tei_edition.config import read_config
from tei_edition.exports.host_rules import HOSTS, write_host_rules
from tei_edition.pages.redirects import read_redirects
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = [
    "../x.html", "a/../../x.html", "/x.html", "//example.com/x.html", "..\\x.html", "a\\x.html",
    "C:x.html", "https://example.com/x.html", "javascript:alert(1)//x.html", "a\nb.html",
    "a/./x.html", "\u202ex.html", "con.html", "a//x.html", "x.html:stream.html", " /x.html",
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small edition with a file of redirects."""
    content = "<text><body><p>One.</p></body></text>"
    (tmp_path / "a.xml").write_text(TEI.format(title="T", content=content))
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\nregisters = []\nurl = "https://example.org/e/"\n'
        '[check]\nschema = "none"\n[redirects]\nfile = "r.toml"\n'
    )
    return tmp_path


def redirect(root: Path, old: str, new: str) -> None:
    """Write the file of redirects, of one line."""
    (root / "r.toml").write_text(f"{json.dumps(old)} = {json.dumps(new)}\n", encoding="utf-8")


@pytest.mark.parametrize("address", OUTSIDE)
def test_redirects_leave_the_site_on_no_side(root: Path, address: str) -> None:
    """Neither is a page written outside, nor does one lead to another host."""
    for old, new in ((address, "index.html"), ("old.html", address)):
        redirect(root, old, new)
        with pytest.raises(EditionError, match="cannot be an address of the site"):
            read_redirects(read_config(root))


@pytest.mark.parametrize("page", ["index.html", "edition/a.html", "search.html", "genindex.html"])
def test_redirects_replace_no_page_of_the_site(root: Path, page: str) -> None:
    """A line for a page that there is ends the build with its name; the last site stays."""
    redirect(root, "old.html", "edition/a.html")
    assert run_command("build", "-o", "site", cwd=root).returncode == 0
    before = (root / "site" / page).read_bytes()

    redirect(root, page, "edition/index.html")
    done = run_command("build", "-o", "site", cwd=root)

    assert (done.returncode, (root / "site" / page).read_bytes()) == (2, before)
    assert f'"{page}" is a page of the site, and cannot lead to another page' in done.stderr


@pytest.mark.parametrize("old", ["a b;}.html", "a\u00e4$x.html", "a{return 200}.html", "a'(b.html"])
def test_redirects_are_one_rule_for_hosts(root: Path, old: str) -> None:
    """Whatever the name of a page, servers read a rule and nothing else."""
    redirect(root, old, "edition/a.html")
    made = make(hold(root), "redirects")
    for name in ("_redirects", "redirects.nginx.conf", "redirects.htaccess"):
        rules = made[name].decode()
        assert rules.count("\n") == 1
        assert not set(old[1:-5]) & set("$'(\u00e4") & set(rules)
    assert made["redirects.nginx.conf"].count(b";") == 1
    assert made["redirects.nginx.conf"].count(b"{") == 1


@pytest.mark.parametrize("path", ["a;b", "a$b", "a(b", "a'b", "a*b", "a%0Ab", "a,b", "a&b", "a:b"])
@pytest.mark.parametrize("host", HOSTS)
def test_rules_for_hosts_hold_no_sign_that_servers_read(host: str, path: str) -> None:
    """The address of the site is part of rules: with such a sign there are none."""
    with pytest.raises(EditionError, match="there are no rules for hosts"):
        write_host_rules(host, f"https://example.org/{path}/")
    assert write_host_rules(host, "https://example.org/e-1/caf\u00e9/~x/")


@pytest.mark.parametrize("sign", list('"<>\\^`{|} \t'))
def test_addresses_of_sites_have_no_sign_that_ends_them(tmp_path: Path, sign: str) -> None:
    """What no address may have would end an attribute, a line or a rule that it stands in."""
    for url in (f"https://example.org/a{sign}b/", f"https://example.org{sign}/"):
        (tmp_path / "edition.toml").write_text(f"[edition]\nurl = {json.dumps(url)}\n")
        with pytest.raises(EditionError, match=r"the address of a site|control character"):
            read_config(tmp_path)
