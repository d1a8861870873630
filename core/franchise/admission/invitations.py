"""Invitations: a token admits one person into one group, once (I-083)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

import attrs
from sqlalchemy import select, update

from franchise.admission import tables as t
from franchise.admission.mechanisms import rules_of
from franchise.admission.section import MEMBER, STAFF
from franchise.errors import NotFound, Refused, UsageProblem
from franchise.groups import operations as groups
from franchise.groups.rosters import nobody
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
LENGTH: Final = 12
MOST: Final = 500
_DAY: Final = 86_400_000


@attrs.frozen(kw_only=True, slots=True)
class Invitation:
    """Who invited: a ``position``, and the member, if it was one."""

    digest: str
    position: str
    inviter_id: int | None


def digest_of(work: UnitOfWork, token: str) -> str:
    """What is kept of a token; capitals, spaces and dashes make no difference."""
    plain = "".join(c for c in token.upper() if c.isalnum())
    return hashlib.sha256(f"invitation:{work.store_id}:{plain}".encode()).hexdigest()


def invite(
    work: UnitOfWork,
    group: Group,
    *,
    position: str = STAFF,
    inviter: str = "",
    count: int = 1,
) -> list[str]:
    """Make invitations into a group. The tokens are shown this once and never kept.

    Args:
        work: The unit of work.
        group: Where they lead.
        position: The position of whoever invites.
        inviter: The name of the member who invites; the position is then ``member``.
        count: How many, at most 500.

    Raises:
        Refused: The group is not entered by invitation, or whoever invites may not.
        NotFound: No such member in the group.

    """
    rules = rules_of(work, group.kind)
    if "invitation" not in rules.mechanisms:
        raise Refused(
            _("{group} is not entered by invitation.").format(group=group.name),
            hint=_("It takes: {mechanisms}").format(mechanisms=", ".join(rules.mechanisms)),
        )
    if not 1 <= count <= MOST:
        raise UsageProblem(_("1 to {most} invitations at a time.").format(most=MOST))
    inviter_id = None
    if inviter:
        found = groups.place(work, group, inviter)
        if found is None or found.state != "member":
            raise nobody(group, inviter, groups.roster(work, group).names())
        position, inviter_id = MEMBER, found.member_id
    if position not in rules.invite_by:
        raise Refused(
            _("{position} may not invite into {group}.").format(position=position, group=group.name),
            hint=_("Who may: {positions}").format(positions=", ".join(rules.invite_by)),
        )
    now = work.now()
    tokens = ["".join(secrets.choice(ALPHABET) for _n in range(LENGTH)) for _m in range(count)]
    columns = ("digest", "group_id", "position", "inviter_id", "made_by", "made_at", "expires_at")
    until = now + rules.invite_days * _DAY
    work.insert(
        t.invitation,
        columns,
        [
            (digest_of(work, token), group.id, position, inviter_id, work.actor, now, until)
            for token in tokens
        ],
    )
    work.record(
        "invitation.made", group.key, group_id=group.id, position=position, count=count, inviter_id=inviter_id
    )
    return ["-".join(token[i : i + 4] for i in range(0, LENGTH, 4)) for token in tokens]


def redeem(work: UnitOfWork, group: Group, token: str, application_id: int) -> Invitation:
    """Use an invitation for an application; the same one again changes nothing.

    Raises:
        NotFound: There is no such invitation.
        Refused: It was used, has expired, or leads to another group.

    """
    digest = digest_of(work, token)
    c = t.invitation.c
    row = work.conn.execute(
        select(c.group_id, c.position, c.inviter_id, c.expires_at, c.used_by)
        .where(c.store_id == work.store_id, c.digest == digest)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(
            _("There is no such invitation."), hint=_("`franchise admission invite` makes a new one.")
        )
    if row.group_id != group.id:
        raise Refused(_("This invitation is for another group."))
    if row.used_by not in {None, application_id}:
        raise Refused(
            _("This invitation was used before."), hint=_("Each admits one person; ask for one of your own.")
        )
    if row.used_by is None:
        if row.expires_at <= work.now():
            raise Refused(
                _("This invitation has expired."), hint=_("`franchise admission invite` makes a new one.")
            )
        work.conn.execute(
            update(t.invitation)
            .where(c.store_id == work.store_id, c.digest == digest)
            .values(used_by=application_id, used_at=work.now())
        )
    return Invitation(digest=digest, position=row.position, inviter_id=row.inviter_id)
