"""Which problems are reported: what edition.toml, the sources and a baseline say."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tei_edition.cli import main
from tei_edition.config import make_config
from tei_edition.problems import EditionError, Location, Problem, problem
from tei_edition.report.selection import drop_known, settle_problems, write_baseline
from tei_edition.source import read_source
from tei_edition.source.stamps import locate

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'
UNKNOWN = '<persName ref="#x">X</persName>'
PLACE = '<placeName ref="#y"\n/>'
CONFIG = make_config({}, Path())


def check(folder: Path, body: str, *options: str, head: str = "") -> Result:
    """Check a file with this body, without a schema; `head` stands before the root."""
    (folder / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n', encoding="utf-8"
    )
    (folder / "a.xml").write_text(head + TEI.format(body), encoding="utf-8")
    return CliRunner().invoke(
        main,
        ["--edition", str(folder), "check", "--jobs", "1", *options],
        catch_exceptions=False,
    )


def codes(result: Result) -> list[str]:
    """The codes that a report has, in order."""
    lines = result.stdout.splitlines()
    return [line.rpartition("[")[2][:-1] for line in lines if line.endswith("]")]


class TestInstructions:
    """`<?tei-edition ignore CODE?>` concerns the element that comes next."""

    @pytest.mark.parametrize(
        "body",
        [
            f"<?tei-edition ignore unknown-person?><p>{UNKNOWN}</p>",
            f"<p><?tei-edition ignore unknown-person?>{UNKNOWN}</p>",
            f"<?tei-edition ignore unknown-*?>\n<!-- why --><p>{UNKNOWN}<hi/>{UNKNOWN}</p>",
            f"<?tei-edition ignore unknown-person, unknown-place?><p>{UNKNOWN}{PLACE}</p>",
            '<p><?tei-edition ignore unknown-person?><persName n=">"\n ref="#x"/></p>',
        ],
    )
    def test_a_problem_within_is_not_told(self, body: str, tmp_path: Path) -> None:
        """Before the element, or before one that holds it; the last start tag's end counts."""
        assert "unknown-person" not in codes(check(tmp_path, body))

    @pytest.mark.parametrize(
        "body",
        [
            f"<?tei-edition ignore unknown-person?><p/><p>{UNKNOWN}</p>",
            f"<p>{UNKNOWN}<?tei-edition ignore unknown-person?></p>",
            f"<?tei-edition ignore unknown-place?><p>{UNKNOWN}</p>",
            f"<p><?tei-edition ignore unknown-person?><hi/>{UNKNOWN}</p>",
        ],
    )
    def test_a_problem_elsewhere_is_told(self, body: str, tmp_path: Path) -> None:
        """The instruction, which does nothing then, is reported as well."""
        assert sorted(codes(check(tmp_path, body))) == ["idle-instruction", "unknown-person"]

    def test_before_the_root_it_counts_for_the_file(self, tmp_path: Path) -> None:
        """The root is the element that comes next."""
        head = "<?tei-edition ignore unknown-person?>\n"

        assert check(tmp_path, f"<p>{UNKNOWN}</p>", head=head).exit_code == 0

    @pytest.mark.parametrize(
        ("said", "hint"),
        [("ignore unknown-persn", 'did you mean "unknown-person"?'), ("hush", "write <?tei-"),
         ("", "write <?tei-"), ("ignore", "write <?tei-")],
    )  # fmt: skip
    def test_a_wrong_instruction_is_told(self, said: str, hint: str, tmp_path: Path) -> None:
        """A slip does not pass in silence."""
        result = check(tmp_path, f"<?tei-edition {said}?><p/>")

        assert codes(result) == ["idle-instruction"]
        assert hint in result.stdout

    def test_what_was_not_looked_for_is_not_idle(self, tmp_path: Path) -> None:
        """With --select, an instruction for other codes is not called useless."""
        body = f"<?tei-edition ignore unknown-person?><p>{UNKNOWN}</p>"

        assert check(tmp_path, body, "--select", "duplicate-entity").exit_code == 0
        assert codes(check(tmp_path, body, "--select", "idle-*")) == []

    def test_what_only_a_build_finds_is_not_idle(self, tmp_path: Path) -> None:
        """Whether the stylesheets know an element is not looked for by check."""
        assert codes(check(tmp_path, "<?tei-edition ignore unhandled-element?><p/>")) == []

    def test_an_included_file_has_its_own(self, tmp_path: Path) -> None:
        """An instruction counts where it stands, in whatever file."""
        part = f'<p xmlns="http://www.tei-c.org/ns/1.0">{UNKNOWN}</p>'
        (tmp_path / "part.xml").write_text(f"<?tei-edition ignore unknown-person?>{part}")
        include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml"/>'

        assert check(tmp_path, include).exit_code == 0

    def test_the_end_of_a_tag_is_found(self, tmp_path: Path) -> None:
        """An empty element reaches to the end of its tag, on whatever line."""
        body = "<p><?tei-edition ignore a?><lb n='>é'\n  ed='b'/>x</p>"
        (tmp_path / "a.xml").write_text(TEI.format(body), encoding="utf-8")

        (part,) = read_source(tmp_path / "a.xml", tmp_path).ignored

        assert (part.start.line, part.end.line, part.end.column) == (1, 2, 10)

    @pytest.mark.parametrize("between", ["", " ", "<!-- -->", "\n"])
    @pytest.mark.parametrize("first", ["<zzz/>", "<zzz></zzz>", "<zzz>x</zzz>", "<zzz><lb/></zzz>"])
    def test_a_neighbour_is_not_ignored(self, first: str, between: str, tmp_path: Path) -> None:
        """What stands right behind the element, even behind an empty one, is reported."""
        body = f"<p><?tei-edition ignore a?>{first}{between}<yyy/></p>"
        path = tmp_path / "a.xml"
        path.write_text(TEI.format(body), encoding="utf-8")
        source = read_source(path, tmp_path)
        assert source.root is not None

        (part,) = source.ignored
        inside, outside = (
            locate(next(source.root.iter(f"{{*}}{name}"))) for name in ("zzz", "yyy")
        )

        assert part.start <= inside <= part.end < outside


class TestSettling:
    """What is dropped, and how severe the rest is."""

    PLACE = Location("a.xml", 3, 4)

    def test_one_mistake_is_told_once(self) -> None:
        """What the schema says of an id is left out where our own check says it better."""
        found = [
            problem("schema-duplicate-id", "a", self.PLACE),
            problem("duplicate-id", "b", self.PLACE),
        ]

        assert [p.code for p in settle_problems(found, CONFIG)] == ["duplicate-id"]

    def test_but_not_where_only_the_schema_was_asked(self) -> None:
        """Then nobody else tells it."""
        found = [
            problem("schema-duplicate-id", "a", self.PLACE),
            problem("duplicate-id", "b", self.PLACE),
        ]
        told = settle_problems(found, CONFIG, codes={"schema-duplicate-id"})

        assert "schema-duplicate-id" in {p.code for p in told}

    def test_a_fault_elsewhere_is_its_own(self) -> None:
        """Two mistakes at two places are two problems."""
        other = Location("a.xml", 3, 5)
        found = [
            problem("schema-bad-value", "a", self.PLACE),
            problem("invalid-dating", "b", other),
        ]

        assert len(settle_problems(found, CONFIG)) == 2


class TestBaselines:
    """A baseline lists what may stay."""

    def test_what_is_known_is_not_told(self, tmp_path: Path) -> None:
        """Even when it has moved; what is new is reported."""
        path = tmp_path / "baseline.json"
        first = check(tmp_path, f"<p>{UNKNOWN}</p>", "--write-baseline", str(path))
        moved = f"\n<p>\n{UNKNOWN}</p>"

        assert first.exit_code == 0
        assert check(tmp_path, moved, "--baseline", str(path)).exit_code == 0
        again = check(tmp_path, moved + moved, "--baseline", str(path))
        assert codes(again) == ["unknown-person"]
        assert "a.xml:5:" in again.stdout

    def test_what_is_mended_is_told(self, tmp_path: Path) -> None:
        """So that the baseline can be brought up to date."""
        path = tmp_path / "baseline.json"
        check(tmp_path, f"<p>{UNKNOWN}</p>", "--write-baseline", str(path))

        result = check(tmp_path, "<p/>", "--baseline", str(path))

        assert result.exit_code == 0
        assert "1 of the problems" in result.stderr

    def test_the_edition_may_name_it(self, tmp_path: Path) -> None:
        """Then it counts for every check and build."""
        check(tmp_path, f"<p>{UNKNOWN}</p>", "--write-baseline", str(tmp_path / "b.json"))
        toml = tmp_path / "edition.toml"
        toml.write_text(toml.read_text() + 'baseline = "b.json"\n', encoding="utf-8")

        result = CliRunner().invoke(main, ["--edition", str(tmp_path), "check", "--jobs", "1"])

        assert result.exit_code == 0, result.output

    def test_the_same_problems_give_the_same_bytes(self) -> None:
        """In whatever order they were found."""
        found: list[Problem] = [
            problem("unknown-person", f"m{i}", Location("a.xml", i)) for i in range(1, 9)
        ]

        assert write_baseline(found) == write_baseline(reversed(found))

    @pytest.mark.parametrize("data", [None, b"", b"{}", b'[{"file": 1}]'])
    def test_a_file_that_is_no_baseline_is_refused(
        self, data: bytes | None, tmp_path: Path
    ) -> None:
        """Plainly, and before anything is reported."""
        path = tmp_path / "b.json"
        if data is not None:
            path.write_bytes(data)

        with pytest.raises(EditionError, match="baseline"):
            drop_known([], path)
