"""Codes in words, and violations as rows of a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from franchise.cli.output import Col
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from franchise import Task, UnitOfWork
    from franchise_houserules.records import Entry


def status_words() -> dict[str, str]:
    return {
        "open": _("to do"),
        "done": _("done"),
        "dropped": _("dropped"),
        "spared": _("spared"),
        "revoked": _("revoked"),
        "withdrawn": _("withdrawn"),
        "doubtful": _("doubtful"),
    }


def step_words() -> dict[str, str]:
    return {"remind": _("remind"), "warn": _("warn"), "kick": _("put out"), "": ""}


def conduct_words() -> dict[str, str]:
    return {
        "forbidden": _("forbidden"),
        "discouraged": _("discouraged"),
        "encouraged": _("encouraged"),
    }


def shown(columns: list[Col], rows: list[dict[str, Any]], *keys: str) -> list[Col]:
    """On a terminal, without those of the named columns that are empty in every row: there is little room."""
    idle = {key for key in keys if not any(row[key] for row in rows)} if sys.stdout.isatty() else set()
    return [column for column in columns if column.key not in idle]


def violation_columns() -> list[Col]:
    return [
        Col("number", _("No."), "number"),
        Col("time", _("Time")),
        Col("group", _("Group"), spare=True),
        Col("member", _("Member")),
        Col("rules", _("Rules")),
        Col("what", _("What")),
        Col("step", _("Follows"), words=step_words()),
        Col("status", _("Status"), words=status_words()),
        Col("why", _("Why")),
    ]


def violation_row(work: UnitOfWork, entry: Entry) -> dict[str, Any]:
    from franchise import clock
    from franchise_houserules.settings import settings_of
    from franchise_houserules.telling import what

    row, rules = entry.violation, settings_of(work).rules
    words = ""
    if entry.occasion is not None:
        words = what(entry.occasion.hits[0])
        if row.messages > 1:
            words = _("{what} and {count} more").format(what=words, count=row.messages - 1)
    keys = entry.occasion.rules if entry.occasion is not None else ()
    return {
        "number": row.number,
        "time": clock.show(row.at, work.answers.time_zone),
        "group": entry.group.key,
        "member": entry.name,
        "rules": _(", ").join(rules[key].name if key in rules else key for key in keys),
        "what": words,
        "step": row.step,
        "status": row.status,
        "why": row.reason,
    }


def task_columns() -> list[Col]:
    return [
        Col("task", _("Task"), "number"),
        Col("group", _("Group")),
        Col("title", _("What is to be done")),
        Col("person", _("Who")),
        Col("due", _("Due")),
    ]


def task_row(work: UnitOfWork, task: Task) -> dict[str, Any]:
    from franchise import clock

    return {
        "task": task.number,
        "kind": task.kind,
        "group": task.group,
        "title": task.title,
        "person": task.person,
        "due": clock.show(task.due_at, work.answers.time_zone),
    }
