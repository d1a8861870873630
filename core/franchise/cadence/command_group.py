"""The group that the commands are in, and the days that they are given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.work import UnitOfWork


@click.group(help=_("See what is to be posted today, and note what was."))
def cadence() -> None: ...


def read_day(text: str, work: UnitOfWork) -> date:
    """A day as a person gives it: a date, a word such as ``tomorrow``, or nothing for today."""
    from franchise.cadence.rows import today
    from franchise.cli.days import day_from

    return day_from(text.strip() or "today", today(work))
