"""The review queue: what a person must answer before it can be booked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import attrs
from sqlalchemy import delete, select, update

from franchise.errors import Conflict, NotFound
from franchise.events import dump
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.orders import tables as t
from franchise.orders.values import Cycle, OpenQuestion, Question
from franchise.storage import upsert
from franchise.work import UnitOfWork

_COLUMNS: Final = (
    t.question.c.id,
    t.question.c.cycle_id,
    t.question.c.group_id,
    t.question.c.body,
    t.question.c.status,
    t.question.c.asked_at,
    t.question.c.answered_by,
    t.question.c.answer,
)


def ask(
    work: UnitOfWork,
    group: Group,
    cycle: Cycle,
    key: str,
    questions: Iterable[Question],
    *,
    asked_before: Iterable[int] = (),
) -> tuple[list[OpenQuestion], int]:
    """Put questions into the review queue, each once per group and cycle; also count those that wait there already.

    ``asked_before`` names earlier cycles whose list goes on in this one: their questions are not asked again.
    """
    known = {
        (code, _identity(Question(**_body(body)))): str(status)
        for code, body, status in work.conn.execute(
            select(t.question.c.code, t.question.c.body, t.question.c.status).where(
                t.question.c.store_id == work.store_id,
                t.question.c.cycle_id.in_([cycle.id, *asked_before]),
                t.question.c.group_id == group.id,
            )
        )
    }
    fresh: list[Question] = []
    waiting = 0
    for question in questions:
        identity = (question.code, _identity(question))
        if identity not in known:
            known[identity] = "new"
            fresh.append(question)
        elif known[identity] == "open":
            waiting += 1
    ids = work.ids.many(len(fresh))
    now = work.now()
    columns = ("id", "cycle_id", "group_id", "submission_key", "code", "body", "status", "asked_at")
    rows = [
        (i, cycle.id, group.id, key, q.code, dump(attrs.asdict(q)), "open", now)
        for i, q in zip(ids, fresh, strict=True)
    ]
    if rows:
        work.insert(t.question, columns, rows)
    asked = [
        OpenQuestion(id=i, cycle_id=cycle.id, group_id=group.id, question=q, asked_at=now)
        for i, q in zip(ids, fresh, strict=True)
    ]
    return asked, waiting


def _identity(question: Question) -> tuple[Any, ...]:
    q = question
    return q.raw, q.member, q.item, q.product, q.unit, q.quantity, q.action


def _body(text: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(text)
    body["options"] = tuple(body["options"])
    return body


def listed(work: UnitOfWork, *, group: Group | None = None, cycle: Cycle | None = None) -> list[OpenQuestion]:
    """Open questions, the oldest first."""
    query = select(*_COLUMNS).where(t.question.c.store_id == work.store_id, t.question.c.status == "open")
    if group is not None:
        query = query.where(t.question.c.group_id == group.id)
    if cycle is not None:
        query = query.where(t.question.c.cycle_id == cycle.id)
    return [_question(row) for row in work.conn.execute(query.order_by(t.question.c.id))]


def raised(work: UnitOfWork, group: Group, cycle: Cycle) -> list[tuple[str, OpenQuestion]]:
    """Every question of a group in a cycle, settled or not, with the key of the submission that raised it."""
    rows = work.conn.execute(
        select(t.question.c.submission_key, *_COLUMNS)
        .where(
            t.question.c.store_id == work.store_id,
            t.question.c.cycle_id == cycle.id,
            t.question.c.group_id == group.id,
        )
        .order_by(t.question.c.id)
    )
    return [(row.submission_key, _question(row)) for row in rows]


def get(work: UnitOfWork, identity: int) -> OpenQuestion:
    """One question, held for the rest of the transaction.

    Raises:
        NotFound: No such question in this store.

    """
    row = work.conn.execute(
        select(*_COLUMNS)
        .where(t.question.c.store_id == work.store_id, t.question.c.id == identity)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(
            _("There is no question {number}.").format(number=identity),
            hint=_("`franchise order review` lists them."),
        )
    return _question(row)


def settle(work: UnitOfWork, question: OpenQuestion, status: str, **answer: Any) -> None:
    """Mark a question ``answered`` or ``dismissed``, with what was said.

    Raises:
        Conflict: Somebody settled it before.

    """
    if question.status != "open":
        raise Conflict(
            _("Question {number} was already settled by {actor}.").format(
                number=question.id, actor=question.answered_by
            )
        )
    work.conn.execute(
        update(t.question)
        .where(t.question.c.store_id == work.store_id, t.question.c.id == question.id)
        .values(status=status, answered_at=work.now(), answered_by=work.actor, answer=dump(answer))
    )
    work.record(f"question.{status}", question.id, group_id=question.group_id, cycle_id=question.cycle_id)


# -------------------------------------------------------------------- what answers teach


def alias_key(text: str) -> str:
    """The form in which a learnt name is kept and looked up."""
    return nickname_key(text[:32])


def learn(work: UnitOfWork, group: Group, alias: str, product: str) -> None:
    """Remember what this group calls a product."""
    upsert(
        work.conn,
        t.alias,
        {
            "store_id": work.store_id,
            "group_id": group.id,
            "alias": alias_key(alias),
            "product": product,
            "learnt_at": work.now(),
        },
        update=("product", "learnt_at"),
    )
    work.record("alias.learnt", group.key, group_id=group.id, alias=alias_key(alias), product=product)


def aliases(work: UnitOfWork, group: Group) -> dict[str, str]:
    """What the group's answers taught: the name as written → product code."""
    rows = work.conn.execute(
        select(t.alias.c.alias, t.alias.c.product)
        .where(t.alias.c.store_id == work.store_id, t.alias.c.group_id == group.id)
        .order_by(t.alias.c.alias)
    )
    return {row.alias: row.product for row in rows}


def forget(work: UnitOfWork, group: Group, alias: str) -> None:
    """Forget a learnt name.

    Raises:
        NotFound: It was never learnt.

    """
    gone = work.conn.execute(
        delete(t.alias)
        .where(
            t.alias.c.store_id == work.store_id,
            t.alias.c.group_id == group.id,
            t.alias.c.alias == alias_key(alias),
        )
        .returning(t.alias.c.product)
    ).scalar()
    if gone is None:
        raise NotFound(_("{group} has not learnt the name {alias!r}.").format(group=group.name, alias=alias))
    work.record("alias.forgotten", group.key, group_id=group.id, alias=alias_key(alias), product=gone)


def _question(row: Any) -> OpenQuestion:
    return OpenQuestion(
        id=row.id,
        cycle_id=row.cycle_id,
        group_id=row.group_id,
        question=Question(**_body(row.body)),
        status=row.status,
        asked_at=row.asked_at,
        answered_by=row.answered_by or "",
        answer=row.answer or "",
    )
