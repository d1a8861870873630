"""Tasks as the database has them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select, and_, or_, select

from franchise.errors import NotFound
from franchise.groups import tables as g
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.tasks import tables as t
from franchise.tasks.values import Task
from franchise.work import UnitOfWork

CHUNK: Final = 500
"""Keys named in one statement."""
LIMIT: Final = 2**31
"""No number reaches it."""
_c: Final = t.task.c
_COLUMNS: Final = tuple(column for column in _c if column.name != "store_id")
_ROWS: Final = select(*_COLUMNS, g.group.c.key.label("group_key")).select_from(
    t.task.outerjoin(g.group, and_(g.group.c.store_id == _c.store_id, g.group.c.id == _c.group_id))
)


def query(work: UnitOfWork) -> Select[Any]:
    """The store's tasks, each with its group's key, what is due first in front."""
    return _ROWS.where(_c.store_id == work.store_id).order_by(_c.due_at, _c.number)


def as_task(row: Any) -> Task:
    """A row of `query` as a task."""
    values = dict(row._mapping)
    values["group"] = values.pop("group_key") or ""
    values["evidence"] = bool(values["evidence"])
    values["payload"] = json.loads(values["payload"])
    return Task(**values)


def listed(
    work: UnitOfWork,
    *,
    status: str = "open",
    group: Group | None = None,
    duty: str = "",
    person: str = "",
    kind: str = "",
    due_by: int | None = None,
    since: int | None = None,
) -> list[Task]:
    """The store's tasks, what is due first in front; one statement.

    Args:
        work: The unit of work.
        status: ``open``, ``done`` or ``dropped``; "" for all.
        group: Those of one group.
        duty: Those that ask for one duty.
        person: Those of one person, by name.
        kind: One kind, such as ``houserules.warn``, or all kinds of one plugin: ``houserules``.
        due_by: Due at that instant or before, UTC milliseconds.
        since: Open ones, and what was done or dropped at that instant or later.

    """
    found = query(work)
    if status:
        found = found.where(_c.status == status)
    if group is not None:
        found = found.where(_c.group_id == group.id)
    if duty:
        found = found.where(_c.duty == duty)
    if person:
        found = found.where(_c.person == person)
    if kind:
        found = found.where(
            or_(_c.kind == kind, _c.kind.startswith(f"{kind}.", autoescape=True))
            if "." not in kind
            else _c.kind == kind
        )
    if due_by is not None:
        found = found.where(_c.due_at <= due_by)
    if since is not None:
        found = found.where(or_(_c.finished_at.is_(None), _c.finished_at >= since))
    return [as_task(row) for row in work.conn.execute(found)]


def by_ids(work: UnitOfWork, ids: Iterable[int]) -> list[Task]:
    """The tasks of those ids that there are, by number."""
    wanted = sorted(set(ids))
    found: list[Task] = []
    for start in range(0, len(wanted), CHUNK):
        part = query(work).where(_c.id.in_(wanted[start : start + CHUNK]))
        found += [as_task(row) for row in work.conn.execute(part)]
    return sorted(found, key=lambda task: task.number)


def get(work: UnitOfWork, number: int) -> Task:
    """The task of that number.

    Raises:
        NotFound: The store has none.

    """
    row = work.conn.execute(query(work).where(_c.number == _countable(number))).one_or_none()
    if row is None:
        raise _missing(number)
    return as_task(row)


def held(work: UnitOfWork, number: int) -> Task:
    """As `get`, and nobody else changes the task before this transaction ends."""
    row = work.conn.execute(
        select(_c.id).where(_c.store_id == work.store_id, _c.number == _countable(number)).with_for_update()
    ).one_or_none()
    if row is None:
        raise _missing(number)
    return get(work, number)


def _countable(number: int) -> int:
    """The number, if the databases' integers hold it."""
    if not 0 < number < LIMIT:
        raise _missing(number)
    return number


def _missing(number: int) -> NotFound:
    return NotFound(
        _("There is no task {number}.").format(number=number), hint=_("`franchise task list` shows them.")
    )
