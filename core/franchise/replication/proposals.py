"""Proposals: what a store does better is offered to HQ, which takes it into its own setup or says why not."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
from sqlalchemy import Connection, func, select, update

from franchise.errors import NotFound, Refused, UsageProblem
from franchise.events import dump
from franchise.ids import store_id
from franchise.messages import gettext as _
from franchise.setups import Finding, Schema, scan_personal
from franchise.setups.walks import lookup
from franchise.stores import tables as t
from franchise.stores.changes import hold, lay_over, merge_with_removals, touches
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

MAX_NOTE: Final = 400
_NOTHING: Final = ""


@attrs.frozen(kw_only=True, slots=True)
class Proposal:
    """One offer; ``value`` and ``base`` are None where nothing is there: the store does without."""

    store: str
    number: int
    path: str
    value: Any
    base: Any
    version: str
    note: str
    status: str
    proposed_at: int
    proposed_by: str
    reason: str

    @property
    def name(self) -> str:
        """What people call it: ``shop-3:1``."""
        return f"{self.store}:{self.number}"


def propose(
    work: UnitOfWork, schema: Schema, path: str, note: str = ""
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Offer what the store has at a path to HQ; what looks personal in it is told.

    Raises:
        Refused: The store is nobody's clone, it has not changed anything there, or the same is offered already.
        UsageProblem: There is no such path, or the note is too long.

    """
    if work.store.source_store_id is None:
        raise Refused(_("{store} is nobody's clone.").format(store=work.store.key))
    if len(note) > MAX_NOTE:
        raise UsageProblem(_("The note is longer than {most} characters.").format(most=MAX_NOTE))
    steps = tuple(path.split("."))
    if schema.rule_of(path) == "local":
        raise Refused(_("Each store answers this for itself."), where=path)
    if len(steps) < 2 or not touches(work.store.overlay, steps):
        raise Refused(
            _("{store} follows headquarters at {path}; there is nothing to propose.").format(
                store=work.store.key, path=path
            ),
            hint=_("`franchise diff {store}` shows what the store has changed.").format(store=work.store.key),
        )
    hold(work)
    effective = schema.effective(work.setup.document, work.store.overlay)
    value = lookup(schema.without_local({steps[0]: effective.raw(steps[0])}), steps)
    base = lookup(work.setup.document.body, steps)
    same = select(t.proposal.c.number).where(
        t.proposal.c.store_id == work.store_id,
        t.proposal.c.path == path,
        t.proposal.c.value == _text(value),
        t.proposal.c.status == "open",
    )
    if (known := work.conn.execute(same).scalar()) is not None:
        raise Refused(_("{name} offers the same already.").format(name=f"{work.store.key}:{known}"))
    last = work.conn.execute(
        select(func.max(t.proposal.c.number)).where(t.proposal.c.store_id == work.store_id)
    ).scalar()
    made = Proposal(
        store=work.store.key,
        number=(last or 0) + 1,
        path=path,
        value=value,
        base=base,
        version=work.store.version,
        note=note,
        status="open",
        proposed_at=work.now(),
        proposed_by=work.actor,
        reason="",
    )
    columns = (
        "number",
        "path",
        "value",
        "base",
        "version",
        "note",
        "status",
        "proposed_at",
        "proposed_by",
        "reason",
    )
    values = attrs.asdict(made) | {"value": _text(value), "base": _text(base)}
    work.insert(t.proposal, columns, [tuple(values[name] for name in columns)])
    work.record("proposal.made", made.name, path=path)
    return made, scan_personal({"value": value})


def listed(conn: Connection, *, source: str = "", status: str = "open") -> list[Proposal]:
    """Proposals by time, of the clones of one store or of all; ``status`` "" means every one."""
    query = select(t.proposal, t.store.c.key).join(t.store, t.store.c.store_id == t.proposal.c.store_id)
    if source:
        query = query.where(t.store.c.source_store_id == store_id(source))
    if status:
        query = query.where(t.proposal.c.status == status)
    order = (t.proposal.c.proposed_at, t.store.c.key, t.proposal.c.number)
    return [_proposal(row) for row in conn.execute(query.order_by(*order))]


def find(conn: Connection, name: str) -> Proposal:
    """The proposal called ``shop-3:1``.

    Raises:
        NotFound: There is none.

    """
    store, _colon, number = name.rpartition(":")
    row = None
    if number.isascii() and number.isdigit() and len(number) < 10:
        row = conn.execute(
            select(t.proposal, t.store.c.key)
            .join(t.store, t.store.c.store_id == t.proposal.c.store_id)
            .where(t.proposal.c.store_id == store_id(store), t.proposal.c.number == int(number))
        ).one_or_none()
    if row is None:
        known = [p.name for p in listed(conn)]
        raise NotFound(
            _("There is no proposal {name!r}.").format(name=name[:80]),
            hint=did_you_mean(name, known) or _("`franchise proposals` lists them."),
        )
    return _proposal(row)


def accept(work: UnitOfWork, schema: Schema, found: Proposal) -> bool:
    """Take an offer into the setup of the source, whose unit of work this is. False: it was so there already.

    The store that made it goes on with its own value until the next upgrade finds both alike.

    Raises:
        Refused: It is decided already, it is locked, or the source's setup would not be valid with it.

    """
    _must_be_open(found)
    patch: Any = found.value
    for step in reversed(found.path.split(".")):
        patch = {step: patch}
    overlay = merge_with_removals(work.store.overlay, patch)
    changed = lay_over(work, schema, work.setup.document, overlay, path=found.path)
    _decide(work, found, "accepted", "")
    return changed


def reject(work: UnitOfWork, found: Proposal, reason: str) -> None:
    """Decline an offer, with the reason that its store will read.

    Raises:
        UsageProblem: No reason.
        Refused: It is decided already.

    """
    if not reason.strip():
        raise UsageProblem(_("Rejecting needs a reason."), hint="--reason …")
    _must_be_open(found)
    _decide(work, found, "rejected", reason.strip()[:MAX_NOTE])


def _must_be_open(found: Proposal) -> None:
    if found.status != "open":
        raise Refused(_("{name} was decided before.").format(name=found.name))


def _decide(work: UnitOfWork, found: Proposal, status: str, reason: str) -> None:
    done = work.conn.execute(
        update(t.proposal)
        .where(
            t.proposal.c.store_id == store_id(found.store),
            t.proposal.c.number == found.number,
            t.proposal.c.status == "open",
        )
        .values(status=status, decided_at=work.now(), decided_by=work.actor, reason=reason)
    )
    if done.rowcount != 1:
        raise Refused(_("{name} was decided before.").format(name=found.name))
    work.record(f"proposal.{status}", found.name, path=found.path, reason=reason)


def _proposal(row: Any) -> Proposal:
    return Proposal(
        store=row.key,
        number=row.number,
        path=row.path,
        value=_value(row.value),
        base=_value(row.base),
        version=row.version,
        note=row.note,
        status=row.status,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        reason=row.reason,
    )


def _text(value: Any) -> str:
    return _NOTHING if value is None else dump(value)


def _value(text: str) -> Any:
    return None if text == _NOTHING else json.loads(text)
