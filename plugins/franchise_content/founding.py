"""What a new group is told first: the rules, the introduction, its lead activity (I-109, I-198, I-201, I-202)."""

from __future__ import annotations

from datetime import date
from typing import Final

from franchise import Group, NewTask, UnitOfWork, language
from franchise_content import choosing, handing
from franchise_content.hours import free_from
from franchise_content.messages import gettext as _
from franchise_content.occasions import fill, variables
from franchise_content.section import Saying
from franchise_content.settings import settings_of
from franchise_content.speaking import told, words

DUTY: Final = "announce"
MINUTE: Final = 60_000


def may_create(work: UnitOfWork, group: Group) -> str | None:
    """Why a group of this kind cannot be made yet: occasions on which nobody would know what to say."""
    section = settings_of(work)
    if group.kind not in section.kinds:
        return None
    missing = [o for o in choosing.missing(section, group.kind) if o in section.founding.needed]
    if not missing:
        return None
    return _(
        "There is nothing to say in {kind} on these occasions: {occasions}. Add [content.sayings]."
    ).format(kind=group.kind, occasions=_(", ").join(missing))


def created(work: UnitOfWork, group: Group) -> None:
    """Have the rules posted first, then the introduction, then the lead activity; in the curfew, after its end."""
    section = settings_of(work)
    zone, curfew = work.answers.time_zone, work.setup.get("cadence").curfew
    first = free_from(curfew, work.now(), zone)
    if first is None:
        return
    founding = section.founding
    items = []
    with language(work.answers.language):
        plan = (
            ("rules", 0, _("Post the rules in {group}")),
            ("introduction", founding.introduction_minutes, _("Introduce {group}")),
            ("activity", founding.activity_minutes, _("Begin the lead activity in {group}")),
        )
        for occasion, minutes, title in plan:
            found = choosing.one(section, occasion, group.kind, date.fromisoformat(work.today()))
            at = free_from(curfew, first + minutes * MINUTE, zone)
            text = _words(work, group, found[1], occasion) if found else ""
            if found is None or at is None or not text:
                continue
            items.append(
                NewTask(
                    key=f"content.{occasion}/{group.id}/founding",
                    kind=f"content.{occasion}",
                    title=title.format(group=group.name),
                    text=text,
                    group_id=group.id,
                    duty=DUTY,
                    due_at=at,
                    payload={"picture": found[1].picture},
                )
            )
    handing.hand_out(work, items)


def _words(work: UnitOfWork, group: Group, saying: Saying, occasion: str) -> str:
    """The text; "" for an activity where none is on."""
    known = words(work, group.kind, group, "", variables(saying.text))
    if occasion == "activity":
        found = choosing.latest_activity(
            settings_of(work), group.kind, date.fromisoformat(work.today()), lead=True
        )
        if found is None:
            return ""
        known["activity"] = told(found[1])
    return fill(saying.text, known)
