"""Tasks and their files as tables: for people by person, for pipes with every column."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from franchise.cli.output import Col, Output
from franchise.messages import gettext as _
from franchise.tasks import writing
from franchise.tasks.values import Proof, Task

_TASK_KEYS: Final = (
    "number",
    "due_at",
    "overdue",
    "status",
    "person",
    "group",
    "kind",
    "title",
    "evidence",
    "finished_at",
    "finished_by",
    "note",
)
_PROOF_KEYS: Final = ("nth", "name", "media", "size", "sha256", "given_by", "given_at")


@attrs.frozen(kw_only=True)
class Here:
    """What a table needs to know of the store: now, the zone, and what the groups are called, by key."""

    now: int
    zone: str
    names: Mapping[str, str]

    def group(self, task: Task) -> str:
        """The name of a task's group, "" for none."""
        return self.names.get(task.group, task.group)


def tasks(out: Output, found: Sequence[Task], here: Here) -> None:
    """Print tasks; on a screen open ones person by person, those with the most urgent task first."""
    if out.json:
        out.data([writing.data(one, here.now, here.zone) for one in found])
    elif not sys.stdout.isatty():
        out.table(_plain(_TASK_KEYS), [writing.data(one, here.now, here.zone) for one in found])
    elif any(one.status != "open" for one in found):
        _settled(out, found, here)
    else:
        _by_person(out, found, here)


def _plain(keys: Sequence[str]) -> list[Col]:
    """What a pipe gets: always the same columns, whatever there is to show."""
    return [Col(key, key, "number" if key in {"number", "nth", "size"} else "text") for key in keys]


def _by_person(out: Output, found: Sequence[Task], here: Here) -> None:
    whose: dict[str, list[Task]] = {}
    for one in found:
        whose.setdefault(one.person, []).append(one)
    for place, (person, mine) in enumerate(whose.items()):
        if place:
            out.lines("\n")
        _open(out, mine, here, person or _("Whoever is on duty"))
    if not found:
        out.say(_("Nothing is to be done."))


def _open(out: Output, found: Sequence[Task], here: Here, title: str) -> None:
    columns = [Col("number", _("No."), "number"), Col("due", _("Until"))]
    if any(writing.is_overdue(one, here.now) for one in found):
        columns.append(Col("late", _("Late")))
    columns += [Col("title", _("Task")), Col("group", _("Group"), spare=True)]
    rows = [
        {
            "number": one.number,
            "due": writing.when(one.due_at, here.now, here.zone),
            "late": writing.late(one, here.now),
            "title": _("{title} (with evidence)").format(title=one.title) if one.evidence else one.title,
            "group": here.group(one),
        }
        for one in found
    ]
    out.table(columns, rows, title=title)


def _settled(out: Output, found: Sequence[Task], here: Here) -> None:
    columns = [
        Col("number", _("No."), "number"),
        Col("status", _("Status"), words=writing.status_words()),
        Col("at", _("When")),
        Col("by", _("Who")),
        Col("title", _("Task")),
        Col("group", _("Group"), spare=True),
    ]
    if any(one.note for one in found):
        columns.append(Col("note", _("Note")))
    rows: list[dict[str, Any]] = [
        {
            "number": one.number,
            "status": one.status,
            "at": "" if one.finished_at is None else writing.when(one.finished_at, here.now, here.zone),
            "by": one.finished_by or one.person,
            "title": one.title,
            "group": here.group(one),
            "note": writing.note_of(one),
        }
        for one in found
    ]
    out.table(columns, rows)


def settled(found: Task, fresh: bool, here: Here) -> str:
    """A sentence about a task that was done or dropped, now or before."""
    if found.status == "done":
        now, before = _("Done: {number}. {title}"), _("Done already: {number}. {title}, by {person}, {time}")
    else:
        now, before = (
            _("Dropped: {number}. {title}"),
            _("Dropped already: {number}. {title}, by {person}, {time}"),
        )
    return (now if fresh else before).format(
        number=found.number,
        title=found.title,
        person=found.finished_by,
        time=writing.when(found.finished_at or here.now, here.now, here.zone),
    )


def opened(found: Task) -> str:
    """A sentence about a task that was given out."""
    return _("New: {number}. {title} ({person})").format(
        number=found.number, title=found.title, person=found.person or _("whoever is on duty")
    )


def proofs(out: Output, found: Sequence[Proof], here: Here) -> None:
    """Print what files a task has."""
    if out.json or not sys.stdout.isatty():
        out.table(_plain(_PROOF_KEYS), [writing.proof_data(proof, here.zone) for proof in found])
        return
    if not found:
        return
    columns = [
        Col("nth", _("No."), "number"),
        Col("name", _("File")),
        Col("size", _("KiB"), "number"),
        Col("by", _("Who")),
        Col("at", _("When")),
    ]
    rows = [
        {
            "nth": proof.nth,
            "name": proof.name,
            "size": -(-proof.size // 1024),
            "by": proof.given_by,
            "at": writing.when(proof.given_at, here.now, here.zone),
        }
        for proof in found
    ]
    out.table(columns, rows)
