"""A service of an authority file is asked about entries of the registers when an editor says so."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import make_edition, run_command
from in_process import working_here
from name_service import MANIFEST, NameService, run_service
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.editing.authority_service import AuthorityQuery, ask_service, open_service
from tei_edition.editing.identifying import find_lookup, list_lacking, place_identifier
from tei_edition.problems import EditionError
from tei_edition.runtime.web import WebLimits, fetch_web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGISTER = """
<listPerson>
  <person xml:id="marx">
    <persName><surname>Marx</surname>, <forename>Karl</forename></persName>
    <note>A philosopher.</note>
  </person>
  <person xml:id="known"><persName>Known</persName><idno type="GND">118540238</idno></person>
  <person xml:id="nobody"><persName>Nobody</persName></person>
</listPerson>
<listPlace><place xml:id="berlin"><placeName>Berlin</placeName></place></listPlace>"""
TEXT = "<text><body><p>A text.</p></body></text>"


@pytest.fixture
def service() -> Iterator[NameService]:
    """A service that runs."""
    with run_service() as made:
        yield made


@pytest.fixture
def edition(tmp_path: Path, service: NameService) -> Path:
    """An edition whose settings name the service."""
    toml = f'[authorities.gnd]\nurl = "{service.address}"\n'
    return make_edition(tmp_path / "edition", {"a": TEXT}, register=REGISTER, toml=toml)


def test_entries_without_an_identifier_are_looked_up(edition: Path, service: NameService) -> None:
    """Each answer has identifier, name, description, kind and address; nothing is chosen."""
    before = (edition / "tei/register.xml").read_bytes()
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "Marx, Karl (marx, tei/register.xml:8)\n"
        "  1: 118578537  Marx, Karl; 1818-1883; philosopher [Person]\n"
        "     https://d-nb.info/gnd/118578537\n"
        "  2: 118578538  Marx, Karl [Person]\n"
        "     https://d-nb.info/gnd/118578538\n"
        "Nobody (nobody, tei/register.xml:13): no answer\n"
        "Berlin (berlin, tei/register.xml:15)\n"
        "  1: 4005728-8  Berlin\n"
        "     https://d-nb.info/gnd/4005728-8\n"
    )
    assert [query["query"] for query in service.asked[0].values()] == [
        "Karl Marx", "Nobody", "Berlin",
    ]  # fmt: skip
    assert (edition / "tei/register.xml").read_bytes() == before


def test_answers_are_kept(edition: Path, service: NameService) -> None:
    """The second call asks nothing, and says the same, also as JSON."""
    first = run_command("names", "--look-up", "gnd", cwd=edition).stdout
    asked = service.gets, len(service.asked)
    assert run_command("names", "--look-up", "gnd", cwd=edition).stdout == first
    data = json.loads(
        run_command("names", "--look-up", "gnd", "--format", "json", cwd=edition).stdout
    )
    assert (service.gets, len(service.asked)) == asked
    assert [(one["id"], len(one["answers"])) for one in data] == [
        ("marx", 2), ("nobody", 0), ("berlin", 1),
    ]  # fmt: skip


def test_kinds_are_asked_about_in_the_words_of_the_service(
    edition: Path, service: NameService
) -> None:
    """With `types`, other kinds are left out."""
    settings = edition / "edition.toml"
    settings.write_text(settings.read_text() + 'types = { place = "Place" }\n')
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.stdout.startswith("Berlin (berlin,")
    assert list(service.asked[0].values()) == [{"query": "Berlin", "type": "Place", "limit": 6}]


def _review(edition: Path, answers: str) -> str:
    with working_here():
        done = CliRunner(env={"NO_COLOR": "1"}).invoke(
            main,
            ["--edition", str(edition), "names", "--look-up", "gnd", "--interactive"],
            input=answers,
        )
    assert done.exit_code == 0, done.output
    return done.output


def test_a_chosen_identifier_is_written_and_nothing_else_changes(edition: Path) -> None:
    """It comes after the names; a second run asks about the others only."""
    register = edition / "tei/register.xml"
    before = register.read_text()
    output = _review(edition, "1\n1\n")
    assert output.endswith("2 identifiers written\n")
    assert register.read_text() == before.replace(
        "</forename></persName>\n",
        '</forename></persName>\n    <idno type="GND">118578537</idno>\n',
    ).replace("Berlin</placeName>", 'Berlin</placeName><idno type="GND">4005728-8</idno>')
    assert run_command("names", "--look-up", "gnd", cwd=edition).stdout == (
        "Nobody (nobody, tei/register.xml:14): no answer\n"
    )


def test_an_identifier_with_a_wrong_check_digit_is_not_written(edition: Path) -> None:
    """Even if the service proposes it."""
    register = edition / "tei/register.xml"
    before = register.read_bytes()
    output = _review(edition, "2\nq\n")
    assert '"118578538" is not an identifier of GND' in output
    assert register.read_bytes() == before


@pytest.mark.parametrize("answers", ["q\n", "s\ns\n", ""])
def test_no_answer_changes_nothing(edition: Path, answers: str) -> None:
    """Quitting, skipping and the end of the input write nothing."""
    before = (edition / "tei/register.xml").read_bytes()
    assert "0 identifiers written\n" in _review(edition, answers)
    assert (edition / "tei/register.xml").read_bytes() == before


@pytest.mark.parametrize(
    ("status", "data", "told"),
    [
        (200, b"<!DOCTYPE html><html/>", "does not answer as a reconciliation service does"),
        (200, b'{"q0": {"result": [', "does not answer as a reconciliation service does"),
        (200, b'{"q0": {"result": [{"name": "x"}]}}', "does not answer as a reconciliation"),
        (200, b"[" * 100_000, "does not answer as a reconciliation service does"),
        (200, b'{"q0": {"result": []}}', 'gives no answer about "Nobody"'),
        (200, b"\xff\xfe", "does not answer as a reconciliation service does"),
        (500, b"no", "cannot be fetched: Internal Server Error"),
    ],
    ids=["html", "cut", "without-id", "deep", "too-few", "no-utf-8", "500"],
)
def test_a_broken_answer_is_one_message(
    edition: Path, service: NameService, status: int, data: bytes, told: str
) -> None:
    """The exit status says that something was not looked up."""
    service.instead = [(status, data, {})]
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_service_is_asked_again(
    edition: Path, service: NameService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may say for how long, but no longer than half a minute; the third time is the last."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    service.instead = [(429, b"no", {"Retry-After": "7"}), (503, b"no", {"Retry-After": "900"})]
    assert run_command("names", "--look-up", "gnd", cwd=edition).returncode == 0
    assert waited == [7.0, 30.0]
    (edition / "tei/register.xml").write_text(
        (edition / "tei/register.xml").read_text().replace("Nobody", "Anybody")
    )
    service.instead = [(429, b"no", {})] * 3
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.returncode == 1
    assert "has too much to do: 429" in done.stderr
    assert "Marx, Karl (marx" in done.stdout  # what is known already is shown


def test_other_versions_of_the_api_are_refused(edition: Path, service: NameService) -> None:
    """The message names the versions that are supported."""
    service.manifest = json.dumps({**MANIFEST, "versions": ["0.3"]}).encode()
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.returncode == 1
    assert "speaks version 0.3" in done.stderr
    assert "0.1 and 0.2" in done.stderr


def test_answers_come_in_the_order_of_the_queries(service: NameService) -> None:
    """A name that is not known has no answers."""
    opened = open_service(service.address)
    assert ask_service(opened, [AuthorityQuery("Berlin"), AuthorityQuery("x")])[1] == ()
    assert opened.name == "Names"


def test_many_entries_are_asked_about_in_batches(edition: Path, service: NameService) -> None:
    """No request has more than twenty; what came before an error is kept."""
    people = "".join(
        f'<person xml:id="p{number}"><persName>N{number}</persName></person>'
        for number in range(45)
    )
    register = edition / "tei/register.xml"
    text = register.read_text()
    register.write_text(text.replace("</listPerson>", f"{people}</listPerson>"))
    run_command("names", "--look-up", "gnd", cwd=edition)
    assert [len(queries) for queries in service.asked] == [20, 20, 8]
    register.write_text(text.replace("</listPerson>", f"{people.replace('>N', '>M')}</listPerson>"))
    service.asked.clear()
    service.instead = [(200, b"", {}), (500, b"no", {})]
    done = run_command("names", "--look-up", "gnd", cwd=edition)
    assert done.returncode == 1
    assert done.stdout.count("no answer") == 21
    assert run_command("names", "--look-up", "gnd", cwd=edition).returncode == 0
    assert [len(queries) for queries in service.asked] == [20, 20, 5]


def test_words_of_a_service_cannot_control_a_terminal(edition: Path, service: NameService) -> None:
    """Control characters are escaped, in lists and in registers."""
    answer = {"id": "1\u001b[2J<x/>", "name": "\u001b]0;x\u0007", "score": 1}
    service.instead = [
        (
            200,
            json.dumps({f"q{n}": {"result": [answer]} for n in range(3)})
            .replace("\\\\", "\\")
            .encode(),
            {},
        )
    ]
    output = run_command("names", "--look-up", "gnd", cwd=edition).stdout
    assert "\x1b" not in output
    assert "\x07" not in output
    assert "\\x1b[2J<x/>" in output


def test_a_slow_answer_ends(service: NameService) -> None:
    """A server that sends single bytes for ever is given up."""
    with pytest.raises(EditionError, match="took longer than 0 seconds"):
        fetch_web(service.address, limits=WebLimits(whole=0))
    with pytest.raises(EditionError, match="it is larger than"):
        fetch_web(service.address, limits=WebLimits(size=10))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--look-up", "gdn"), 'did you mean "gnd"?'),
        (("--look-up", "viaf"), "add a table [authorities.viaf] to edition.toml"),
        (("--interactive",), "--interactive needs --look-up"),
        (("--look-up", "gnd", "--learn"), "cannot be combined"),
    ],
)
def test_wrong_calls_are_explained(
    edition: Path, service: NameService, arguments: tuple[str, ...], told: str
) -> None:
    """Nothing is asked."""
    done = run_command("names", *arguments, cwd=edition)
    assert done.returncode == 2
    assert told in done.stderr
    assert not service.gets


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[authorities.gnd]\n", "url"),
        ('[authorities.gnd]\nurl = "file:///etc/passwd"\n', "cannot be the address of a service"),
        ('[authorities.gnd]\nurl = "https://x.org"\nkind = ""\n', "authorities.gnd.kind"),
        ('[authorities.gnd]\nurl = "https://x.org"\ntypes = {town = "x"}\n', "town"),
    ],
)
def test_wrong_settings_are_explained(edition: Path, toml: str, told: str) -> None:
    """Each in one message."""
    (edition / "edition.toml").write_text(toml)
    done = run_command("check", cwd=edition)
    assert done.returncode == 2
    assert told in done.stderr


def test_other_authorities_write_the_name_of_the_table(edition: Path, service: NameService) -> None:
    """An unknown authority has no form to be held against."""
    (edition / "edition.toml").write_text(f'[authorities.local]\nurl = "{service.address}"\n')
    config = read_config(edition)
    lookup = find_lookup(config, "local")
    assert lookup.type == "local"
    assert lookup.read_identifier("P 12/3") == "P 12/3"
    assert [entity.id for entity in list_lacking(config, lookup)] == [
        "marx", "known", "nobody", "berlin",
    ]  # fmt: skip


IDNO = '<idno type="X">1</idno>'


@pytest.mark.parametrize(
    "entry",
    [
        '<t:org xml:id="a"><t:orgName>x</t:orgName>| <t:desc/></t:org>',
        '<person xml:id="a">\r\n\t<persName>x<idno>0</idno></persName>\r\n\t|\r\n</person>',
        '<place xml:id="a"><idno type="Y">2</idno>|<placeName>x</placeName></place>',
        '<org xml:id="a"><orgName>x</orgName>|<org xml:id="b"><orgName>y</orgName></org></org>',
    ],
    ids=["prefix", "lines", "identifier", "nested"],
)
def test_the_place_of_an_identifier(entry: str) -> None:
    """It is after the identifiers of the entry itself, else after its names."""
    expected = entry.replace("|", IDNO.replace("idno", "t:idno") if "t:" in entry else IDNO)
    before = entry.replace("\r\n\t|", "").replace("|", "")
    place = place_identifier(before, "a", "X", "1")
    assert place is not None
    assert before[: place.start] + place.new + before[place.end :] == expected


@pytest.mark.parametrize("entry", ['<person xml:id="a"/>', '<org xml:id="a"><note>x</note></org>'])
def test_an_entry_without_a_name_has_no_place_for_an_identifier(entry: str) -> None:
    """The editor is asked to write it."""
    assert place_identifier(entry, "a", "X", "1") is None
