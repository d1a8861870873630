"""What must hold in the section: duties that exist, headcounts that can be met, no atmosphere crew in secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter
from typing import TYPE_CHECKING, Any

from franchise import Problem, did_you_mean, tasks
from franchise_crew import duties
from franchise_crew.messages import gettext as _
from franchise_crew.signing import plain

if TYPE_CHECKING:
    from franchise_crew.section import Crew, Role


CAMPAIGN_DUTIES = ("share", "complaints", "opinions", "signups")
CAMPAIGN_FIELDS = ("name", "at", "until", "places", "about", "store")
STAR_FIELDS = ("name", "title", "count", "from", "until", "store")


def check(section: Crew, effective: Any) -> Iterable[Problem]:
    """Every mistake of the section, each with its place."""
    return [
        *_own_duties(section),
        *(problem for key in sorted(section.roles) for problem in _role(section, key, section.roles[key])),
        *_daily(section),
        *_shifts(section),
        *_lessons(section, effective),
        *_campaign(section),
        *_braces(("star", "text"), section.star.text, STAR_FIELDS),
        *_ladder(section),
        *_team(section),
        *_vetting(section),
        *_personas(section),
    ]


def _own_duties(section: Crew) -> Iterator[Problem]:
    for key in sorted({*tasks.DUTIES, *duties.OWN} & section.duties.keys()):
        yield Problem(path=("duties", key), message=_("{duty} is a duty already.").format(duty=key))


def _unknown(section: Crew, word: str) -> Iterator[Problem]:
    known = duties.known(section)
    if word not in known:
        hint = did_you_mean(word, known)
        message = _("There is no duty {duty!r}.").format(duty=word)
        yield Problem(message=f"{message} {hint}".rstrip(), allowed=", ".join(known))


def _role(section: Crew, key: str, role: Role) -> Iterator[Problem]:
    place = ("roles", key)
    for duty in role.duties:
        for problem in _unknown(section, duty):
            yield Problem(path=(*place, "duties"), message=problem.message, allowed=problem.allowed)
    if duties.ATMOSPHERE in role.duties:
        if not role.disclosed:
            yield Problem(
                path=(*place, "disclosed"),
                message=_("Who livens groups up for the store does not do so in secret."),
                allowed="disclosed = true",
            )
        if role.prizes:
            yield Problem(
                path=(*place, "prizes"),
                message=_("Who livens groups up for the store wins no prizes."),
                allowed="prizes = false",
            )
    if role.most is not None and role.least > role.most:
        yield Problem(
            path=(*place, "least"),
            message=_("There cannot be at least {least} and at most {most}.").format(
                least=role.least, most=role.most
            ),
            allowed=_("no more than {count}").format(count=role.most),
        )
    if role.elected and role.per == "store":
        yield Problem(
            path=(*place, "per"),
            message=_("{role} counts in the whole store, not in one group.").format(role=role.name),
            allowed='per = "group"',
        )
    if (role.begins is None) != (role.ends is None):
        yield Problem(
            path=(*place, "begins" if role.ends is None else "ends"),
            message=_("The hours of a role have a begin and an end."),
            allowed=_("`begins` and `ends`, or neither"),
        )
    if role.begins is not None and not any(shift.role == key for shift in section.shifts.values()):
        yield Problem(
            path=(*place, "begins"),
            message=_("Somebody must be on duty, and {role} has no shift.").format(role=key),
            allowed=_("a table in [crew.shifts] with role = {role!r}").format(role=key),
        )
    for kind in role.kinds:
        if kind in section.outside and (both := sorted({*role.duties} & {*duties.KEEPERS})):
            yield Problem(
                path=(*place, "kinds"),
                message=_(
                    "Groups of {kind} are kept by others than the crew: nobody would ask for {duty}."
                ).format(kind=kind, duty=", ".join(both)),
                allowed=_("duties that no keeper has, such as approve or atmosphere"),
            )


def _daily(section: Crew) -> Iterator[Problem]:
    for key in sorted(section.daily):
        item = section.daily[key]
        for problem in _unknown(section, item.duty):
            yield Problem(path=("daily", key, "duty"), message=problem.message, allowed=problem.allowed)
        if item.per == "store" and item.kinds:
            yield Problem(
                path=("daily", key, "kinds"),
                message=_("Something that is done once for the store has no kinds of group."),
                allowed='per = "group"',
            )


def _shifts(section: Crew) -> Iterator[Problem]:
    """A shift that no group of its role has use for stands for nothing."""
    for key in sorted(section.shifts):
        shift = section.shifts[key]
        role = section.roles.get(shift.role)
        if role is None:
            continue
        for kind in shift.kinds:
            if not duties.serves(section, role, kind):
                yield Problem(
                    path=("shifts", key, "kinds"),
                    message=_("{role} has nothing to do in groups of {kind}.").format(
                        role=shift.role, kind=kind
                    ),
                    allowed=", ".join(role.kinds) or _("a kind that is not in `outside`"),
                )


def _lessons(section: Crew, effective: Any) -> Iterator[Problem]:
    """A teacher who is not there for the groups of a lesson would never be missed."""
    if not section.lessons:
        return
    slots, kinds = effective.get("cadence").slots, effective.get("groups")
    for key in sorted(section.lessons):
        role = section.roles.get(section.lessons[key].role)
        if role is None or key not in slots:
            continue
        for kind in slots[key].kinds or sorted(kinds):
            if slots[key].kinds and not duties.serves(section, role, kind):
                yield Problem(
                    path=("lessons", key, "role"),
                    message=_("{role} has nothing to do in groups of {kind}.").format(
                        role=section.lessons[key].role, kind=kind
                    ),
                    allowed=_("a role that is there for them"),
                )


def _campaign(section: Crew) -> Iterator[Problem]:
    for what in CAMPAIGN_DUTIES:
        settings = getattr(section.campaign, what)
        if settings.duty:
            for problem in _unknown(section, settings.duty):
                yield Problem(
                    path=("campaign", what, "duty"), message=problem.message, allowed=problem.allowed
                )
        yield from _braces(("campaign", what, "text"), settings.text, CAMPAIGN_FIELDS)
    for field in ("signs", "takes_back", "harmless", "several"):
        for word in getattr(section.campaign, field):
            if not plain(word):
                yield Problem(
                    path=("campaign", field),
                    message=_("{word!r} is no word that could be found in a chat.").format(word=word),
                    allowed=_("letters or digits"),
                )
    back = {plain(word) for word in section.campaign.takes_back}
    for word in section.campaign.signs:
        if plain(word) in back:
            yield Problem(
                path=("campaign", "takes_back"),
                message=_("{word!r} cannot both sign up and take it back.").format(word=word),
                allowed=_("another word"),
            )


def _braces(place: tuple[str, ...], text: str, fields: tuple[str, ...]) -> Iterator[Problem]:
    allowed = ", ".join(f"{{{name}}}" for name in fields)
    try:
        found = [(name, spec, how) for _text, name, spec, how in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Problem(path=place, message=_("A brace stands alone in the text."), allowed=allowed)
        return
    for name, spec, how in found:
        if name not in fields or spec or how:
            whole = name + (f"!{how}" if how else "") + (f":{spec}" if spec else "")
            yield Problem(
                path=place,
                message=_("{name!r} is nothing that can be put in here.").format(name=whole),
                allowed=allowed,
            )
            return


def _ladder(section: Crew) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for key in sorted(section.ladder):
        rank = section.ladder[key].rank
        if rank in taken:
            yield Problem(
                path=("ladder", key, "rank"),
                message=_("{one} and {other} have the same rank.").format(one=taken[rank], other=key),
                allowed=_("a rank of its own for each step"),
            )
        taken.setdefault(rank, key)


def _team(section: Crew) -> Iterator[Problem]:
    least, most = section.team_least, section.team_most
    if least is not None and most is not None and least > most:
        yield Problem(
            path=("team_least",),
            message=_("There cannot be at least {least} and at most {most}.").format(least=least, most=most),
            allowed=_("no more than {count}").format(count=most),
        )
        return
    wanted = [role for role in section.roles.values() if role.per == "store" and _of_staff(section, role)]
    need = sum(role.least for role in wanted)
    if most is not None and need > most:
        yield Problem(
            path=("team_most",),
            message=_("The roles need {count} people, more than the team may have.").format(count=need),
            allowed=_("at least {count}").format(count=need),
        )
    if least is not None and wanted and all(role.most is not None for role in wanted):
        room = sum(role.most or 0 for role in wanted)
        others = any(role.per == "group" and _of_staff(section, role) for role in section.roles.values())
        if room < least and not others:
            yield Problem(
                path=("team_least",),
                message=_("The roles have room for {count} people, fewer than the team needs.").format(
                    count=room
                ),
                allowed=_("at most {count}").format(count=room),
            )


def _of_staff(section: Crew, role: Role) -> bool:
    """Whether employed people may have the role."""
    named = [section.positions[key] for key in role.positions if key in section.positions]
    return not named or any(position.staff for position in named)


def _vetting(section: Crew) -> Iterator[Problem]:
    for kind in sorted(section.vetting):
        if not section.vetting[kind].checks:
            yield Problem(
                path=("vetting", kind, "checks"),
                message=_("There is nothing to look at."),
                allowed=_("at least one table [crew.vetting.{kind}.checks.KEY]").format(kind=kind),
            )


def _personas(section: Crew) -> Iterator[Problem]:
    for key in sorted(section.personas):
        seen, at = [key], section.personas[key].supports
        while at and at in section.personas and at not in seen:
            seen.append(at)
            at = section.personas[at].supports
        if at == key:
            yield Problem(
                path=("personas", key, "supports"),
                message=_("These support each other in a circle: {names}.").format(
                    names=" → ".join((*seen, key))
                ),
                allowed=_("somebody who stands beside nobody"),
            )
