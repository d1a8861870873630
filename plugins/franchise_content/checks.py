"""What must hold in the section: variables that exist, one saying for each occasion, facts that the texts need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from franchise import Problem, did_you_mean
from franchise.clock import format_wall
from franchise_content.choosing import of_kind
from franchise_content.hours import held
from franchise_content.messages import gettext as _
from franchise_content.occasions import FACTS, OCCASIONS, VARIABLES, stray_braces, variables
from franchise_content.promotion_checks import check_promotions

if TYPE_CHECKING:
    from franchise_content.section import Content


def check(section: Content, effective: Any) -> Iterable[Problem]:
    """Every mistake of the section, each with its place."""
    return [
        *_texts(section),
        *_doubles(section),
        *_facts(section),
        *_plain_words(section),
        *_activities(section),
        *_topics(section),
        *_hours(section, effective),
        *_mix(section),
        *check_promotions(section),
    ]


def _texts(section: Content) -> Iterator[Problem]:
    for key, saying in sorted(section.sayings.items()):
        known = VARIABLES[saying.occasion]
        given = variables(saying.text)
        place = ("sayings", key, "text")
        for name in given:
            if name not in known.allowed:
                near = did_you_mean(name, known.allowed)
                yield Problem(
                    path=place,
                    message=_("There is nothing to put in for {variable} in a saying of {occasion}.").format(
                        variable=_braced(name), occasion=saying.occasion
                    )
                    + (f" {near}" if near else ""),
                    allowed=", ".join(map(_braced, known.allowed)),
                )
        if stray_braces(saying.text):
            yield Problem(
                path=place,
                message=_("A brace stands alone in the text."),
                allowed=", ".join(map(_braced, known.allowed)),
            )
        missing = [name for name in known.required if name not in given]
        if missing:
            yield Problem(
                path=place,
                message=_("A saying of {occasion} must have {variables}.").format(
                    occasion=saying.occasion, variables=", ".join(map(_braced, missing))
                ),
                allowed=_("a text with all of {variables}").format(
                    variables=", ".join(map(_braced, known.required))
                ),
            )


def _braced(name: str) -> str:
    return f"{{{name}}}"


def _doubles(section: Content) -> Iterator[Problem]:
    """Of each occasion a kind of group has one saying; of value as many as there are."""
    taken: dict[tuple[str, str], str] = {}
    for key, saying in sorted(section.sayings.items()):
        if saying.occasion == "value":
            continue
        for kind in saying.kinds or ("",):
            other = taken.setdefault((saying.occasion, kind), key)
            if other != key:
                yield Problem(
                    path=("sayings", key, "kinds"),
                    message=_("{other} is already what is said on {occasion} in {kind}.").format(
                        other=other, occasion=saying.occasion, kind=kind or _("every kind of group")
                    ),
                    allowed=_("other kinds of group, or one of the two alone"),
                )


def _facts(section: Content) -> Iterator[Problem]:
    """What the texts say of a kind of group must be written down for it."""
    for kind, facts in sorted(section.kinds.items()):
        used: dict[str, str] = {}
        for occasion in OCCASIONS:
            for key, saying in of_kind(section, occasion, kind):
                for name in variables(saying.text):
                    used.setdefault(name, key)
        for name in FACTS:
            if name in used and not getattr(facts, name):
                yield Problem(
                    path=("kinds", kind, name),
                    message=_("The saying {saying} needs {variable}, and nothing is written here.").format(
                        saying=used[name], variable=_braced(name)
                    ),
                    allowed=_("a text, or another saying for this kind of group"),
                )


def _plain_words(section: Content) -> Iterator[Problem]:
    """What is put in for a variable is put in as it stands: a variable in it would be read by members."""
    words: dict[tuple[str, ...], str] = {
        ("kinds", kind, name): getattr(facts, name) for kind, facts in section.kinds.items() for name in FACTS
    }
    for key, activity in section.activities.items():
        words |= {("activities", key, "name"): activity.name, ("activities", key, "text"): activity.text}
    words["consent",] = section.consent
    for place, text in sorted(words.items()):
        if found := variables(text):
            yield Problem(
                path=place,
                message=_(
                    "Nothing is put in for {variable} here: the text itself is put into sayings."
                ).format(variable=_braced(found[0])),
                allowed=_("words without variables; a saying may have {variable}").format(
                    variable=_braced(found[0])
                ),
            )


def _activities(section: Content) -> Iterator[Problem]:
    for key, activity in sorted(section.activities.items()):
        if activity.until_day is not None and activity.until_day < activity.from_day:
            yield Problem(
                path=("activities", key, "until_day"),
                message=_("It ends before it begins."),
                allowed=_("{day} or later").format(day=activity.from_day.isoformat()),
            )
        if not activity.link and not activity.text:
            yield Problem(
                path=("activities", key),
                message=_("Nothing says how one takes part."),
                allowed=_("a `link` or a `text`"),
            )


def _topics(section: Content) -> Iterator[Problem]:
    columns = [("columns", key, row.topic) for key, row in sorted(section.columns.items())]
    materials = [("materials", key, row.topic) for key, row in sorted(section.materials.items())]
    for table, key, topic in (*columns, *materials):
        if topic and topic not in section.topics:
            yield Problem(
                path=(table, key, "topic"),
                message=_("There is no topic {topic!r}.").format(topic=topic),
                allowed=", ".join(section.topics) or _("one of [content] topics"),
            )


def _hours(section: Content, effective: Any) -> Iterator[Problem]:
    curfew = effective.get("cadence").curfew
    for table, at, is_on in (
        ("reminders", section.reminders.at, section.reminders.every_days or section.reminders.later_days),
        ("questions", section.questions.at, section.questions.least),
    ):
        if is_on and held(curfew, int(at)):
            yield Problem(
                path=(table, "at"),
                message=_("{time} lies in the curfew from {begins} to {ends}.").format(
                    time=format_wall(at), begins=format_wall(curfew.begins), ends=format_wall(curfew.ends)
                ),
                allowed=_("a time outside the curfew"),
            )


def _mix(section: Content) -> Iterator[Problem]:
    mix = section.mix
    if mix.voices_most is not None and mix.voices_most < mix.voices_least:
        yield Problem(
            path=("mix", "voices_most"),
            message=_("There cannot be at least {least} and at most {most}.").format(
                least=mix.voices_least, most=mix.voices_most
            ),
            allowed=_("{count} or more").format(count=mix.voices_least),
        )
