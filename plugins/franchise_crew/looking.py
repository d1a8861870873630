"""A campaign for people: who comes, who waits, and what somebody has to read (I-126)."""

from __future__ import annotations

from typing import Any, Final

from franchise import UnitOfWork, chat, clock, groups
from franchise_crew import campaigns, signups
from franchise_crew.campaigns import Campaign
from franchise_crew.messages import gettext as _

_EXCERPT: Final = 60


def reasons() -> dict[str, str]:
    """Why a message is not counted by itself, in words."""
    return {
        "words": _("other words in it"),
        "late": _("sign-up had ended"),
        "which": _("several campaigns"),
        "names": _("a name that nobody has"),
        "back": _("had taken it back"),
    }


def people(work: UnitOfWork, campaign: Campaign) -> list[dict[str, Any]]:
    """Who signed up, in the order of the line; two statements for each group, one for all sign-ups."""
    zone, places = work.answers.time_zone, _places(work, campaign)
    out = []
    for number, entry in enumerate(signups.standing(work, campaign).entries, 1):
        group, name, state = places.get(entry.member_id, ("", "■", ""))
        out.append(
            {
                "no": number,
                "member": name,
                "group": group,
                "people": entry.people,
                "placed": entry.placed,
                "waiting": entry.waiting,
                "since": clock.show(entry.since, zone),
                "note": "left" if state == "left" else "",
            }
        )
    return out


def unclear(work: UnitOfWork, campaign: Campaign) -> list[dict[str, Any]]:
    """What somebody has to look at, by time; the words as far as they are kept."""
    asks = signups.standing(work, campaign).asks
    if not asks:
        return []
    zone, places = work.answers.time_zone, _places(work, campaign)
    first, last = asks[0].at, asks[-1].at
    said = {
        (group.id, message.id): message.text
        for group in campaigns.groups_of(work, campaign)
        for message in chat.read(work, group, first - campaigns.MINUTE, last + campaigns.MINUTE)
    }
    out = []
    for ask in asks:
        group, name, _state = places.get(ask.member_id, ("", "■", ""))
        words = " ".join(said.get((ask.group_id, ask.message_id), "").split())
        out.append(
            {
                "time": clock.show(ask.at, zone),
                "member": name,
                "group": group,
                "sort": ask.sort,
                "why": ask.why,
                "said": words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…",
            }
        )
    return out


def _places(work: UnitOfWork, campaign: Campaign) -> dict[int, tuple[str, str, str]]:
    """Member id → the group in which he is, his name there, and his state; the first group by key where he still is."""
    found: dict[int, tuple[str, str, str]] = {}
    for group in campaigns.groups_of(work, campaign):
        for member in groups.members(work, group):
            before = found.get(member.member_id)
            if before is None or (before[2] == "left" and member.state != "left"):
                found[member.member_id] = (group.key, member.name, member.state)
    return found
