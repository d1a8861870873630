"""Where members are won: estates, hospitals, vaccination stations, parks (I-041 … I-044)."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from sqlalchemy import select, update

from franchise import Group, NotFound, UnitOfWork, UsageProblem, admission, did_you_mean, orders
from franchise_motherbaby import tables as t
from franchise_motherbaby.babies import BIRTH, birthdate
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.promotion import Placed
from franchise_motherbaby.settings import settings_of

SOURCE = "source"


def come(
    work: UnitOfWork,
    group: Group,
    name: str,
    *,
    source: str = "",
    born: str = "",
    contact: str = "",
    token: str = "",
    invited_by: str = "staff",
    consent: bool = False,
    facts: Mapping[str, object] | None = None,
) -> Placed:
    """Ask for a place for somebody who was won somewhere, with the baby's date of birth.

    The rules of the group decide as they do for `admission.apply`. The date is a fact of the application, which
    erasing the member takes away; the source is kept apart and stays for the sums.

    Raises:
        NotFound: The setup has no such source.
        UsageProblem: The date is none.

    """
    settings = settings_of(work)
    if source and source not in settings.sources:
        raise NotFound(
            _("There is no source {source!r}.").format(source=source[:40]),
            hint=did_you_mean(source, settings.sources) or ", ".join(sorted(settings.sources)),
            where="[motherbaby.sources]",
        )
    if born and birthdate(born) is None:
        raise UsageProblem(_("{date!r} is no date of birth such as 2025-03-05.").format(date=born[:20]))
    given = dict(facts or {})
    if born:
        given[BIRTH] = born
    if source:
        given[SOURCE] = source
    done = admission.apply(
        work,
        group,
        name,
        contact=contact,
        facts=given,
        token=token,
        invited_by="" if token else invited_by,
        consent=consent,
    )
    if source and done.application.id and not done.repeated:
        member = done.application.member_id if done.state else None
        if not work.insert_new(
            t.lead, application_id=done.application.id, source=source, member_id=member, at=work.now()
        ):
            _settle(work, done.application.id, member)
    return Placed(
        name=name,
        member_id=done.application.member_id or 0,
        group=done.group,
        state=done.state,
        reason="" if done.state == "member" else done.verdict.reason,
        position=done.position,
    )


def _settle(work: UnitOfWork, application: int, member: int | None) -> None:
    if member is not None:
        work.conn.execute(
            update(t.lead)
            .where(t.lead.c.store_id == work.store_id, t.lead.c.application_id == application)
            .values(member_id=member)
        )


@attrs.frozen(kw_only=True, slots=True)
class Funnel:
    """What one source came to: who asked, who got in, who bought, and for how much (minor units)."""

    source: str
    name: str
    place: str
    asked: int
    joined: int
    buyers: int
    amount: int


def funnel(work: UnitOfWork) -> list[Funnel]:
    """Every source of the setup and of the store's leads, by place and key."""
    settings = settings_of(work)
    rows = work.conn.execute(
        select(t.lead.c.application_id, t.lead.c.source, t.lead.c.member_id)
        .where(t.lead.c.store_id == work.store_id)
        .order_by(t.lead.c.application_id)
    ).all()
    members: dict[str, set[int]] = {}
    asked: dict[str, int] = {}
    for row in rows:
        asked[row.source] = asked.get(row.source, 0) + 1
        member = row.member_id
        if member is None:  # applied then; perhaps somebody has approved it since
            member = admission.find(work, row.application_id).member_id
        if member is not None:
            members.setdefault(row.source, set()).add(member)
    bought = orders.spent(work, sorted({m for found in members.values() for m in found}))
    out = []
    for key in sorted({*settings.sources, *asked}):
        source = settings.sources.get(key)
        inside = sorted(members.get(key, ()))
        out.append(
            Funnel(
                source=key,
                name=source.name if source else key,
                place=source.place if source else "",
                asked=asked.get(key, 0),
                joined=len(inside),
                buyers=sum(1 for m in inside if m in bought),
                amount=sum(bought[m].amount for m in inside if m in bought),
            )
        )
    return sorted(out, key=lambda f: (f.place, f.source))
