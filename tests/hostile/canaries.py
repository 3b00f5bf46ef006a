"""Editions full of what would run, write or delete something if it were believed.

Each such file touches a canary: a file outside the edition, whose lines name what was run.
"""

from __future__ import annotations

import base64
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from building import TEI, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Packages that the program imports, beside the modules of the standard library.
PACKAGES = (
    "babel", "citeproc", "click", "convertdate", "docutils", "filelock", "furo", "icu", "jinja2",
    "langcodes", "lxml", "msgspec", "pagefind", "platformdirs", "pygments", "rapidfuzz", "rich",
    "saxonche", "sphinx", "stdnum", "tei_edition", "weasyprint", "sitecustomize", "usercustomize",
)  # fmt: skip
# One white point.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
HOOKS = ("pre-commit", "post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc")


@dataclass(frozen=True)
class Trap:
    """An edition full of traps, the home of its user, and the canary."""

    edition: Path
    home: Path
    canary: Path

    @property
    def sung(self) -> str:
        """What was run, a line each."""
        return self.canary.read_text() if self.canary.exists() else ""

    def list_home(self) -> dict[str, str]:
        """The digests of all files of the user, without what the program keeps."""
        return digest_files(self.home, leave=".cache/tei-edition")

    def run(
        self, *arguments: str | Path, cwd: Path | None = None, program: str = "tei-edition"
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the edition's folder as a user does who has installed it."""
        launcher = self._write_launcher(program)
        folder = cwd or self.edition
        return run(sys.executable, launcher, *arguments, cwd=folder, **self._environment)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start such a command, and do not wait for its end."""
        return subprocess.Popen(
            [sys.executable, self._write_launcher("tei-edition"), *arguments],
            cwd=self.edition, env={**os.environ, **self._environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @property
    def _environment(self) -> dict[str, Any]:
        return {
            "HOME": str(self.home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TEI_EDITION_CACHE": "", "PYTHONSAFEPATH": "", "XDG_CACHE_HOME": "",
        }  # fmt: skip

    def _write_launcher(self, program: str) -> Path:
        module = {"tei-edition": "tei_edition.cli", "sphinx-build": "sphinx.cmd.build"}[program]
        launcher = self.home.parent / "bin" / program
        launcher.parent.mkdir(exist_ok=True)
        # As pip writes it: worker processes import this file, and do not run the command again.
        start = f"import sys\nfrom {module} import main\nif __name__ == '__main__':\n"
        launcher.write_text(f"{start}    sys.exit(main())\n")
        return launcher


def digest_files(folder: Path, leave: str = "") -> dict[str, str]:
    """The digests of all files of a folder, and where its links lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if leave and name.startswith(leave):
            continue
        if path.is_symlink():
            found[name] = f"link {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class _Bomb:
    """Runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self.command,)


def sing(canary: Path, name: str) -> str:
    """A command of the shell that touches the canary."""
    return f"echo {name} >> '{canary}'"


def set_trap(folder: Path) -> Trap:
    """Make an edition with a trap of each kind, and a home with files of the user."""
    trap = Trap(folder / "edition", folder / "home", folder / "canary")
    write_edition(trap.edition)
    trap.home.mkdir()
    for name in ("thesis.docx", ".bashrc", ".latexmkrc.txt", "a.xml", "index.html"):
        (trap.home / name).write_text(f"{name} is mine\n")
    for place in ("", "docs", "tei", "build/html", "build/pdf", "docs/edition"):
        home = trap.edition / place
        home.mkdir(parents=True, exist_ok=True)
        write_modules(home, trap.canary)
        write_settings(home, trap)
        write_pickles(home, trap.canary)
    return trap


def write_edition(root: Path) -> None:
    """A text with a picture, a name and a plain witness; an ODD; no conf.py."""
    for name in ("tei", "docs"):
        (root / name).mkdir(parents=True)
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "Trap"\ntexts = ["tei/a.xml", "tei/b.xml"]\n'
        'registers = ["tei/register.xml"]\n'
        '[check]\nschema = "none"\n[schema]\nodd = "small.odd"\n'
    )
    text = '<text><body><p xml:id="p">A <figure><graphic url="p.png"/></figure> ship.</p></body>'
    for name in ("a", "b"):
        (root / f"tei/{name}.xml").write_text(TEI.format(title=name, content=f"{text}</text>"))
    (root / "tei/p.png").write_bytes(base64.b64decode(PICTURE))
    lists = "<listPerson><person xml:id='ann'><persName>Ann</persName></person></listPerson>"
    for name in ("Place", "Org"):
        entry = f"<{name.lower()} xml:id='{name}'><{name.lower()}Name>{name}</{name.lower()}Name>"
        lists += f"<list{name}>{entry}</{name.lower()}></list{name}>"
    content = f"<text><body>{lists}</body></text>"
    (root / "tei/register.xml").write_text(TEI.format(title="Register", content=content))
    (root / "b.txt").write_text("A big ship.\n")
    (root / "b.md").write_text("A big ship.\n")
    (root / "small.odd").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="small" start="p">'
        '<elementSpec ident="p" mode="add"><content><textNode/></content></elementSpec>'
        "</schemaSpec></body></text></TEI>"
    )


def write_modules(folder: Path, canary: Path) -> None:
    """A module named after each of the standard library and of the packages that are used."""
    for name in {*sys.stdlib_module_names, *PACKAGES, "conftest"} - {"__future__"}:
        line = f"open({str(canary)!r}, 'a').write({f'module {name} of {folder.name}'!r} + chr(10))"
        (folder / f"{name}.py").write_text(f"{line}\n")
    (folder / "trap.pth").write_text(f"import os; os.system({sing(canary, 'pth')!r})\n")


def write_settings(folder: Path, trap: Trap) -> None:
    """Files in which other programs look for their settings."""
    perl = f'system("{sing(trap.canary, "latexmkrc")}");\n'
    for name in (".latexmkrc", "latexmkrc", "LatexMk"):
        (folder / name).write_text(perl)
    (folder / "texmf.cnf").write_text("shell_escape = t\nopenout_any = a\nopenin_any = a\n")
    (folder / ".npmrc").write_text(f"script-shell={sing(trap.canary, 'npm')}\n")
    for name in ("pagefind.toml", "pagefind.yml"):
        sign = "=" if name.endswith("toml") else ":"
        (folder / name).write_text(f'logfile{sign} "{trap.home / ".bashrc"}"\n')
    written = trap.home / ".bashrc"
    (folder / "docutils.conf").write_text(
        f"[general]\nwarning_stream: {written}\nrecord_dependencies: {written}\n"
    )
    (folder / "setup.cfg").write_text("[build_sphinx]\nsource-dir = .\n")


def write_pickles(folder: Path, canary: Path) -> None:
    """An environment of Sphinx and a doctree wherever Sphinx keeps such."""
    bomb = pickle.dumps(_Bomb(sing(canary, f"pickle-of-{folder.name}")))
    for place in (
        "", "doctrees", ".doctrees", "build/doctrees", ".tei-edition/doctrees/html",
        ".tei-edition/doctrees/latex", ".tei-edition/made/html",
    ):  # fmt: skip
        home = folder / place
        home.mkdir(parents=True, exist_ok=True)
        for name in ("environment.pickle", "index.doctree", "a.doctree", "edition/a.doctree"):
            (home / name).parent.mkdir(exist_ok=True)
            (home / name).write_bytes(bomb)


# Repositories of git.


def git(folder: Path, *arguments: str) -> str:
    """Run git on a repository of a test, without settings of the user."""
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def make_repository(root: Path, canary: Path) -> None:
    """Commit a folder, tag it v1.2, and set all that could make git run a program."""
    git(root, "init", "-q", ".")
    (root / "file.txt").write_text("text\n")
    (root / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n")
    # Of an edition its texts are committed as well, none of the traps.
    own = [
        name
        for name in ("edition.toml", "register.xml", "tei/a.xml", "tei/b.xml")
        if (root / name).exists()
    ]
    git(root, "add", "file.txt", *own)
    git(root, "commit", "-qm", "x")
    git(root, "tag", "v1.2")
    (root / "file.txt").write_text("changed\n")
    (root / ".git/info").mkdir(exist_ok=True)
    shutil.copy(root / ".gitattributes", root / ".git/info/attributes")
    command = sing(canary, "git")
    values = {
        "core.fsmonitor": command, "core.pager": command, "core.editor": command,
        "core.sshCommand": command, "core.askPass": command, "core.gitProxy": command,
        "core.alternateRefsCommand": command, "core.worktree": str(root.parent),
        "pager.describe": command, "alias.describe": f"!{command}", "alias.tag": f"!{command}",
        "filter.trap.clean": command, "filter.trap.smudge": command,
        "filter.trap.process": command, "diff.trap.textconv": command,
        "diff.trap.command": command, "diff.external": command,
        "credential.helper": f"!{command}", "gpg.program": command, "uploadpack.packObjectsHook":
        command, "protocol.allow": "always", "protocol.ext.allow": "always",
        "log.showSignature": "true", "remote.origin.url": f"ext::sh -c {command!r}",
        "remote.origin.vcs": "ext", "remote.origin.uploadpack": command,
    }  # fmt: skip
    for name, value in values.items():
        git(root, "config", name, value)
    for hook in HOOKS:
        path = root / ".git/hooks" / hook
        path.write_text(f"#!/bin/sh\n{command}\n")
        path.chmod(0o755)


def lose_an_object(repository: Path, canary: Path) -> None:
    """Make a repository one that fetches its commit, by a program, when it is asked for it."""
    commit = git(repository, "rev-parse", "HEAD")
    store = repository / ".git" if (repository / ".git").is_dir() else repository
    (store / "objects" / commit[:2] / commit[2:]).unlink()
    script = canary.with_name("fetch.sh")
    script.write_text(f"#!/bin/sh\n{sing(canary, 'fetch')}\n")
    script.chmod(0o755)
    for name, value in {
        "core.repositoryformatversion": "1", "extensions.partialClone": "origin",
        "remote.origin.promisor": "true", "remote.origin.url": f"ext::{script}",
        "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        git(repository, "config", name, value)


def make_bare(root: Path) -> None:
    """Make a folder itself a bare repository, as one that came in an archive may be."""
    for path in (root / ".git").iterdir():
        shutil.move(path, root / path.name)
    (root / ".git").rmdir()
    git(root, "config", "core.bare", "true")


def load_pickle(path: Path) -> Any:
    """Unpickle a file, as Sphinx does."""
    return pickle.loads(path.read_bytes())  # noqa: S301
