"""Sign-ups for campaigns: counted from the groups' chats, and told by hand (I-126)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, delete, select

from franchise import Conflict, Group, Message, NotFound, UnitOfWork, UsageProblem, chat, groups, nickname_key
from franchise_crew import campaign_tasks, campaigns, sparing
from franchise_crew import tables as t
from franchise_crew.campaigns import Campaign
from franchise_crew.lines import Line, Mark, line
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of
from franchise_crew.signing import Reader, Said, plain, reader

_SHIFT: Final = 60_000
"""Where a chat tells only the minute, what comes in late moves its neighbours within it."""
_COLUMNS: Final = (
    "campaign_id",
    "group_id",
    "message_id",
    "nth",
    "member_id",
    "writer_id",
    "at",
    "sort",
    "people",
    "sure",
    "why",
)


def note_messages(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    """Count what came into a group's chat, where it has a campaign. Two statements where it has none."""
    times = [message.at for message in messages if message.kind == "text"]
    if times:
        take(work, group, min(times), max(times))


def recount(work: UnitOfWork, campaign: Campaign) -> int:
    """Count once more what is kept of the chats of a campaign's groups; how many marks are new or gone.

    Nothing changes unless words of the setup or the crew have. What was said in words that are not kept any more
    stays as it was counted.
    """
    places = campaigns.groups_of(work, campaign)
    for group in places:  # chat that is taken in at this moment is seen here, or sees the campaign
        groups.hold(work, group)
    return sum(take(work, group, campaign.begins_at, campaign.over_at) for group in places)


def take(work: UnitOfWork, group: Group, first: int, last: int) -> int:
    """Bring the marks of a span of a group's chat in line with what was said there; how many are new or gone.

    Whatever the order in which exports come in, the same chat gives the same marks. At most nine statements.
    """
    known = campaigns.covering(work, [group.id])
    known = [c for c in known if c.begins_at <= last + _SHIFT and first - _SHIFT < c.over_at]
    if not known:
        return 0
    low = max(first - _SHIFT, min(c.begins_at for c in known))
    high = min(last + _SHIFT, max(c.over_at for c in known))
    messages = chat.read(work, group, low, high + 1)
    firm = {message.id for message in messages if not message.forgotten}
    wanted = _found(work, group, known, messages)
    c = t.signup.c
    rows = work.conn.execute(
        select(*(c[name] for name in _COLUMNS)).where(
            c.store_id == work.store_id,
            c.group_id == group.id,
            c.campaign_id.in_([one.id for one in known]),
            c.message_id != "",
            c.at >= low - _SHIFT,
            c.at <= high + _SHIFT,
        )
    )
    kept = {tuple(row) for row in rows if row.message_id in firm}
    gone, fresh = sorted(kept - wanted, key=repr), sorted(wanted - kept, key=lambda row: row[:4])
    if gone:
        work.conn.execute(
            delete(t.signup).where(
                c.store_id == work.store_id,
                c.group_id == group.id,
                c.campaign_id == bindparam("of_campaign"),
                c.message_id == bindparam("of_message"),
                c.nth == bindparam("of_nth"),
            ),
            [{"of_campaign": row[0], "of_message": row[2], "of_nth": row[3]} for row in gone],
        )
    if fresh:
        work.insert(t.signup, _COLUMNS, fresh)
    keys = {one.id: one.key for one in known}
    for campaign_id, _group, message_id, _nth, member_id, _writer, _at, sort, people, sure, _why in fresh:
        work.record(
            "crew.signup",
            keys[campaign_id],
            campaign_id=campaign_id,
            group_id=group.id,
            member_id=member_id,
            message_id=message_id,
            sort=sort,
            people=people,
            sure=bool(sure),
        )
    return len(gone) + len(fresh)


def _found(
    work: UnitOfWork, group: Group, known: Sequence[Campaign], messages: Iterable[Message]
) -> set[tuple[Any, ...]]:
    """The marks that a stretch of chat should have, as rows."""
    section, faces = settings_of(work), sparing.faces(work)
    names = [(name, one.key) for one in known for name in (one.name, one.key, *one.called)]
    by: Reader = reader(section.campaign, section.questions, names)
    posted = [plain(campaign_tasks.shared(work, one)) for one in known if section.campaign.share.asked]
    roster: dict[str, int] = {}

    def find(name: str) -> int | None:
        if not roster:
            roster.update(groups.roster(work, group).ids)
        try:
            return roster.get(nickname_key(name))
        except UsageProblem:
            return None

    out: set[tuple[Any, ...]] = set()
    for message in messages:
        if message.kind != "text" or message.forgotten or message.member_id is None or message.mentions_all:
            continue
        said = by.read(message.text, find)
        if not said:
            continue
        person, certain = faces.who(message.member_id, (message.name,))
        of_staff = person is not None and sparing.employed(section, person)
        if of_staff and (certain or not said[0].sure):
            continue  # the crew tells how to sign up; whoever of it comes along is noted by hand
        if any(text and text in plain(message.text) for text in posted):
            continue
        for one in said:
            for campaign, sure, why in _whose(known, one, message.at):
                member = one.member_id or message.member_id
                row = (
                    campaign.id, group.id, message.id, one.nth, member, message.member_id, message.at,
                    one.sort, one.people, int(sure), why,
                )  # fmt: skip
                out.add(row)
    return out


def _whose(known: Sequence[Campaign], said: Said, at: int) -> list[tuple[Campaign, bool, str]]:
    """Which campaigns something is about: the one that is named, or the only one at that time."""
    now = [c for c in known if c.begins_at <= at < c.over_at]
    now = [c for c in now if c.key in said.called] or now
    now = [c for c in now if at < c.until_at] or now
    if len(now) > 1:
        return [(c, False, "which") for c in now]
    return [(c, said.sure and at < c.until_at, said.why or ("" if at < c.until_at else "late")) for c in now]


# ---------------------------------------------------------------- how it stands


def marks(work: UnitOfWork, campaign_ids: Iterable[int]) -> dict[int, list[Mark]]:
    """What was said about signing up for campaigns; one statement."""
    c = t.signup.c
    wanted = sorted(set(campaign_ids))
    out: dict[int, list[Mark]] = {identity: [] for identity in wanted}
    if not wanted:
        return out
    rows = work.conn.execute(
        select(*(c[name] for name in _COLUMNS)).where(c.store_id == work.store_id, c.campaign_id.in_(wanted))
    )
    for row in rows:
        values = dict(row._mapping)
        out[values.pop("campaign_id")].append(Mark(**values | {"sure": bool(row.sure)}))
    return out


def standing(work: UnitOfWork, campaign: Campaign) -> Line:
    """How a campaign stands; one statement."""
    return line(marks(work, [campaign.id])[campaign.id], campaign.places)


# ---------------------------------------------------------------- by hand


@attrs.frozen(kw_only=True, slots=True)
class Noted:
    """A sign-up that was told by hand; ``placed`` of ``people`` have a place. ``changed`` False: it was so before."""

    campaign: Campaign
    member_id: int
    people: int
    placed: int
    changed: bool


def sign(
    work: UnitOfWork, campaign: Campaign, name: str, people: int = 1, group: Group | None = None
) -> Noted:
    """Note that a member comes with so many people, he among them; it settles what was unclear about him.

    Raises:
        NotFound: Nobody in the campaign's groups is called so.
        Conflict: Two are, in different groups.
        UsageProblem: Too many people.

    """
    most = settings_of(work).campaign.people_most
    if not 1 <= people <= most:
        raise UsageProblem(_("One member signs up 1 to {most} people.").format(most=most), where="--people")
    return _note(work, campaign, name, group, people)


def unsign(work: UnitOfWork, campaign: Campaign, name: str, group: Group | None = None) -> Noted:
    """Note that a member does not come; it settles what was unclear about him. Raises as `sign`."""
    return _note(work, campaign, name, group, 0)


def _note(work: UnitOfWork, campaign: Campaign, name: str, group: Group | None, people: int) -> Noted:
    member_id, place = _member(work, campaign, name, group)
    before = standing(work, campaign)
    entry = next((e for e in before.entries if e.member_id == member_id), None)
    unclear = any(ask.member_id == member_id for ask in before.asks)
    changed = unclear or (entry.people if entry is not None else 0) != people
    after = before
    if changed:
        c, now = t.signup.c, work.now()
        work.conn.execute(  # of two words at one instant the last counts
            delete(t.signup).where(
                c.store_id == work.store_id,
                c.campaign_id == campaign.id,
                c.message_id == "",
                c.member_id == member_id,
                c.at == now,
            )
        )
        row = (
            campaign.id, place.id, "", work.ids.new(), member_id, None, now,
            "sign" if people else "back", max(1, people), 1, "",
        )  # fmt: skip
        work.insert(t.signup, _COLUMNS, [row])
        work.record(
            "crew.signup",
            campaign.key,
            campaign_id=campaign.id,
            group_id=place.id,
            member_id=member_id,
            message_id="",
            sort=row[7],
            people=people,
            sure=True,
        )
        after = standing(work, campaign)
    entry = next((e for e in after.entries if e.member_id == member_id), None)
    return Noted(
        campaign=campaign,
        member_id=member_id,
        people=entry.people if entry is not None else 0,
        placed=entry.placed if entry is not None else 0,
        changed=changed,
    )


def _member(work: UnitOfWork, campaign: Campaign, name: str, group: Group | None) -> tuple[int, Group]:
    inside = campaigns.groups_of(work, campaign)
    if group is not None:
        if group.id not in campaign.groups:
            raise UsageProblem(
                _("{name} is not for {group}.").format(name=campaign.name, group=group.key),
                hint=", ".join(one.key for one in inside),
                where="--group",
            )
        return groups.find_member(work, group, name), group
    key = nickname_key(name)
    found = {one.key: (ids[key], one) for one in inside if key in (ids := groups.roster(work, one).ids)}
    people = {member_id for member_id, _group in found.values()}
    if not people:
        if len(inside) == 1:
            groups.find_member(work, inside[0], name)  # says who was meant
        raise NotFound(
            _("Nobody in the groups of {campaign} is called {name!r}.").format(
                campaign=campaign.name, name=name[:40]
            ),
            hint=_("`franchise member list --group KEY` shows who is there."),
        )
    if len(people) > 1:
        raise Conflict(
            _("{name} is somebody else in each of these groups: {groups}.").format(
                name=name, groups=", ".join(sorted(found))
            ),
            hint="--group KEY",
        )
    return found[min(found)]
