"""What a group handed in for a cycle, word for word, with every question it raised and what became of it."""

from __future__ import annotations

import json
from typing import Any

import attrs
from sqlalchemy import select

from franchise import amounts
from franchise.catalog.section import Catalog
from franchise.clock import local
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import questions, show
from franchise.orders import tables as t
from franchise.orders.values import Cycle, OpenQuestion
from franchise.work import UnitOfWork

ANSWER = "answer-"
"""How the key of a submission begins that was an answer to a question, and no text of the group."""


@attrs.frozen(kw_only=True)
class HandedIn:
    """One text as it was handed in; ``at`` is a UTC instant in milliseconds."""

    at: int
    actor: str
    mode: str
    text: str
    questions: tuple[OpenQuestion, ...]


def handed_in(work: UnitOfWork, group: Group, cycle: Cycle) -> list[HandedIn]:
    """The texts of a group in a cycle, the first one first, with their questions; two statements."""
    c = t.submission.c
    rows = work.conn.execute(
        select(c.key, c.at, c.actor, c.mode, c.text).where(
            c.store_id == work.store_id, c.cycle_id == cycle.id, c.group_id == group.id
        )
    ).all()
    raised: dict[str, list[OpenQuestion]] = {}
    for key, question in questions.raised(work, group, cycle):
        raised.setdefault(key, []).append(question)
    return [
        HandedIn(
            at=row.at, actor=row.actor, mode=row.mode, text=row.text, questions=tuple(raised.get(row.key, ()))
        )
        for row in sorted(rows, key=lambda row: (row.at, row.key))
        if not row.key.startswith(ANSWER)
    ]


def became(work: UnitOfWork, asked: OpenQuestion) -> str:
    """What became of a question, in words."""
    if asked.status == "open":
        return _("not answered yet")
    told: dict[str, Any] = json.loads(asked.answer or "{}")
    if asked.status == "dismissed":
        return _("dropped by {actor}: {reason}").format(
            actor=asked.answered_by, reason=told.get("reason", "")
        )
    catalog = Catalog.of(work.setup)
    product = str(told.get("product") or "")
    name = catalog[product].name if product in catalog else product
    quantity = told.get("quantity")
    amount = "" if quantity is None else f"{amounts.format_quantity(quantity)}{told.get('unit', '')}"
    return _("answered by {actor}: {answer}").format(
        actor=asked.answered_by, answer=" ".join(word for word in (name, amount) if word) or _("yes")
    )


def data(work: UnitOfWork, one: HandedIn) -> dict[str, Any]:
    """A text and its questions for programs."""
    return {
        "at": local(one.at, work.answers.time_zone).isoformat(),
        "actor": one.actor,
        "mode": one.mode,
        "text": one.text,
        "questions": [
            {**show.question_data(q), "status": q.status, "became": became(work, q)} for q in one.questions
        ],
    }


def words(work: UnitOfWork, one: HandedIn) -> list[str]:
    """A text and its questions for people."""
    at = local(one.at, work.answers.time_zone).strftime("%Y-%m-%d %H:%M")
    head = f"{at} {one.actor}"
    if one.mode == "reject":
        head = _("{head} (refused)").format(head=head)
    out = [head, *("  | " + line for line in one.text.splitlines())]
    for q in one.questions:
        out += [
            *("  " + line for line in show.question_lines(Catalog.of(work.setup), q)),
            f"       → {became(work, q)}",
        ]
    return out
