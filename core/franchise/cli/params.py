"""Options that commands share, and their types.

Each works as ``@group_option`` and as ``@group_option(required=True)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, overload

import click

from franchise.cli.group import entry_points
from franchise.cli.keys import group_keys, store_keys
from franchise.cli.source import SourceText, TextSource
from franchise.cli.state import State
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

F = TypeVar("F", bound=Callable[..., Any])
UNITS: Final = "franchise.units"


def unit_names() -> tuple[str, ...]:
    """What plugins call a group of theirs, such as ``village``; by name, without importing them."""
    return tuple(sorted({entry.name for entry in entry_points(UNITS)} - {"group"}))


@overload
def group_option(command: F, /) -> F: ...
@overload
def group_option(*, required: bool = ..., multiple: bool = ..., help_text: str = ...) -> Callable[[F], F]: ...
def group_option(
    command: F | None = None, /, *, required: bool = False, multiple: bool = False, help_text: str = ""
) -> F | Callable[[F], F]:
    """Add ``--group KEY``, passed as ``group``; each unit's name says the same: ``--village KEY``."""
    add = click.option(
        "--group",
        *(f"--{name}" for name in unit_names()),
        "group",
        metavar="KEY",
        required=required,
        multiple=multiple,
        help=help_text or _("The group, by its key."),
        shell_complete=group_keys,
    )
    return add if command is None else add(command)


@overload
def store_option(command: F, /) -> F: ...
@overload
def store_option(*, required: bool = ..., help_text: str = ...) -> Callable[[F], F]: ...
def store_option(
    command: F | None = None, /, *, required: bool = False, help_text: str = ""
) -> F | Callable[[F], F]:
    """Add ``--store KEY``, passed as ``store``: given here, before the command, or in FRANCHISE_STORE.

    None when it was given nowhere, unless ``required``.
    """

    def checked(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        state = ctx.find_object(State) or State()
        state.store = found = value or state.store
        if found is None and required and not ctx.resilient_parsing:
            raise UsageProblem(_("Which store?"), hint=_("Pass --store KEY or set FRANCHISE_STORE."))
        return found

    add = click.option(
        "--store",
        metavar="KEY",
        callback=checked,
        help=help_text or _("The store, by its key."),
        shell_complete=store_keys,
    )
    return add if command is None else add(command)


def yes_option(command: F) -> F:
    """Add ``--yes``, passed as ``yes``: for `Output.confirm`."""
    return click.option("--yes", "-y", is_flag=True, help=_("Do not ask."))(command)


def dry_run_option(command: F) -> F:
    """Add ``--dry-run``, passed as ``dry_run``: show what would be done, and do nothing."""
    return click.option("--dry-run", is_flag=True, help=_("Show what would be done, and do nothing."))(
        command
    )


__all__ = [
    "SourceText",
    "TextSource",
    "dry_run_option",
    "group_option",
    "store_option",
    "unit_names",
    "yes_option",
]
