"""The check of the facts as people and as programs read it."""

from collections.abc import Iterator
from typing import Any

from core.facts.check import CheckReport, Finding


def as_data(report: CheckReport) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "today": report.today.isoformat(),
        "facts": report.dated,
        "problems": [problem._asdict() for problem in report.problems],
        "stale": [_data(finding) for finding in report.stale],
        "estimated": [_data(finding) for finding in report.estimated],
        "second_hand": [_data(finding) for finding in report.second_hand],
    }


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "file": finding.file,
        "strength": finding.strength.value,
        "checked": finding.checked.isoformat(),
        "check_again": finding.check_again.isoformat(),
        "sources": list(finding.sources),
        "note": finding.note,
    }


def as_text(report: CheckReport) -> str:
    """The report as lines: what is wrong first, then what wants another look."""
    return "\n".join(_lines(report))


def _lines(report: CheckReport) -> Iterator[str]:
    yield f"{report.dated} facts checked for {report.today.isoformat()}."
    for problem in report.problems:
        yield f"problem in {problem.file}, {problem.entry}: {problem.wrong}"
    for heading, findings in (
        ("Stale: the day to check again has passed", report.stale),
        ("Estimated", report.estimated),
        ("Second-hand", report.second_hand),
    ):
        yield ""
        yield f"{heading} ({len(findings)})"
        for finding in findings:
            sources = ", ".join(finding.sources)
            yield f"  {finding.file}: {finding.name} (again by {finding.check_again}; {sources})"
