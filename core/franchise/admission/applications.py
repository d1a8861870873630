"""Applications as rows: writing them down and finding them again."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
from sqlalchemy import Select, and_, select, update

from franchise.admission import tables as t
from franchise.admission.given import MAX_REASON
from franchise.admission.values import OPEN, Application
from franchise.errors import NotFound
from franchise.events import dump
from franchise.groups import tables as g
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

_GROUP: Final = tuple(g.group.c[f.name] for f in attrs.fields(Group))
_OWN: Final = tuple(
    t.application.c[f.name] for f in attrs.fields(Application) if f.name not in {"group", "name"}
)


# -------------------------------------------------------------------- reading


def _query(work: UnitOfWork) -> Select[Any]:
    return (
        select(
            *(c.label(f"a_{c.name}") for c in _OWN),
            t.application.c.shown,
            *(c.label(f"g_{c.name}") for c in _GROUP),
        )
        .join(
            g.group,
            and_(g.group.c.store_id == t.application.c.store_id, g.group.c.id == t.application.c.group_id),
        )
        .where(t.application.c.store_id == work.store_id)
    )


def _application(row: Any) -> Application:
    found = row._mapping
    values = {c.name: found[f"a_{c.name}"] for c in _OWN}
    values["facts"] = json.loads(values["facts"])
    values["tasks"] = tuple(json.loads(values["tasks"]))
    group = Group(**{c.name: found[f"g_{c.name}"] for c in _GROUP})
    return Application(group=group, name=found["shown"], **values)


def find(work: UnitOfWork, identity: int) -> Application:
    """One application.

    Raises:
        NotFound: No such application in this store.

    """
    row = work.conn.execute(_query(work).where(t.application.c.id == identity)).one_or_none()
    if row is None:
        raise NotFound(
            _("There is no application {number}.").format(number=identity),
            hint=_("`franchise admission review` lists them."),
        )
    return _application(row)


def opened(work: UnitOfWork, group: Group | None = None) -> list[Application]:
    """What waits for something or somebody, the oldest first."""
    query = _query(work).where(t.application.c.status.in_(OPEN))
    if group is not None:
        query = query.where(t.application.c.group_id == group.id)
    order = query.order_by(t.application.c.applied_at, t.application.c.id)
    return [_application(row) for row in work.conn.execute(order)]


def numbers(work: UnitOfWork) -> dict[int, bool]:
    """Every application's number, and whether it is open."""
    rows = work.conn.execute(
        select(t.application.c.id, t.application.c.status)
        .where(t.application.c.store_id == work.store_id)
        .order_by(t.application.c.id)
    )
    return {row.id: row.status in OPEN for row in rows}


def pending(work: UnitOfWork, group: Group, name: str) -> Application | None:
    """The open application of that name."""
    query = _query(work).where(
        t.application.c.group_id == group.id,
        t.application.c.name == nickname_key(name),
        t.application.c.status.in_(OPEN),
    )
    row = work.conn.execute(query).one_or_none()
    return None if row is None else _application(row)


def of_member(work: UnitOfWork, group: Group, member_id: int) -> Application | None:
    """The application through which a member is in a group, the latest one; None for one who came otherwise."""
    query = _query(work).where(
        t.application.c.place_id == group.id,
        t.application.c.member_id == member_id,
        t.application.c.status.in_(("admitted", "review")),
    )
    row = work.conn.execute(query.order_by(t.application.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _application(row)


def inside(work: UnitOfWork, group: Group, name: str) -> Application | None:
    """An application by which somebody of that name has, or waits for, a place, wherever it took him."""
    return _inside(work, group, t.application.c.name == nickname_key(name), here=True)


def same_contact(work: UnitOfWork, group: Group, contact: str, name: str) -> Application | None:
    """An application of the same contact under another name: open, or of one who has a place.

    Looked for in all numbers of the kind and place, so that nobody stands in two of them.
    """
    other = and_(t.application.c.contact == contact, t.application.c.name != nickname_key(name))
    query = (
        _query(work)
        .where(other, g.group.c.kind == group.kind, g.group.c.place == group.place)
        .where(t.application.c.status.in_(OPEN))
    )
    row = work.conn.execute(query.order_by(t.application.c.id).limit(1)).one_or_none()
    return _application(row) if row is not None else _inside(work, group, other, here=False)


def _inside(work: UnitOfWork, group: Group, who: Any, *, here: bool) -> Application | None:
    query = (
        _query(work)
        .join(
            g.membership,
            and_(
                g.membership.c.store_id == t.application.c.store_id,
                g.membership.c.group_id == t.application.c.place_id,
                g.membership.c.member_id == t.application.c.member_id,
            ),
        )
        .where(who, t.application.c.status.in_(("admitted", "review")), g.membership.c.state != "left")
    )
    if here:
        query = query.where(t.application.c.group_id == group.id)
    else:
        query = query.where(g.group.c.kind == group.kind, g.group.c.place == group.place)
    row = work.conn.execute(query.order_by(t.application.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _application(row)


# -------------------------------------------------------------------- writing


def write(work: UnitOfWork, application: Application, contact: str = "") -> None:
    """Write a new application down."""
    values = _values(application)
    names = ("name", "shown", "contact", *values)
    row = (nickname_key(application.name), application.name, contact, *values.values())
    work.insert(t.application, names, [row])


def rewrite(work: UnitOfWork, application: Application, contact: str = "") -> None:
    """Bring an application's row to what it is now; ``contact`` "" leaves that as it was."""
    values = _values(application)
    if contact:
        values["contact"] = contact
    work.conn.execute(
        update(t.application)
        .where(t.application.c.store_id == work.store_id, t.application.c.id == application.id)
        .values(values)
    )


def _values(application: Application) -> dict[str, Any]:
    values = {c.name: getattr(application, c.name) for c in _OWN}
    values["facts"] = dump(dict(application.facts))
    values["tasks"] = dump(list(application.tasks))
    values["group_id"] = application.group.id
    values["reason"] = application.reason[:MAX_REASON]
    values["open_for"] = nickname_key(application.name) if application.status in OPEN else None
    return values


def close(work: UnitOfWork, application: Application, status: str, reason: str) -> Application:
    """Settle an application for good."""
    done = attrs.evolve(
        application, status=status, reason=reason, decided_at=work.now(), decided_by=work.actor
    )
    rewrite(work, done)
    return done


def contacts(work: UnitOfWork) -> dict[int, str]:
    """The digests of the contacts of open applications, by application."""
    rows = work.conn.execute(
        select(t.application.c.id, t.application.c.contact).where(
            t.application.c.store_id == work.store_id,
            t.application.c.status.in_(OPEN),
            t.application.c.contact != "",
        )
    )
    return {row.id: row.contact for row in rows}


def members_of_contact(work: UnitOfWork, contact: str) -> frozenset[int]:
    """The members who came in with this contact."""
    rows = work.conn.execute(
        select(t.application.c.member_id).where(
            t.application.c.store_id == work.store_id,
            t.application.c.contact == contact,
            t.application.c.member_id.is_not(None),
        )
    )
    return frozenset(rows.scalars())
