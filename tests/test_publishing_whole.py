"""A text is published whole or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from building import TEI, run_command
from tei_edition.problems import EditionError
from tei_edition.publishing.jobs import list_failed, transform_all
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.saxon import Job, Stylesheet
from tei_edition.runtime.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "<text><body><p>A good text.</p></body></text>"
EXAMPLE = """<text><body><p>Mark it so:</p>
<egXML xmlns="http://www.tei-c.org/ns/Examples"><p>a <gap/> and <add>b</add></p></egXML>
<p>The end of it.</p></body></text>"""
FAULT = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:tei-edition:mode"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0">
<xsl:template match="p[@n = 'forty']" mode="m:block">{xs:decimal(@n)}
  <xsl:value-of select="xs:decimal(@n)"/></xsl:template>
</xsl:stylesheet>"""
BAD = {
    "stylesheet": '<text><body><p n="forty">A text that fails.</p></body></text>',
    "include": '<text xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>Half of it.</p>'
    '<xi:include href="missing.xml"/></body></text>',
    "source": "<sourceDoc><surface><line/></surface></sourceDoc>",
    "unreadable": "<text><body><p>Not closed.</body></text>",
}


def make_edition(root: Path, bad: str = "") -> None:
    """An edition of a good text, and one that may be bad."""
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "T"\ntexts = ["good.xml", "bad.xml"]\nxslt = "my.xsl"\n'
        '[check]\nschema = "none"\n'
    )
    (root / "my.xsl").write_text(FAULT)
    (root / "good.xml").write_text(TEI.format(title="Good", content=GOOD))
    (root / "bad.xml").write_text(TEI.format(title="Bad", content=bad or GOOD))


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_incomplete_text_stops_build(tmp_path: Path, bad: str) -> None:
    """Nothing is published, the file is named, and the exit status is not 0."""
    make_edition(tmp_path, bad)

    done = run_command("build", "-o", "out", cwd=tmp_path)

    assert done.returncode != 0
    assert "bad.xml" in done.stderr
    assert not (tmp_path / "out/edition/bad.html").exists()


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_incomplete_text_is_left_out_by_name(tmp_path: Path, bad: str) -> None:
    """With --keep-going the other texts are published, and the contents name the missing one."""
    make_edition(tmp_path, bad)

    done = run_command("build", "--keep-going", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert "Left out: bad.xml" in done.stderr
    assert "A good text." in (tmp_path / "out/edition/good.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out/edition/bad.html").exists()
    contents = (tmp_path / "out/edition/index.html").read_text(encoding="utf-8")
    assert "bad.xml" in contents.partition("tei-left-out")[2]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_plain_html_leaves_out_incomplete_text(tmp_path: Path, bad: str) -> None:
    """The command `html` does the same, and its exit status says so."""
    make_edition(tmp_path, bad)

    done = run_command("html", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert not (tmp_path / "out/edition/bad.html").exists()
    assert "bad.xml" in (tmp_path / "out/edition/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("bad", ["include", "source", "unreadable"])
def test_incomplete_text_is_not_exported(tmp_path: Path, bad: str) -> None:
    """Nothing of the text is written, the problem is reported, and the others are exported."""
    make_edition(tmp_path, BAD[bad])

    done = run_command("export", "text", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert "bad.xml" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.txt"]
    done = run_command("export", "text", "good.xml", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "A good text.\n", "")


@pytest.mark.parametrize("chosen", ["tei", "plain", "bag"])
def test_no_format_has_part_of_an_incomplete_text(tmp_path: Path, chosen: str) -> None:
    """A file with a missing include is left out of every format, and the exit status says so."""
    make_edition(tmp_path, BAD["include"])

    done = run_command("export", chosen, "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert "missing.xml" in done.stderr
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written
    assert all(b"Half of it" not in path.read_bytes() for path in written)
    assert not [path for path in written if path.stem == "bad"]


FAULTS_LATER = {
    "a page of a witness": 'match="p[not(.//rdg)][not(starts-with(., \'A good\'))]" mode="m:block"',
    "plain HTML": 'match="section[contains(., \'it fails\')]" mode="m:html" priority="9"',
    "a paragraph of it": 'match="paragraph[contains(., \'it fails\')]" mode="m:html" priority="9"',
}


@pytest.mark.parametrize("template", FAULTS_LATER.values(), ids=FAULTS_LATER)
def test_text_that_fails_at_a_later_step_is_left_out(tmp_path: Path, template: str) -> None:
    """The text is named, no page of it is published or linked to, and the others are there."""
    make_edition(
        tmp_path,
        '<text><body><p>Here it <app><lem wit="#A">fails</lem><rdg wit="#B">works</rdg></app>.</p>'
        "</body></text>",
    )
    with (tmp_path / "edition.toml").open("a") as file:
        file.write("[apparatus]\nwitness_pages = true\n")
    (tmp_path / "my.xsl").write_text(
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        ' xmlns:m="urn:tei-edition:mode" xmlns:t="http://www.tei-c.org/ns/1.0">'
        f"<xsl:template {template.replace('p[', 't:p[').replace('.//rdg', './/t:rdg')}>"
        "<xsl:sequence select=\"error((), 'no')\"/></xsl:template></xsl:stylesheet>"
    )

    done = run_command("html", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1, done.stderr
    assert re.search(r"bad\.xml.* error: the stylesheet fails at my\.xsl", done.stderr)
    assert not [*tmp_path.glob("out/edition/bad*")]
    assert "A good text." in (tmp_path / "out/edition/good.html").read_text(encoding="utf-8")
    assert "bad.html" not in (tmp_path / "out/edition/index.html").read_text(encoding="utf-8")


def test_page_of_no_text_that_fails_is_named(tmp_path: Path) -> None:
    """Where a page is made of all texts nothing is published, and the page is named."""
    make_edition(tmp_path)
    (tmp_path / "my.xsl").write_text(
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        ' xmlns:m="urn:tei-edition:mode"><xsl:template match="*:contents" mode="m:register"'
        ' priority="9"><xsl:sequence select="error((), \'no\')"/></xsl:template></xsl:stylesheet>'
    )

    done = run_command("html", "-o", "out", cwd=tmp_path)

    assert done.returncode == 2
    assert 'the page "edition/index" cannot be made' in done.stderr
    assert not (tmp_path / "out").exists()


class _Mortal(Workers):
    """A pool whose process ends at one of the texts."""

    def map(
        self,
        work: Any,
        jobs: Any,
        *,
        apart: bool = False,  # noqa: ARG002
        replace: Any = None,
    ) -> list[Any]:
        """Do the work here, unless it would end the process."""
        return [replace(job) if "deadly" in job.source else work(job) for job in jobs]


def test_text_at_which_the_process_ends_is_named() -> None:
    """The others are made, and the problem is that of one file."""
    stylesheet = Stylesheet(find_resource("xslt/html.xsl"), None, "m:html", "html")
    jobs = {
        name: Job(stylesheet, f"<paragraph>{name}</paragraph>", {}, f"{name}.xml")
        for name in ("a", "deadly", "c")
    }

    made = transform_all(jobs, _Mortal())

    assert [name for name, (pages, _) in made.items() if pages] == ["a", "c"]
    (failed,) = list_failed(problem for _, problems in made.values() for problem in problems)
    assert (failed.location.file, failed.code) == ("deadly.xml", "stylesheet-failed")
    with pytest.raises(EditionError, match='the page "deadly" cannot be made'):
        transform_all({"deadly": jobs["deadly"]._replace(file="")}, _Mortal())


# What the processor of XSLT would refuse by limits of its own.
LARGE = {
    "an attribute of 3,000,000 characters": f'<p n="{"a " * 1_500_000}">x</p>',
    "a name of 3,000 characters": f"<p><{'s' * 3000}>x</{'s' * 3000}></p>",
    "a formula of 300,000 characters": '<p><formula notation="mathml"><math'
    f' xmlns="http://www.w3.org/1998/Math/MathML">{"<mi>x</mi>" * 30_000}</math></formula></p>',
    "a formula of 150 levels": '<p><formula notation="mathml"><math'
    f' xmlns="http://www.w3.org/1998/Math/MathML">{"<mrow>" * 150}<mi>x</mi>{"</mrow>" * 150}'
    "</math></formula></p>",
    "300 attributes": "<p " + " ".join(f'a{n}="1"' for n in range(300)) + ">x</p>",
}


def test_large_things_are_published(tmp_path: Path) -> None:
    """No length, depth or number in a text ends the work."""
    names = [f"{number}.xml" for number in range(len(LARGE))]
    (tmp_path / "edition.toml").write_text(
        f'[edition]\ntitle = "T"\ntexts = {names}\n[check]\nschema = "none"\n'
    )
    for name, content in zip(names, LARGE.values(), strict=True):
        text = f"<text><body>{content}</body></text>"
        (tmp_path / name).write_text(TEI.format(title="T", content=text))

    done = run_command("html", "-o", "out", cwd=tmp_path)

    assert (tmp_path / "out").is_dir(), done.stderr
    for name in names:
        assert (tmp_path / f"out/edition/{name[0]}.html").is_file(), done.stderr


def test_example_with_gap_is_published(tmp_path: Path) -> None:
    """Elements of other namespaces are not taken for gaps and additions of the text."""
    make_edition(tmp_path, EXAMPLE)

    done = run_command("build", "-o", "out", cwd=tmp_path)
    page = (tmp_path / "out/edition/bad.html").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert "Mark it so:" in page
    assert "The end of it." in page
    assert "tei-key-to-signs" not in page
