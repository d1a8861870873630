"""A week's most frequent question becomes the task to answer it with an analysis (I-196)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from franchise import NewTask, UnitOfWork, chat, groups, language, tasks
from franchise.clock import at_wall, local
from franchise_content import asking, marks
from franchise_content.hours import free_from
from franchise_content.messages import gettext as _
from franchise_content.settings import settings_of

WHAT: Final = "questions"


def time_passed(work: UnitOfWork) -> None:
    """On Monday, have what was asked most in the week before answered; one statement when it is done already.

    One statement reads each group's week, once a week.
    """
    section = settings_of(work)
    settings = section.questions
    if not settings.least or not section.kinds:
        return
    zone, now = work.answers.time_zone, work.now()
    today = local(now, zone).date()
    monday = today - timedelta(days=today.weekday())
    at = at_wall(monday, int(settings.at), zone)
    done = marks.day(work, WHAT)
    if now < at or (done is not None and done >= monday) or not marks.claim(work, WHAT, done, monday):
        return
    due = at if monday == today else free_from(work.setup.get("cadence").curfew, now, zone)
    since, until = (at_wall(day, 0, zone) for day in (monday - timedelta(days=7), monday))
    items = []
    with language(work.answers.language):
        for group in groups.listed(work):
            if group.kind not in section.kinds:
                continue
            found = asking.most_asked(
                filter(
                    None,
                    (
                        asking.question(m.id, m.member_id, m.text)
                        for m in chat.read(work, group, since, until)
                        if m.kind == "text"
                    ),
                ),
                settings.least,
            )
            if found is not None:
                items.append(
                    NewTask(
                        key=f"content.analysis/{group.id}/{monday.isoformat()}",
                        kind="content.analysis",
                        title=_(
                            "Answer with an analysis in {group}: {count} members asked about {words}"
                        ).format(group=group.name, count=found.members, words=found.words),
                        group_id=group.id,
                        duty="reply",
                        due_at=due,
                        payload={"members": found.members, "messages": list(found.messages[:20])},
                    )
                )
    tasks.open(work, items)
