"""Waves: an upgrade goes ring by ring, and a ring waits until the one before it is well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from franchise.clock import show
from franchise.errors import Refused, UsageProblem
from franchise.events import event
from franchise.messages import gettext as _
from franchise.replication import evidence as proof
from franchise.replication.following import Newest
from franchise.replication.section import Replication
from franchise.stores import tables as t
from franchise.stores.changes import write
from franchise.work import UnitOfWork

if TYPE_CHECKING:
    from franchise.app import Franchise

PILOT = "pilot"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}", re.ASCII)
_DAY_MS = 86_400_000


def check_wave(app: Franchise, conn: Connection, ring: str, to: str = "") -> None:
    """See that every earlier wave of the source's setup is where this one is to go, and for long enough.

    Waves are named in their order in ``[replication] rings``; a ring that is not among them waits for nobody.

    Raises:
        Refused: An earlier wave is not complete, has open conflicts of more than one store in ten, or went too lately.

    """
    newest = Newest(conn, to)
    sources = conn.execute(
        select(t.store.c.source_store_id)
        .where(t.store.c.ring == ring, t.store.c.source_store_id.is_not(None))
        .distinct()
        .order_by(t.store.c.source_store_id)
    ).scalars()
    for source in list(sources):
        row = conn.execute(select(t.store.c.key).where(t.store.c.store_id == source)).one()
        with app.view(row.key) as work:
            section: Replication = work.setup.get("replication")
            zone = work.answers.time_zone
        if ring not in section.rings:
            continue
        target = newest.of(source)
        for earlier in section.rings[: section.rings.index(ring)]:
            _check_ring(app, conn, source, earlier, target or "", section.wait_days, zone)


def _check_ring(
    app: Franchise, conn: Connection, source: int, ring: str, target: str, wait_days: int, zone: str
) -> None:
    chosen = (t.store.c.source_store_id == source, t.store.c.ring == ring, t.store.c.detached == 0)
    whole, behind, unsettled = conn.execute(
        select(
            func.count(),
            func.count().filter(t.store.c.version != target),
            func.count().filter(t.store.c.conflicts != "{}"),
        ).where(*chosen)
    ).one()
    if behind:
        raise Refused(
            _("{count} stores of the wave {ring} are not upgraded yet.").format(count=behind, ring=ring),
            hint=_("`franchise upgrade --ring {ring}` comes first; `--skip-gate` does not wait.").format(
                ring=ring
            ),
        )
    if unsettled * 10 > whole:
        raise Refused(
            _("{count} of {whole} stores of the wave {ring} have conflicts to resolve.").format(
                count=unsettled, whole=whole, ring=ring
            ),
            hint=_("`franchise resolve STORE PATH --ours` or `--theirs`; `--skip-gate` does not wait."),
        )
    if wait_days and whole:
        last = conn.execute(
            select(func.max(event.c.at)).where(
                event.c.kind == "store.upgraded",
                event.c.store_id.in_(select(t.store.c.store_id).where(*chosen)),
            )
        ).scalar()
        due = (last or 0) + wait_days * _DAY_MS
        if last is not None and due > app.clock.now():
            raise Refused(
                _("The wave {ring} has to run until {time} before the next follows.").format(
                    ring=ring, time=show(due, zone)
                ),
                hint=_("`--skip-gate` does not wait."),
            )


def check_name(ring: str) -> str:
    """A wave's name, or "" for none.

    Raises:
        UsageProblem: It cannot be one.

    """
    if ring and _NAME.fullmatch(ring) is None:
        raise UsageProblem(
            _("{ring!r} cannot be a wave's name: lower-case letters, digits, - and _, at most 32.").format(
                ring=ring[:40]
            )
        )
    return ring


def put_into(work: UnitOfWork, ring: str, *, reason: str = "") -> bool:
    """Put a store into a wave; "" takes it out. False: it was there already.

    A store leaves the wave ``pilot`` when it has passed its setup's gate, or for a stated reason (I-058).

    Raises:
        Refused: It is a pilot store that has not passed the gate.

    """
    if work.store.ring == check_name(ring):
        return False
    if work.store.ring == PILOT:
        found, gate = proof.assess(work)
        if not proof.proven(gate) and not reason.strip():
            raise Refused(
                _("{store} is a pilot store and has not passed the gate yet.").format(store=work.store.key),
                hint=_("`franchise assess {store}` shows why; `--reason …` moves it all the same.").format(
                    store=work.store.key
                ),
            )
        work.record(
            "store.promoted", work.store.key, evidence=dict(proof.as_json(found, gate)), reason=reason
        )
    write(work, ring=ring)
    work.record("store.ring", work.store.key, ring=ring)
    return True
