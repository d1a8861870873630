"""The group that the commands are in, and what they share: numbers of tasks, who did it, the hour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.tasks.showing import Here
    from franchise.work import UnitOfWork

NUMBER: Final = click.IntRange(1)
EVIDENCE_FILE: Final = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.group(help=_("See what people have to do, and note what was done."))
def task() -> None: ...


def numbers_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``N...``, passed as ``numbers``."""
    return click.argument("numbers", metavar="N...", type=NUMBER, nargs=-1, required=True)(command)


def by_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--by PERSON``, passed as ``by``."""
    about = _("Who did it; FRANCHISE_ACTOR, else the login, when not given.")
    return click.option("--by", default="", metavar="PERSON", help=about)(command)


def here_and_now(work: UnitOfWork) -> Here:
    """What sentences about tasks need of the store: the time, its zone, its groups' names."""
    from franchise.groups import operations as groups
    from franchise.tasks.showing import Here

    names = {group.key: group.name for group in groups.listed(work)}
    return Here(now=work.now(), zone=work.answers.time_zone, names=names)
