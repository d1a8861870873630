"""Opening, changing and closing campaigns; what follows of it: sign-ups counted, duties given out (I-126)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from sqlalchemy import ColumnElement, update

from franchise import Conflict, Group, UnitOfWork, UsageProblem
from franchise_crew import campaign_facts as facts
from franchise_crew import campaign_tasks, moves, signups
from franchise_crew import tables as t
from franchise_crew.campaigns import MINUTE, Campaign, covering, find, get, running
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of
from franchise_crew.signing import bare


def open_(
    work: UnitOfWork,
    key: str,
    groups: Sequence[Group],
    *,
    name: str,
    at: int,
    until: int | None = None,
    begins: int | None = None,
    places: int | None = None,
    called: Sequence[str] = (),
    about: str = "",
) -> Campaign:
    """Open a campaign in some groups, and give out its four duties; again with the same facts changes nothing.

    What was said in the groups' chats since ``begins`` is counted at once. A handful of statements for each group.

    Args:
        work: The unit of work.
        key: What commands call it: small letters, digits, ``-``.
        groups: Whose members are invited.
        name: What people call it.
        at: When the event begins, UTC milliseconds.
        until: Before when members may sign up; the event's begin unless given.
        begins: From when on; now unless given.
        places: How many people there is room for.
        called: What else members call it in the chat.
        about: What else they should know: where, what to bring.

    Raises:
        UsageProblem: A key, name, time or number that cannot be one.
        Conflict: There is one of that key with other facts, or one that members call the same at the same time.

    """
    settings_of(work)
    facts.key(key)
    if not groups:
        raise UsageProblem(_("In which groups?"), where="--group")
    now = work.now()
    start = now - now % MINUTE if begins is None else begins
    given = Campaign(
        id=0,
        key=key,
        name=facts.name(name),
        at=at,
        begins_at=start,
        until_at=at if until is None else until,
        opened_at=now,
        places=places,
        called=facts.called(called),
        about=facts.about(about),
        groups=tuple(sorted({group.id for group in groups})),
    )
    if (before := find(work, key)) is not None:
        return _same(given if begins is not None else attrs.evolve(given, begins_at=before.begins_at), before)
    facts.times(work, given)
    facts.places(given.places)
    _told_apart(work, given)
    made = attrs.evolve(given, id=work.ids.new())
    if not work.insert_new(t.campaign, **_row(made)):
        raise Conflict(_("There is a campaign {key} already: {name}.").format(key=key, name=key))
    work.insert(t.campaign_group, ("campaign_id", "group_id"), [(made.id, i) for i in made.groups])
    work.record("crew.campaign_opened", key, campaign_id=made.id, group_ids=list(made.groups))
    signups.recount(work, made)
    campaign_tasks.give(work, made)
    return made


def _same(given: Campaign, before: Campaign) -> Campaign:
    """What there is under the key, where it has the facts that are given.

    Raises:
        Conflict: It has others, or is closed.

    """
    if attrs.evolve(given, id=before.id, opened_at=before.opened_at) == before:
        return before
    raise Conflict(
        _("There is a campaign {key} already: {name}.").format(key=before.key, name=before.name),
        hint=_("`franchise crew campaign change {key}` changes it; or take another key.").format(
            key=before.key
        )
        if before.closed_at is None
        else _("It is closed: take another key."),
    )


def change(
    work: UnitOfWork,
    key: str,
    *,
    at: int | None = None,
    until: int | None = None,
    places: int | None = None,
    unlimited: bool = False,
    about: str | None = None,
    name: str | None = None,
    called: Sequence[str] = (),
    groups: Iterable[Group] = (),
) -> Campaign:
    """Change what is given; what is told to members is told again where it reads differently. Again changes nothing.

    ``unlimited`` takes the limit of places away; ``groups`` and ``called`` come to those that there are.

    Raises:
        NotFound: No such campaign.
        Conflict: It is closed; or as `open_`.
        UsageProblem: As `open_`.

    """
    before = running(work, key)
    after = attrs.evolve(
        before,
        at=before.at if at is None else at,
        until_at=before.until_at if until is None else until,
        places=None if unlimited else before.places if places is None else places,
        about=before.about if about is None else facts.about(about),
        name=before.name if name is None else facts.name(name),
        called=facts.called((*before.called, *called)),
        groups=tuple(sorted({*before.groups, *(group.id for group in groups)})),
    )
    if until is None and after.until_at > after.at:
        after = attrs.evolve(after, until_at=after.at)  # the event is earlier now
    if after == before:
        return before
    if (after.at, after.until_at) != (before.at, before.until_at):
        facts.times(work, after)
    facts.places(after.places)
    _told_apart(work, after)
    work.conn.execute(update(t.campaign).where(*_one(work, before.id)).values(**_row(after)))
    more = [i for i in after.groups if i not in before.groups]
    if more:
        work.insert(t.campaign_group, ("campaign_id", "group_id"), [(after.id, i) for i in more])
    work.record("crew.campaign_changed", key, campaign_id=after.id, group_ids=list(after.groups))
    signups.recount(work, after)
    campaign_tasks.give(work, after)
    return after


def close(work: UnitOfWork, key: str) -> Campaign:
    """Close a campaign: what is said from now on does not count, and what is pointless by now is dropped.

    Telling and counting is pointless; so is handling complaints and collecting opinions of an event that has not
    taken place. Closing twice changes nothing.

    Raises:
        NotFound: No such campaign.

    """
    before = get(work, key)
    if before.closed_at is not None:
        return before
    signups.recount(work, before)
    after = attrs.evolve(before, closed_at=work.now())
    work.conn.execute(update(t.campaign).where(*_one(work, before.id)).values(closed_at=after.closed_at))
    campaign_tasks.drop(work, after)
    work.record("crew.campaign_closed", key, campaign_id=after.id)
    return after


def follow(work: UnitOfWork, group: Group) -> None:
    """Members came into a group: where it was divided from another just now, the other's campaigns are for it too.

    Of an event that is still to come it is told there, and asked how it was. Nothing is asked where it was not divided.
    """
    source = moves.source_of(work, group)
    if source is None:
        return
    found = [one for one in covering(work, [source]) if one.closed_at is None and group.id not in one.groups]
    if not found:
        return
    work.insert(t.campaign_group, ("campaign_id", "group_id"), [(one.id, group.id) for one in found])
    for one in found:
        if work.now() < one.at:
            campaign_tasks.give(work, attrs.evolve(one, groups=tuple(sorted((*one.groups, group.id)))))


def _told_apart(work: UnitOfWork, one: Campaign) -> None:
    """See that members can name a campaign: no other into which they may sign up meanwhile is called the same.

    Raises:
        Conflict: One is.

    """
    mine = {bare(name): name for name in (*one.called, one.name)}
    for other in covering(work, one.groups):
        if other.id == one.id or other.closed_at is not None:
            continue
        both = sorted(mine.keys() & {bare(name) for name in (other.name, *other.called)})
        if both and one.begins_at < other.until_at and other.begins_at < one.until_at:
            raise Conflict(
                _("{name} is what members call the campaign {key}: nobody could tell the two apart.").format(
                    name=mine[both[0]], key=other.key
                ),
                hint=_(
                    "Name this one otherwise, such as with its day; or close the other:"
                    " `franchise crew campaign close {key}`."
                ).format(key=other.key),
            )


def _row(campaign: Campaign) -> dict[str, Any]:
    values = attrs.asdict(campaign, recurse=False)
    del values["groups"]
    return {**values, "called": json.dumps(campaign.called, ensure_ascii=False)}


def _one(work: UnitOfWork, identity: int) -> tuple[ColumnElement[bool], ...]:
    return (t.campaign.c.store_id == work.store_id, t.campaign.c.id == identity)
