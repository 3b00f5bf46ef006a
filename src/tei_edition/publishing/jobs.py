"""Run transformations in separate processes; failures are reported with their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.problems import Problem
from tei_edition.runtime.saxon import give_up, run_job

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.runtime.saxon import Job
    from tei_edition.runtime.workers import Workers

# What was made: documents by name (None for a staged page that is right as it is), and problems.
Made = tuple[dict[str, str | None], tuple[Problem, ...]]


def transform_all(jobs: dict[str, Job], pool: Workers) -> dict[str, Made]:
    """Return what is made of each job, by its name."""
    named = [job._replace(name=name) for name, job in jobs.items()]
    # Saxon would take the process of Sphinx with it if it failed, and starts threads beside which
    # Sphinx could not fork: it never runs in the process that asks.
    made = pool.map(run_job, named, apart=True, replace=give_up)
    return {
        name: ({**outcome.documents}, outcome.problems)
        for name, outcome in zip(jobs, made, strict=True)
    }


def list_failed(problems: Iterable[Problem]) -> list[Problem]:
    """List the problems because of which texts cannot be published, each once."""
    failed = (problem for problem in problems if problem.code == "stylesheet-failed")
    return list({(problem.location.file, problem.message): problem for problem in failed}.values())
