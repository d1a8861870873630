"""A single message held against the rules, for those who write them."""

from __future__ import annotations

from datetime import timedelta

import attrs

from franchise import Message, NotFound, UnitOfWork, UsageProblem, chat, clock, did_you_mean
from franchise_houserules.engine import book, judge
from franchise_houserules.messages import gettext as _
from franchise_houserules.reading import curfews
from franchise_houserules.settings import rules_for, settings_of


@attrs.frozen(kw_only=True)
class Verdict:
    """A rule that a message breaks, or keeps to its writer's credit."""

    rule: str
    name: str
    conduct: str
    reason: str
    detail: str


def try_text(
    work: UnitOfWork, text: str, *, kind: str = "text", link: str = "", time: str = "", group_kind: str = ""
) -> list[Verdict]:
    """What the rules say to one message; nothing is kept.

    Args:
        work: The unit of work.
        text: What the member writes.
        kind: The kind of message.
        link: Where it leads.
        time: ``HH:MM`` of today; now when not given.
        group_kind: The rules of such groups; all of the setup's when not given.

    Raises:
        UsageProblem: No such kind of message, or no time of day.
        NotFound: No such kind of group.

    """
    section = settings_of(work)
    if kind not in chat.SAID:
        raise UsageProblem(
            _("{kind!r} is no kind of message: {known}.").format(kind=kind[:20], known=", ".join(chat.SAID)),
            where="--kind",
        )
    kinds = work.setup.get("groups")
    if group_kind and group_kind not in kinds:
        raise NotFound(
            _("The setup has no group kind {kind!r}.").format(kind=group_kind[:40]),
            hint=did_you_mean(group_kind, kinds) or ", ".join(sorted(kinds)),
        )
    zone = work.answers.time_zone
    at = work.now()
    if time:
        try:
            minutes = clock.parse_wall(time)
        except ValueError as error:
            raise UsageProblem(
                _("{text!r} is no time of day such as 21:30.").format(text=time[:20]), where="--at"
            ) from error
        at = clock.at_wall(clock.local(at, zone).date(), minutes, zone)
    rules = rules_for(section, group_kind) if group_kind else dict(sorted(section.rules.items()))
    day = round(timedelta(days=1).total_seconds() * 1000)
    message = Message(id="try", at=at, kind=kind, name="?", member_id=0, text=text, link=link)
    hits = judge(book(section, rules), [message], curfews(work, at - day, at + day))
    return [
        Verdict(
            rule=hit.rule,
            name=rules[hit.rule].name,
            conduct=hit.conduct,
            reason=hit.reason,
            detail=hit.detail,
        )
        for hit in hits
    ]
