"""The wheel is complete: it works where there is no checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from building import REPOSITORY, make_edition, run

TEXT = '<text><body><p>Said <persName ref="#ada">Ada</persName>.</p></body></text>'
REGISTER = '<listPerson><person xml:id="ada"><persName>Ada</persName></person></listPerson>'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources that is gone afterwards."""
    folder = tmp_path_factory.mktemp("wheel")
    sources = folder / "sources"
    leave = shutil.ignore_patterns("build", "dist", "__pycache__", ".*", "node_modules", "edition")
    shutil.copytree(REPOSITORY, sources, ignore=leave)
    shutil.copytree(REPOSITORY / "src", sources / "src", dirs_exist_ok=True)
    # Without the builder at hand, pip fetches it.
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    done = run(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", *isolation,
        "--wheel-dir", folder, sources,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shutil.rmtree(sources)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder that holds the package as pip puts it there, and nothing else."""
    folder = wheel.parent / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, *arguments: str | Path, cwd: Path) -> str:
    """Run `tei-edition` of the wheel, and say what it said."""
    call = (
        "import tei_edition, sys; from tei_edition.cli import main;"
        f"assert tei_edition.__file__.startswith({str(installed)!r}), tei_edition.__file__;"
        "main(prog_name='tei-edition')"
    )
    done = run(sys.executable, "-c", call, *arguments, cwd=cwd, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_what_it_needs(wheel: Path) -> None:
    """Stylesheets, schema, explanations, styles and the marker of types are in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    wanted = {
        "tei_edition/schema/edition.rng",
        "tei_edition/py.typed",
        "tei_edition/explanations/unknown-person.rst",
        "tei_edition/publishing/assets/css/sphinx.css",
        "tei_edition/publishing/assets/css/book.css",
        "tei_edition/publishing/assets/tex/teiedition.sty",
        *(f"tei_edition/xslt/{path.relative_to(REPOSITORY / 'xslt').as_posix()}"
          for path in (REPOSITORY / "xslt").rglob("*") if path.is_file()),
    }  # fmt: skip
    assert sorted(wanted - names) == []
    assert not any(name.startswith(("tests/", "tei/", "docs/")) for name in names)


def test_it_checks_builds_and_explains(installed: Path, tmp_path: Path) -> None:
    """With the sources away, an edition is checked, built and written as plain HTML."""
    root = make_edition(
        tmp_path / "edition", {"text": TEXT}, register=REGISTER, toml="[check]\nschema = ''\n"
    )

    checked = run_installed(installed, "check", cwd=root)
    run_installed(installed, "build", cwd=root)
    run_installed(installed, "html", "-o", "plain", cwd=root)
    explained = run_installed(installed, "explain", "unknown-person", cwd=root)

    assert "error" not in checked
    for page in ("build/html/edition/text.html", "plain/edition/text.html"):
        assert 'href="persons.html#ada"' in (root / page).read_text()
    assert "person" in explained


def test_the_extension_works_by_itself(installed: Path, tmp_path: Path) -> None:
    """One line in conf.py is enough for sphinx-build."""
    root = make_edition(tmp_path / "edition", {"text": TEXT}, register=REGISTER)
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "docs", "out"]

    done = run(*command, cwd=root, PYTHONPATH=str(installed))

    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "out/edition/text.html").is_file()


def test_pip_installs_the_command(wheel: Path, tmp_path: Path) -> None:
    """In a virtual environment of its own, pip makes the command `tei-edition` of the wheel."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    # What it depends on is taken from where the tests run, for want of a network.
    paths = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    inside = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(inside.stdout.strip()) / "tests.pth").write_text("\n".join(paths))

    done = run(
        python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet",
        "--disable-pip-version-check", wheel,
        PYTHONPATH="",
    )  # fmt: skip
    said = run(python.with_name("tei-edition"), "--version", PYTHONPATH="")

    assert done.returncode == 0, done.stderr
    assert (said.returncode, said.stderr) == (0, ""), said.stderr
    assert wheel.name.split("-")[1] in said.stdout
