"""Tags of members: any number of each family (I-207, I-209)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, func, select

from franchise.admission import tables as t
from franchise.admission.section import TagFamily
from franchise.errors import NotFound, UsageProblem
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

LONGEST: Final = 40


def tag(work: UnitOfWork, member_id: int, family: str, name: str) -> bool:
    """Put a tag on a member. False: it was there.

    Raises:
        NotFound: The setup has no such family, or the family no such tag.
        UsageProblem: The tag is too long or cannot be shown.

    """
    name = _check(work, family, name)
    if not work.insert_new(t.tag, member_id=member_id, family=family, tag=name, since=work.now()):
        return False
    work.record("member.tagged", member_id, member_id=member_id, family=family, tag=name)
    return True


def untag(work: UnitOfWork, member_id: int, family: str, name: str) -> bool:
    """Take a tag off a member. False: it was not there."""
    done = work.conn.execute(
        delete(t.tag).where(
            t.tag.c.store_id == work.store_id,
            t.tag.c.member_id == member_id,
            t.tag.c.family == family,
            t.tag.c.tag == name.strip(),
        )
    )
    if not done.rowcount:
        return False
    work.record("member.untagged", member_id, member_id=member_id, family=family, tag=name.strip())
    return True


def tags_of(work: UnitOfWork, member_id: int) -> list[tuple[str, str]]:
    """(family, tag) of one member, sorted."""
    rows = work.conn.execute(
        select(t.tag.c.family, t.tag.c.tag)
        .where(t.tag.c.store_id == work.store_id, t.tag.c.member_id == member_id)
        .order_by(t.tag.c.family, t.tag.c.tag)
    )
    return [(row.family, row.tag) for row in rows]


def tagged(work: UnitOfWork, family: str, name: str) -> list[int]:
    """The members who have a tag, those who got it first coming first."""
    rows = work.conn.execute(
        select(t.tag.c.member_id)
        .where(t.tag.c.store_id == work.store_id, t.tag.c.family == family, t.tag.c.tag == name)
        .order_by(t.tag.c.since, t.tag.c.member_id)
    )
    return list(rows.scalars())


def merge(work: UnitOfWork, into: int, gone: int) -> None:
    """Two members are one: the tags of both are ``into``'s, each once and since the earlier time."""
    c = t.tag.c
    both = (c.store_id == work.store_id, c.member_id.in_((into, gone)))
    rows = work.conn.execute(
        select(c.family, c.tag, func.min(c.since))
        .where(*both)
        .group_by(c.family, c.tag)
        .order_by(c.family, c.tag)
    ).all()
    work.conn.execute(delete(t.tag).where(*both))
    work.insert(t.tag, ("member_id", "family", "tag", "since"), [(into, *row) for row in rows])


def _check(work: UnitOfWork, family: str, name: str) -> str:
    families: Mapping[str, TagFamily] = work.setup.get("tags")
    if family not in families:
        raise NotFound(
            _("The setup has no tag family {family!r}.").format(family=family),
            hint=did_you_mean(family, families)
            or _("It has: {names}").format(names=", ".join(families) or "-"),
        )
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise UsageProblem(_("A tag has 1 to {most} visible characters.").format(most=LONGEST))
    known = families[family].tags
    if known and name not in known:
        raise NotFound(
            _("{family} has no tag {name!r}.").format(family=families[family].name, name=name),
            hint=did_you_mean(name, known) or _("It has: {names}").format(names=", ".join(known)),
        )
    return name
