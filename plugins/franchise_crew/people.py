"""The people of the crew: the store's own records, with their phone numbers. Never in a setup, never cloned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, delete, select, update

from franchise import (
    NotFound,
    UnitOfWork,
    UsageProblem,
    did_you_mean,
    nickname_key,
)
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of

_PHONE: Final = re.compile(r"\+?[0-9](?:[ -]?[0-9]){6,14}", re.ASCII)
LONGEST_REASON: Final = 200
ACTIVE: Final = select(t.person).where(
    t.person.c.store_id == bindparam("store"), t.person.c.status == "active"
)


@attrs.frozen(kw_only=True, slots=True)
class Person:
    """Somebody of the crew. ``phone`` and ``account`` are personal: commands show them masked."""

    id: int
    name: str
    position: str = ""
    phone: str = attrs.field(default="", repr=False)
    account: str = attrs.field(default="", repr=False)
    persona: str = ""
    status: str = "active"


def mask(phone: str) -> str:
    """Hide the middle of a phone number: 138****0001."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) < 7:
        return "*" * len(phone)
    return f"{digits[:-8] or digits[:2]}****{digits[-4:]}"


def add(
    work: UnitOfWork,
    name: str,
    *,
    position: str = "",
    phone: str = "",
    account: str = "",
    persona: str = "",
) -> Person:
    """Take somebody into the crew; again with other facts changes those that are given.

    Raises:
        NotFound: The setup has no such position or persona.
        UsageProblem: A name or number that cannot be one.

    """
    section = settings_of(work)
    key, shown = nickname_key(name), name.strip()
    _among(position, section.positions, _("There is no position {name!r}."), "[crew.positions]")
    _among(persona, section.personas, _("There is no persona {name!r}."), "[crew.personas]")
    if phone and not _PHONE.fullmatch(phone.strip()):
        raise UsageProblem(_("This is no phone number: 7 to 15 digits."), where="--phone")
    if len(account) > 64 or not account.isprintable():
        raise UsageProblem(_("An account has at most 64 visible signs."), where="--account")
    given = {"position": position, "phone": phone.strip(), "account": account.strip(), "persona": persona}
    identity = work.ids.new()
    made = work.insert_new(
        t.person,
        id=identity,
        name=shown,
        **given,
        status="active",
        since=work.now(),
        until=None,
        active_for=key,
    )
    if made:
        changed(work)
        work.record("crew.joined", identity, person_id=identity, position=position)
        return Person(id=identity, name=shown, **given)
    before = get(work, name)
    new = {field: value for field, value in given.items() if value and value != getattr(before, field)}
    if new:
        work.conn.execute(
            update(t.person)
            .where(t.person.c.store_id == work.store_id, t.person.c.id == before.id)
            .values(**new)
        )
        changed(work)
        work.record("crew.changed", before.id, person_id=before.id, fields=sorted(new))
    return get(work, name) if new else before


def reason(text: str, where: str) -> str:
    """A reason that is kept, trimmed.

    Raises:
        UsageProblem: It is too long, or has signs that cannot be shown.

    """
    found = text.strip()
    if len(found) > LONGEST_REASON or not found.isprintable():
        raise UsageProblem(
            _("A reason has at most {limit} visible signs.").format(limit=LONGEST_REASON), where=where
        )
    return found


def _among(key: str, known: Mapping[str, object], sentence: str, where: str) -> None:
    if key and key not in known:
        raise NotFound(
            sentence.format(name=key[:40]),
            hint=did_you_mean(key, known) or ", ".join(sorted(known)),
            where=where,
        )


def listed(work: UnitOfWork, *, former: bool = False) -> list[Person]:
    """The crew by position and name; those who left as well where it is asked."""
    found = select(t.person).where(
        t.person.c.store_id == work.store_id,
        t.person.c.status.in_(["active", "former"] if former else ["active"]),
    )
    return sorted((as_person(row) for row in work.conn.execute(found)), key=lambda p: (p.position, p.name))


def get(work: UnitOfWork, name: str, *, former: bool = False) -> Person:
    """The person of that name or account; ``former``: also one who has left.

    Raises:
        NotFound: Nobody of the crew is called so.

    """
    found = find(work, name)
    if found is None and former:
        gone = [person for person in listed(work, former=True) if person.name == name.strip()]
        found = gone[-1] if len(gone) == 1 else None
    if found is None:
        raise NotFound(
            _("Nobody of the crew is called {name!r}.").format(name=name[:40]),
            hint=did_you_mean(name, [p.name for p in listed(work)])
            or _("`franchise crew person list` shows them."),
        )
    return found


def find(work: UnitOfWork, name: str) -> Person | None:
    """As `get`; None where nobody is called so. One statement."""
    try:
        key = nickname_key(name)
    except UsageProblem:
        return None
    rows = work.conn.execute(ACTIVE, {"store": work.store_id}).all()
    for row in sorted(rows, key=lambda r: r.id):
        if row.active_for == key:
            return as_person(row)
    same = [row for row in rows if row.account and row.account == name.strip()]
    return as_person(same[0]) if len(same) == 1 else None


def as_person(row: Any) -> Person:
    values = row._mapping
    return Person(**{field.name: values[field.name] for field in attrs.fields(Person)})


def leave(work: UnitOfWork, name: str) -> Person:
    """Note that somebody has left the crew: his roles end, and he stands in no shift from today on.

    What he did stays on record. Raises as `get`.
    """
    person = get(work, name)
    end(work, [person.id])
    work.conn.execute(
        update(t.person)
        .where(t.person.c.store_id == work.store_id, t.person.c.id == person.id)
        .values(status="former", until=work.now(), active_for=None)
    )
    changed(work)
    work.record("crew.left", person.id, person_id=person.id)
    return person


def end(work: UnitOfWork, ids: Sequence[int]) -> None:
    """End the roles of people, and take them out of shifts from today on; nobody gives them others meanwhile."""
    hold(work)
    work.conn.execute(
        update(t.assignment)
        .where(
            t.assignment.c.store_id == work.store_id,
            t.assignment.c.person_id.in_(ids),
            t.assignment.c.active == 1,
        )
        .values(active=None, until=work.now())
    )
    work.conn.execute(
        delete(t.roster).where(
            t.roster.c.store_id == work.store_id,
            t.roster.c.person_id.in_(ids),
            t.roster.c.day >= work.today(),
        )
    )


def changed(work: UnitOfWork) -> None:
    """What was worked out of the crew in this transaction is no longer so."""
    for key in [key for key in work.memo if isinstance(key, tuple) and key[:1] == ("crew",)]:
        del work.memo[key]


def hold(work: UnitOfWork) -> None:
    """Nobody else gives roles or fills shifts of the store before this transaction ends: a place is given once."""
    work.insert_new(t.mark, name="held", at=0)
    m = t.mark.c
    work.conn.execute(select(m.at).where(m.store_id == work.store_id, m.name == "held").with_for_update())
