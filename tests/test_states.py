"""Two states of an edition: what changed, and which addresses no longer lead anywhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from building import run_command
from exporting import copy_shipped_tei, hold, make
from tei_edition.exports.state_changes import compare_states

if TYPE_CHECKING:
    from pathlib import Path

# One change of each kind: the file, what stands there, what is to stand there.
PLANTED = {
    "text": ("october", "threatened to leave the trenches", "threatened to abandon the trenches"),
    "readings": ("october", "November coup d'état", "November putsch"),
    "names": ("october", 'captured <placeName ref="register.xml#riga">',
              'captured <placeName ref="register.xml#moscow">'),
    "notes": ("october", "The sense asks for reins", "The meaning asks for reins"),
    "dates": ("october", '<date when="1917-12-11" calendar="#gregorian">',
              '<date when="1917-12-12" calendar="#gregorian">'),
    "header": ("october", "in nine paragraphs", "in 9 paragraphs"),
    "register": ("register", "Avksentieff", "Avksentjeff"),
}  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped edition as it was."""
    return copy_shipped_tei(tmp_path_factory.mktemp("states") / "old")


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(old, tmp_path / "new")


def change(root: Path, file: str, before: str, after: str) -> None:
    """Change words of a file once."""
    path = root / f"tei/{file}.xml"
    content = path.read_text()
    assert before in content
    path.write_text(content.replace(before, after, 1))


def diff(old: Path, new: Path, *options: str | Path) -> Any:
    """What `diff` reports, as data."""
    done = run_command(
        "diff", old, new, "--format", "json", *options, cwd=new if new.is_dir() else old
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", PLANTED)
def test_one_change_is_found_and_nothing_else(old: Path, new: Path, kind: str) -> None:
    """A change of each kind, planted alone, is the only one reported, and of its kind."""
    change(new, *PLANTED[kind])
    found = list(compare_states(hold(old), hold(new)))

    assert [(c.kind, c.change) for c in found] == [(kind, "changed")]


def test_all_changes_are_found_together(old: Path, new: Path) -> None:
    """All planted changes at once: one of each kind, and `--what` chooses among them."""
    for planted in PLANTED.values():
        change(new, *planted)

    assert [found["kind"] for found in diff(old, new)] == list(PLANTED)
    assert [found["kind"] for found in diff(old, new, "--what", "dates,text")] == ["text", "dates"]


def test_layout_is_no_change(old: Path, new: Path) -> None:
    """Re-wrapped lines, other indentation and the order of attributes differ in nothing."""
    for name in ("october", "register"):
        path = new / f"tei/{name}.xml"
        content = re.sub(r"\n[ ]+", "\n\t ", path.read_text())
        words = re.sub(r"(?<=[a-z]) (?=[a-z]+ [a-z]+[ ,.])", "\n", content)
        root = etree.fromstring(words.encode())
        for element in root.iter("{*}*"):
            given = list(element.attrib.items())[::-1]
            element.attrib.clear()
            for key, value in given:
                element.set(key, value)
        path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
        assert path.read_bytes() != (old / f"tei/{name}.xml").read_bytes()

    assert list(compare_states(hold(old), hold(new))) == []


def test_paragraphs_come_go_and_move(old: Path, new: Path) -> None:
    """A paragraph that was added, one that went, and one that stands elsewhere."""
    path = new / "tei/october.xml"
    tree = etree.parse(path)
    ident = "{http://www.w3.org/XML/1998/namespace}id"
    paragraphs = {p.get(ident): p for p in tree.iter("{*}p") if p.get(ident)}
    third, last = paragraphs["p3"], paragraphs["p9"]
    division = last.getparent()
    assert division is not None
    third.getparent().remove(third)  # type: ignore[union-attr]
    added = etree.fromstring('<p xmlns="http://www.tei-c.org/ns/1.0" xml:id="px">Wholly new.</p>')
    division.append(added)
    division.insert(1, last)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    found = list(compare_states(hold(old), hold(new), ("text",)))

    assert {(c.change, c.item.anchor) for c in found} == {
        ("removed", "p3"), ("added", "px"), ("moved", "p9"),
    }  # fmt: skip


def test_a_new_id_is_a_renamed_passage(old: Path, new: Path) -> None:
    """The same words under another id: nothing was removed or added."""
    change(new, "october", 'xml:id="p5"', 'xml:id="fifth"')
    found = list(compare_states(hold(old), hold(new), ("text",)))

    assert [(c.change, c.fields["id"]) for c in found] == [("renamed", ("p5", "fifth"))]


def test_reports_for_people(old: Path, new: Path, tmp_path: Path) -> None:
    """Text marks the words, a page has them as `del` and `ins`; markup of the text stays text."""
    change(new, *PLANTED["text"])
    change(new, "october", "asks for reins", "asks for &lt;b&gt;")
    text = run_command("diff", old, new, cwd=new)
    page = tmp_path / "page.html"
    run_command("diff", old, new, "--format", "html", "-o", page, cwd=new)
    html = page.read_text()

    assert "[-leave-] {+abandon+}" in text.stdout
    assert "<del>leave</del> <ins>abandon</ins>" in html
    assert "<b>" not in html
    assert etree.HTML(html).findtext(".//h1")


def test_states_may_be_tags_and_bags(old: Path, new: Path, tmp_path: Path) -> None:
    """A tag of git is compared with the files as they are, and a bag with a folder."""
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["tag", "v1"]):
        subprocess.run([*git, *command], cwd=new, check=True)
    ((name, data),) = make(hold(old), "bag").items()
    (tmp_path / name).write_bytes(data)
    change(new, *PLANTED["text"])
    of_tag = run_command("diff", "v1", "--format", "json", cwd=new)

    assert [c["kind"] for c in json.loads(of_tag.stdout)] == ["text"]
    assert [c["kind"] for c in diff(tmp_path / name, new)] == ["text"]


def test_what_is_no_state_ends_in_one_line(old: Path) -> None:
    """A name that is no folder, file or tag is an error of the command, not a traceback."""
    for name in ("nothing", "--version=1", "../.."):
        done = run_command("diff", "--", name, ".", cwd=old)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: ")


# Addresses.


def check(root: Path, against: str | Path) -> list[dict[str, Any]]:
    """What `check --against` reports of addresses."""
    done = run_command(
        "check", "--against", against, "--format", "json",
        "--select", "address-*,entity-vanished,reference-changed", cwd=root,
    )  # fmt: skip
    return list(json.loads(done.stdout))


def test_an_unchanged_edition_keeps_its_addresses(old: Path, new: Path, tmp_path: Path) -> None:
    """Against a folder, its list of addresses, and its bag."""
    (tmp_path / "addresses.json").write_bytes(make(hold(old), "addresses")["addresses.json"])
    ((name, data),) = make(hold(old), "bag").items()
    (tmp_path / name).write_bytes(data)

    for state in (old, tmp_path / "addresses.json", tmp_path / name):
        assert check(new, state) == []


def test_lost_addresses_are_found(old: Path, new: Path) -> None:
    """A passage renamed, an entry renamed, a reference changed: each is told, and nothing else."""
    change(new, "october", 'xml:id="p5"', 'xml:id="fifth"')
    change(new, "register", 'xml:id="avksentiev"', 'xml:id="avksentyev"')
    path = new / "tei/october.xml"
    path.write_text(path.read_text().replace("#avksentiev", "#avksentyev"))
    found = {(p["code"], p["severity"]): p for p in check(new, old)}

    moved = [p for p in check(new, old) if "fifth" in p["hint"]]
    assert {p["code"] for p in moved} == {"address-moved"}
    assert ("entity-vanished", "error") in found
    assert "avksentyev" in found["entity-vanished", "error"]["hint"]
    assert {code for code, _ in found} <= {"address-moved", "entity-vanished", "address-vanished"}


def test_redirects_silence_and_must_lead_somewhere(old: Path, new: Path) -> None:
    """A line in redirects.toml answers for an address; one that leads nowhere is told."""
    change(new, "register", 'xml:id="avksentiev"', 'xml:id="avksentyev"')
    path = new / "tei/october.xml"
    path.write_text(path.read_text().replace("#avksentiev", "#avksentyev"))
    toml = new / "edition.toml"
    toml.write_text(toml.read_text() + '\n[redirects]\nfile = "redirects.toml"\n')
    (new / "redirects.toml").write_text('"avksentiev" = "avksentyev"\n')
    assert check(new, old) == []

    (new / "redirects.toml").write_text('"avksentiev" = "nobody"\n')
    assert [p["code"] for p in check(new, old)] == ["address-vanished"]
    (new / "redirects.toml").write_text('"avksentiev" = { gone = "never existed" }\n')
    assert check(new, old) == []


def test_addresses_list_passages_entries_and_pages(old: Path) -> None:
    """The list names page and reference of each passage, and marks what was counted."""
    found = json.loads(make(hold(old), "addresses")["addresses.json"])

    fourth = found["passages"]["october#p4"]
    assert (fourth["page"], fourth["ref"]) == ("edition/october/fate.html", "4")
    assert re.fullmatch("[0-9a-f]{16}", fourth["digest"])
    assert "counted" not in fourth
    assert found["passages"]["october#p5.app1"]["counted"] is True
    assert found["entities"]["kerensky"]["page"] == "edition/persons.html#kerensky"
    assert "edition/october/fate.html" in found["pages"]


def test_pages_that_moved_have_a_page_that_leads_on(old: Path, new: Path) -> None:
    """A former page is a page with a link; hosts get rules."""
    toml = new / "edition.toml"
    toml.write_text(toml.read_text() + '\n[redirects]\nfile = "redirects.toml"\n')
    (new / "redirects.toml").write_text(
        '"edition/old.html" = "edition/october/fate.html"\n"edition/x.html" = { gone = "a <b>" }\n'
    )
    made = make(hold(new), "redirects")

    assert b'href="../edition/october/fate.html"' in made["edition/old.html"]
    assert b"a &lt;b&gt;" in made["edition/x.html"]
    assert made["_redirects"] == b"/e/edition/old.html /e/edition/october/fate.html 301\n"


def test_former_anchors_stay_on_the_page(tmp_path: Path) -> None:
    """A passage that moved to another id has the former one on its page too."""
    root = tmp_path / "e"
    (tmp_path / "l.txt").write_text("One.\n\nTwo.\n")
    assert run_command("init", root, "--text", tmp_path / "l.txt", cwd=tmp_path).returncode == 0
    with (root / "edition.toml").open("a") as toml:
        toml.write('\n[redirects]\nfile = "redirects.toml"\n')
    (root / "redirects.toml").write_text('"l#old" = "l#p2"\n')
    done = run_command("build", cwd=root)

    assert done.returncode == 0, done.stderr
    page = (root / "build/html/edition/l.html").read_text()
    assert '<span id="old"></span>' in page[page.index('id="p2"') :]
