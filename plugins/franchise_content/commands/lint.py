"""The lint of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise_content.commands.group import content, read_day, severity_words
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise_content.findings import Finding

SHOWN: Final = 3
_COLUMNS: Final = [
    Col(name, name) for name in ("severity", "code", "where", "text", "advice", "days", "groups")
]
"""Of the table for programs, whose head has keys."""


@content.command(
    "lint", help=_("What is wrong with the posts of the next days: their mix, their words, their pictures.")
)
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 92), help=_("How many days."))
@click.option("--from", "first", default="", metavar="DATE", help=_("The first day; tomorrow if not given."))
@output_options
@pass_state
def lint(state: State, out: Output, days: int, first: str) -> None:
    import sys

    import attrs

    from franchise.cli.program import at_store
    from franchise_content import linting

    with at_store(state) as (app, store), app.view(store) as work:
        day = read_day(first, work, ahead=1, where="--from")
        found = linting.lint(work, day, days)
    if out.json:
        out.data([attrs.asdict(finding) for finding in found])
    elif sys.stdout.isatty():
        out.lines("".join(_told(finding) for finding in found))
    else:
        out.table(_COLUMNS, [_row(finding) for finding in found])
    errors = sum(finding.severity == "error" for finding in found)
    if not out.json:
        out.say(
            _("{errors} errors and {warnings} warnings in {days} days from {day} on.").format(
                errors=errors, warnings=len(found) - errors, days=days, day=day.isoformat()
            )
        )
    if errors:
        raise SystemExit(1)


def _row(finding: Finding) -> dict[str, str]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "where": finding.where,
        "text": finding.text,
        "advice": finding.advice,
        "days": ", ".join(finding.days),
        "groups": ", ".join(finding.groups),
    }


def _told(finding: Finding) -> str:
    """A finding as a reader of a terminal has it: a paragraph, as wide as the terminal."""
    from shutil import get_terminal_size

    from franchise.cli.wide import wrap

    columns = max(get_terminal_size().columns - 3, 20)
    about = [_some(finding.days), _some(finding.groups)]
    parts = [finding.text, f"→ {finding.advice}" if finding.advice else "", " · ".join(filter(None, about))]
    lines = [f"  {line}" for part in parts if part for line in wrap(part, columns)]
    head = f"{severity_words()[finding.severity]} {finding.code}: {finding.where}"
    return "\n".join([head, *lines, "", ""])


def _some(values: tuple[str, ...]) -> str:
    """Days or groups in a paragraph: the first few."""
    if len(values) <= SHOWN:
        return ", ".join(values)
    return _("{some} and {count} more").format(some=", ".join(values[:SHOWN]), count=len(values) - SHOWN)
