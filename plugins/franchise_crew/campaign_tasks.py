"""The four duties of a campaign as tasks: share it, handle complaints, collect opinions, count sign-ups (I-126)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from franchise import Group, NewTask, Task, UnitOfWork, clock, language, tasks
from franchise_crew import campaigns, duties, staff
from franchise_crew.answering import HOUR, after_curfew
from franchise_crew.checks import CAMPAIGN_DUTIES as DUTIES
from franchise_crew.checks import CAMPAIGN_FIELDS as FIELDS
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of

if TYPE_CHECKING:
    from franchise_crew.campaign_settings import CampaignDuty
    from franchise_crew.campaigns import Campaign

_FIELD: Final = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
_HOURS: Final = {"share": 1, "complaints": 24, "opinions": 48, "signups": 0}


def give(work: UnitOfWork, campaign: Campaign) -> list[Task]:
    """Give out a campaign's duties; the new tasks. Those that read differently by now come in place of the old ones.

    Sharing and asking for opinions is a task in each group, the others once for the campaign. What was done is asked
    for again only where members were told something else.
    """
    with language(work.answers.language):
        wanted = _wanted(work, campaign)
    known = {task.key: task for task in _tasks(work, campaign, status="")}
    keys = {task.key for task in wanted}
    stale = [task for task in known.values() if task.status == "open" and task.key not in keys]
    again = {(task.kind, task.group_id) for task in stale}
    done = {(task.kind, task.group_id) for task in known.values()}
    fresh = [
        task
        for task in wanted
        if task.kind == "crew.campaign_share"
        or (task.kind, task.group_id) in again
        or (task.kind, task.group_id) not in done
    ]
    if stale:
        tasks.cancel(work, [task.key for task in stale], _("the campaign has changed"))
    return tasks.open(work, fresh) if fresh else []


def drop(work: UnitOfWork, campaign: Campaign) -> None:
    """Drop what is pointless when a campaign is closed."""
    took_place = work.now() >= campaign.at
    pointless = {"share", "signups"} if took_place else set(DUTIES)
    gone = [task.key for task in _tasks(work, campaign) if task.payload["duty"] in pointless]
    tasks.cancel(work, gone, _("the campaign is closed"))


def duties_of(work: UnitOfWork, campaign: Campaign) -> list[Task]:
    """The duties of a campaign that are still to be done, what is due first in front; one statement."""
    return _tasks(work, campaign)


def _tasks(work: UnitOfWork, campaign: Campaign, status: str = "open") -> list[Task]:
    found = tasks.listed(work, kind="crew", status=status)
    return [task for task in found if task.payload.get("campaign") == campaign.id]


def shared(work: UnitOfWork, campaign: Campaign) -> str:
    """What each group is told, in the store's language."""
    with language(work.answers.language):
        return _words(work, campaign, "share")


def _wanted(work: UnitOfWork, campaign: Campaign) -> list[NewTask]:
    section, now = settings_of(work), work.now()
    places = campaigns.groups_of(work, campaign)
    moved = after_curfew(work)
    since = {"share": now, "signups": campaign.until_at}
    titles = {
        "share": _("Tell the group about {name}"),
        "complaints": _("{name}: handle complaints"),
        "opinions": _("{name}: collect opinions"),
        "signups": _("{name}: count the sign-ups"),
    }
    out = []
    for what in DUTIES:
        settings: CampaignDuty = getattr(section.campaign, what)
        if not settings.asked or (what == "share" and campaign.at <= now):
            continue  # nobody is invited to what has begun
        hours = _HOURS[what] if settings.hours is None else settings.hours
        due = since.get(what, campaign.at) + hours * HOUR
        if what == "share":
            due = min(due, campaign.at)
        duty = settings.duty or _duty(work, what)
        in_groups = what in {"share", "opinions"}
        text = _words(work, campaign, what)
        person = "" if in_groups else _person(work, duty, now, due)
        chosen: list[Group | None] = [*places] if in_groups else [None]
        for group in chosen:
            face = text if what == "share" else str(due)
            turn = hashlib.sha256(f"{face}\0{campaign.name}".encode()).hexdigest()[:12]
            place = group.id if group is not None else 0
            out.append(
                NewTask(
                    key=f"crew.campaign/{campaign.id}/{what}/{place}/{turn}",
                    kind=f"crew.campaign_{what}",
                    title=titles[what].format(name=campaign.name),
                    text=text,
                    group_id=group.id if group is not None else None,
                    duty=duty,
                    person=person,
                    due_at=moved(due)[0] if in_groups else due,
                    payload={"campaign": campaign.id, "duty": what},
                )
            )
    return out


def _duty(work: UnitOfWork, what: str) -> str:
    if what == "share":
        return "announce"
    return what if what in duties.known(settings_of(work)) else "reply"


def _person(work: UnitOfWork, duty: str, now: int, due: int) -> str:
    """Whoever is on duty for it: now, for complaints come at any time; else when it is due."""
    roles = list(duties.with_duty(settings_of(work), duty))
    if not roles:
        return ""
    zone = work.answers.time_zone
    for at in (now, due):
        held = staff.load(work, clock.local(at, zone).date() - staff.DAY, 2, roles=roles)
        if found := held.on_duty(None, duty, at):
            return found[0].name
    return ""


def _words(work: UnitOfWork, campaign: Campaign, what: str) -> str:
    section, zone = settings_of(work), work.answers.time_zone
    settings: CampaignDuty = getattr(section.campaign, what)
    values = {
        "name": campaign.name,
        "at": clock.show(campaign.at, zone),
        "until": clock.show(campaign.until_at, zone),
        "places": "" if campaign.places is None else str(campaign.places),
        "about": campaign.about,
        "store": work.answers.name,
    }
    if settings.text:
        return _FIELD.sub(lambda found: values[found[1]], settings.text)
    sign = section.campaign.signs[0]
    if what == "share":
        lines = [
            _("{store} invites you: {name}").format(**values),
            _("When: {at}").format(**values),
            campaign.about,
            _("Places: {places}").format(**values) if campaign.places is not None else "",
            _("To sign up until {until}, write here: {sign}; for two people: {sign}2").format(
                sign=sign, **values
            ),
        ]
        return "\n".join(line for line in lines if line)
    if what == "opinions":
        return _("How did you like {name}? What was good, and what should be better next time?").format(
            **values
        )
    if what == "complaints":
        return _(
            "Whoever complains about {name} ({at}) is answered by you. What was promised is noted here when it is done."
        ).format(**values)
    return _("Who signed up, who waits and what is unclear: franchise crew campaign show {key}").format(
        key=campaign.key
    )
