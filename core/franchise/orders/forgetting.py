"""What becomes of orders when a member is erased: names and words go, amounts stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from franchise.events import dump
from franchise.groups import tables as g
from franchise.groups.redacting import GONE, Hide, redactor, walk
from franchise.groups.values import nickname_key
from franchise.orders import tables as t
from franchise.work import UnitOfWork


def forget(work: UnitOfWork, member_ids: Iterable[int], names: Mapping[int, Iterable[str]]) -> list[int]:
    """Take a member out of everything that was written with orders; give the cycles he ordered in.

    What he ordered still counts, under his number. Texts handed in keep their other lines. Open questions about
    him are settled: nobody can be asked any more.

    Args:
        work: The unit of work.
        member_ids: The ids that meant the person.
        names: Group id → the names he went by there.

    """
    chosen = sorted(member_ids)
    lines = (t.line.c.store_id == work.store_id, t.line.c.member_id.in_(chosen))
    cycles = sorted(work.conn.execute(select(t.line.c.cycle_id).where(*lines).distinct()).scalars())
    work.conn.execute(update(t.line).where(*lines).values(raw="", note=""))
    for group_id in sorted(names):
        hide = redactor(names[group_id], _others(work, group_id))
        _texts(work, group_id, hide)
        _questions(work, group_id, {nickname_key(name) for name in names[group_id]}, hide)
    return cycles


def _others(work: UnitOfWork, group_id: int) -> list[str]:
    query = select(g.nickname.c.shown).where(
        g.nickname.c.store_id == work.store_id, g.nickname.c.group_id == group_id
    )
    return list(work.conn.execute(query.order_by(g.nickname.c.nickname)).scalars())


def _texts(work: UnitOfWork, group_id: int, hide: Hide) -> None:
    c = t.submission.c
    rows = work.conn.execute(
        select(c.cycle_id, c.key, c.text).where(c.store_id == work.store_id, c.group_id == group_id)
    ).all()
    for row in rows:
        text = hide(row.text)
        if text != row.text:
            work.conn.execute(
                update(t.submission)
                .where(
                    c.store_id == work.store_id,
                    c.cycle_id == row.cycle_id,
                    c.group_id == group_id,
                    c.key == row.key,
                )
                .values(text=text)
            )


def _questions(work: UnitOfWork, group_id: int, keys: set[str], hide: Hide) -> None:
    c = t.question.c
    rows = work.conn.execute(
        select(c.id, c.body, c.answer, c.status).where(c.store_id == work.store_id, c.group_id == group_id)
    ).all()
    for row in rows:
        body = json.loads(row.body)
        about = bool(body.get("member")) and nickname_key(body["member"]) in keys
        values: dict[str, Any] = {
            "body": dump(walk(body, hide)),
            "answer": None if row.answer is None else dump(walk(json.loads(row.answer), hide)),
        }
        if about:
            values["body"] = dump(walk(body, hide) | {"raw": GONE, "note": ""})
            if row.status == "open":
                values |= {"status": "dismissed", "answered_at": work.now(), "answered_by": work.actor}
                values["answer"] = dump({"reason": "erased"})
                work.record("question.dismissed", row.id, group_id=group_id)
        if (values["body"], values["answer"]) != (row.body, row.answer):
            work.conn.execute(
                update(t.question).where(c.store_id == work.store_id, c.id == row.id).values(values)
            )
