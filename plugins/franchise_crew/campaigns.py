"""Campaigns for offline events, as they are noted: looked up, listed (I-126). The store's own records."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Final

import attrs
from sqlalchemy import ColumnElement, select

from franchise import (
    Conflict,
    Group,
    NotFound,
    UnitOfWork,
    UsageProblem,
    clock,
    did_you_mean,
)
from franchise_crew import assigning
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of

MINUTE: Final = 60_000


@attrs.frozen(kw_only=True, slots=True)
class Campaign:
    """An offline event. Members sign up from ``begins_at`` to before ``until_at``; it begins ``at``, UTC milliseconds.

    ``places`` None: any number; ``called``: what members call it beside its name; ``groups``: ids, by key.
    """

    id: int
    key: str
    name: str
    at: int
    begins_at: int
    until_at: int
    opened_at: int
    places: int | None = None
    called: tuple[str, ...] = ()
    about: str = ""
    closed_at: int | None = None
    groups: tuple[int, ...] = ()

    @property
    def over_at(self) -> int:
        """From then on nothing that is said counts, not even as late."""
        return self.at if self.closed_at is None else min(self.at, self.closed_at)


def listed(work: UnitOfWork, *, closed: bool = True) -> list[Campaign]:
    """The store's campaigns by the time of the event; two statements."""
    where = (t.campaign.c.store_id == work.store_id,)
    return _load(work, where if closed else (*where, t.campaign.c.closed_at.is_(None)))


def find(work: UnitOfWork, key: str) -> Campaign | None:
    """The campaign of that key, or None."""
    return next(iter(_load(work, (t.campaign.c.store_id == work.store_id, t.campaign.c.key == key))), None)


def get(work: UnitOfWork, key: str) -> Campaign:
    """The campaign of that key.

    Raises:
        NotFound: There is none.

    """
    settings_of(work)
    found = find(work, key)
    if found is None:
        known = [one.key for one in listed(work)]
        raise NotFound(
            _("There is no campaign {key!r}.").format(key=key[:40]),
            hint=did_you_mean(key, known) or _("`franchise crew campaign list` shows them."),
        )
    return found


def running(work: UnitOfWork, key: str = "") -> Campaign:
    """As `get`, one that is not closed; without a key the only one that is not.

    Raises:
        NotFound: There is none.
        Conflict: It is closed.
        UsageProblem: No key, and there are several.

    """
    if key:
        found = get(work, key)
        if found.closed_at is not None:
            raise Conflict(
                _("The campaign {name} was closed at {time}.").format(
                    name=found.name, time=clock.show(found.closed_at, work.answers.time_zone)
                ),
                hint=_("`franchise crew campaign show {key}` shows how it stood.").format(key=key),
            )
        return found
    settings_of(work)
    known = listed(work, closed=False)
    if not known:
        raise NotFound(_("No campaign is open."), hint=_("`franchise crew campaign open KEY` opens one."))
    if len(known) > 1:
        raise UsageProblem(
            _("Several campaigns are open: which one?"),
            hint=", ".join(one.key for one in known),
            where="--campaign",
        )
    return known[0]


def covering(work: UnitOfWork, group_ids: Collection[int]) -> list[Campaign]:
    """The campaigns that invite members of one of these groups, closed ones too; two statements."""
    mine = select(t.campaign_group.c.campaign_id).where(
        t.campaign_group.c.store_id == work.store_id, t.campaign_group.c.group_id.in_(sorted(group_ids))
    )
    return _load(work, (t.campaign.c.store_id == work.store_id, t.campaign.c.id.in_(mine)))


def groups_of(work: UnitOfWork, campaign: Campaign) -> list[Group]:
    """A campaign's groups, by key."""
    found = [group for group in assigning.groups_of(work) if group.id in campaign.groups]
    return sorted(found, key=lambda group: group.key)


def _load(work: UnitOfWork, where: Iterable[ColumnElement[bool]]) -> list[Campaign]:
    c, g = t.campaign.c, t.campaign_group.c
    rows = work.conn.execute(select(t.campaign).where(*where).order_by(c.at, c.key)).all()
    if not rows:
        return []
    inside: dict[int, list[int]] = {}
    for campaign_id, group_id in work.conn.execute(
        select(g.campaign_id, g.group_id)
        .where(g.store_id == work.store_id, g.campaign_id.in_([row.id for row in rows]))
        .order_by(g.campaign_id, g.group_id)
    ):
        inside.setdefault(campaign_id, []).append(group_id)
    out = []
    for row in rows:
        values = dict(row._mapping)
        del values["store_id"]
        values["called"] = tuple(json.loads(values["called"]))
        out.append(Campaign(**values, groups=tuple(inside.get(row.id, ()))))
    return out
