"""Replication in words and cells, for the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from franchise.amounts import format_money
from franchise.cli.output import Output
from franchise.messages import gettext as _
from franchise.replication.evidence import Measure
from franchise.replication.leaves import ABSENT, Change

MOST: Final = 40
"""Rows that a person wants to see where all of them are well."""
LONGEST: Final = 60


def diff_words() -> dict[str, str]:
    """The states of a leaf."""
    return {
        "hq-only": _("changed by headquarters"),
        "local-only": _("changed here"),
        "conflict": _("changed by both"),
        "locked-drift": _("locked, but changed here"),
    }


def step_words() -> dict[str, str]:
    """What an upgrade does to a store."""
    return {
        "upgrade": _("to be upgraded"),
        "upgraded": _("upgraded"),
        "same": _("nothing to do"),
        "detached": _("detached"),
        "refused": _("refused"),
    }


def clone_words() -> dict[str, str]:
    """What a clone does to a key."""
    return {
        "made": _("made"),
        "new": _("to be made"),
        "there": _("was there"),
        "adopt": _("to be taken in"),
        "adopted": _("taken in"),
        "refused": _("refused"),
    }


def value(found: Any) -> str:
    """A leaf's value in a cell; what is not there is a dash."""
    if found is ABSENT or found is None:
        return "–"
    if isinstance(found, (list, tuple)):
        text = "|".join(map(str, found))
    elif isinstance(found, Mapping):
        text = ", ".join(f"{key}={value(inner)}" for key, inner in found.items())
    elif isinstance(found, bool):
        text = "true" if found else "false"
    else:
        text = str(found)
    text = text.replace("\n", " ")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def plain(found: Any) -> Any:
    """A leaf's value for JSON; a setup has no nulls, so null means that nothing is there."""
    return None if found is ABSENT else found


def change_cells(change: Change) -> dict[str, Any]:
    """One change as a row of a table."""
    return {
        "path": change.where,
        "state": change.state,
        "rule": change.rule,
        "ours": value(change.ours),
        "theirs": value(change.theirs),
        "base": value(change.base),
    }


def change_data(change: Change) -> dict[str, Any]:
    """One change for JSON."""
    return {
        "path": change.where,
        "state": change.state,
        "does": change.does,
        "rule": change.rule,
        "base": plain(change.base),
        "ours": plain(change.ours),
        "theirs": plain(change.theirs),
    }


def measured(one: Measure) -> tuple[str, str]:
    """A figure and what the gate asks of it, in words."""

    def said(number: int) -> str:
        if one.kind == "permille":
            return f"{number // 10}.{number % 10} %"
        return format_money(number) if one.kind == "money" else str(number)

    if one.wanted is None:
        return said(one.value), "–"
    return said(one.value), f"≤ {said(one.wanted)}" if one.kind == "most" else f"≥ {said(one.wanted)}"


def worth_showing(
    out: Output, rows: Sequence[dict[str, Any]], matters: Callable[[dict[str, Any]], Any]
) -> Iterable[dict[str, Any]]:
    """Every row for programs; on a terminal, of very many rows only those that matter."""
    if out.json or not sys.stdout.isatty() or len(rows) <= MOST or out.state.verbose:
        return rows
    chosen = [row for row in rows if matters(row)]
    out.say(
        _("{count} stores in all; the {shown} that need a look are shown (-v shows all).").format(
            count=len(rows), shown=len(chosen)
        )
    )
    return chosen
