"""What becomes of tasks when members are erased, or turn out to be one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, or_, select, update

from franchise.events import dump
from franchise.groups.redacting import GONE, Hide, walk
from franchise.tasks import tables as t
from franchise.tasks.finishing import retire
from franchise.work import UnitOfWork

ERASED: Final = "erased"
"""The note of a task that was open when the member was erased."""
_HIDDEN: Final = "tasks.hidden"
_WORDS: Final = ("title", "text", "note", "payload", "person", "finished_by")


def forget(work: UnitOfWork, member_ids: Iterable[int], hide: Mapping[int, Hide]) -> int:
    """Take erased members out of the store's tasks; gives how many tasks are changed.

    What is about one of them keeps its kind, times, numbers and who did it: the words to be pasted, notes and texts
    of the payload become ``■``, the title keeps what is not his name, the evidence is deleted, and an open one is
    dropped, for there is nobody any more. Other tasks of his groups, and those of no group, keep all but his names.
    Where he himself did a task stands ``■``; one that he was still to do is for whoever is on duty. Running it twice
    changes nothing.

    Args:
        work: The unit of work.
        member_ids: All ids that meant the person.
        hide: Group id → a function that puts ``■`` where one of his names stands.

    """
    work.memo.setdefault(_HIDDEN, []).append(hide)
    ids, c = sorted(set(member_ids)), t.task.c
    mine = (c.store_id == work.store_id, c.member_id.in_(ids))
    open_ones = select(c.id).where(*mine, c.status == "open").order_by(c.id).with_for_update()
    retire(work, list(work.conn.execute(open_ones).scalars()), ERASED)
    found = work.conn.execute(
        select(c.id, c.member_id, c.group_id, c.status, *(c[name] for name in _WORDS))
        .where(
            c.store_id == work.store_id,
            or_(c.member_id.in_(ids), c.group_id.in_(sorted(hide)), c.group_id.is_(None)),
        )
        .order_by(c.id)
    ).all()
    gone = work.conn.execute(
        delete(t.evidence).where(
            t.evidence.c.store_id == work.store_id, t.evidence.c.task_id.in_(select(c.id).where(*mine))
        )
    ).rowcount
    changed = [values for row in found if (values := _changed(row, row.member_id in ids, hide))]
    if changed:
        work.conn.execute(
            update(t.task)
            .where(c.store_id == work.store_id, c.id == bindparam("of"))
            .values({name: bindparam(f"new_{name}") for name in _WORDS}),
            changed,
        )
    named = _rename_files(work, hide)
    if changed or gone or named:
        work.record("tasks.redacted", task_ids=[values["of"] for values in changed], files=gone)
    return len(changed)


def redact(work: UnitOfWork, group_id: int | None, text: str) -> str:
    """A text with ``■`` where somebody stands who was forgotten in this transaction.

    For plugins that keep words of their own, such as a reason, when they hear that members were erased.

    Args:
        work: The unit of work.
        group_id: The group that the text is about; None: any.
        text: The words.

    """
    for hide in work.memo.get(_HIDDEN, ()):
        text = _hidden(hide, group_id, text)
    return text


def _hidden(hide: Mapping[int, Hide], group_id: int | None, text: str) -> str:
    for one in sorted(hide) if group_id is None else [group_id] if group_id in hide else []:
        text = hide[one](text)
    return text


def _person(hide: Mapping[int, Hide], group_id: int | None, name: str) -> str:
    """Who did something: ``■`` where it was him; somebody whose name only holds his stays."""
    return GONE if _hidden(hide, group_id, name) == GONE else name


def _rename_files(work: UnitOfWork, hide: Mapping[int, Hide]) -> int:
    """Take the names out of what files of tasks that stay are called, and of who gave them; gives how many."""
    e, c = t.evidence.c, t.task.c
    rows = work.conn.execute(
        select(e.task_id, e.nth, e.name, e.given_by, c.group_id)
        .join_from(t.evidence, t.task, (c.store_id == e.store_id) & (c.id == e.task_id))
        .where(e.store_id == work.store_id, or_(c.group_id.in_(sorted(hide)), c.group_id.is_(None)))
        .order_by(e.task_id, e.nth)
    )
    changed = [
        {"of": row.task_id, "of_nth": row.nth, "new_name": name, "new_given_by": by}
        for row in rows
        for name, by in [(_hidden(hide, row.group_id, row.name), _person(hide, row.group_id, row.given_by))]
        if (name, by) != (row.name, row.given_by)
    ]
    if changed:
        work.conn.execute(
            update(t.evidence)
            .where(e.store_id == work.store_id, e.task_id == bindparam("of"), e.nth == bindparam("of_nth"))
            .values(name=bindparam("new_name"), given_by=bindparam("new_given_by")),
            changed,
        )
    return len(changed)


def merge(work: UnitOfWork, into: int, gone: int) -> int:
    """Two members are one: what was to be done about ``gone`` is about ``into``. Gives how many tasks are moved."""
    c = t.task.c
    return work.conn.execute(
        update(t.task).where(c.store_id == work.store_id, c.member_id == gone).values(member_id=into)
    ).rowcount


def _changed(row: Row[Any], mine: bool, hide: Mapping[int, Hide]) -> dict[str, Any] | None:
    """The new words of a task for the statement that writes them; None when they stay."""

    def named(text: str) -> str:
        return _hidden(hide, row.group_id, text)

    def said(text: str) -> str:
        if not mine:
            return named(text)
        return GONE if text and text != ERASED else text

    new = {
        "title": named(row.title),
        "text": said(row.text),
        "note": said(row.note),
        "payload": dump(walk(json.loads(row.payload), said)),
        "person": _person(hide, row.group_id, row.person),
        "finished_by": _person(hide, row.group_id, row.finished_by),
    }
    if new["person"] == GONE and row.status == "open":
        new["person"] = ""
    if all(new[name] == getattr(row, name) for name in _WORDS):
        return None
    return {"of": row.id, **{f"new_{name}": new[name] for name in _WORDS}}
