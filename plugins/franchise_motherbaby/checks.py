"""What must hold in the section: a ladder without circles, thresholds that rise, shares that make a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from franchise import Problem, amounts
from franchise_motherbaby.ladder import cycle, ladder, ordered
from franchise_motherbaby.messages import gettext as _

if TYPE_CHECKING:
    from franchise_motherbaby.section import Grade, MotherBaby, Tier


def check(section: MotherBaby, effective: Any) -> Iterable[Problem]:
    """Every mistake of the section, each with its place."""
    kinds = effective.get("groups")
    found = [*_order(section), *_grades(section.grades), *_lives(section.tiers), *_shares(section.tiers)]
    if not found:
        found += [*_thresholds(section), *_names(section, kinds), *_service(section, effective)]
    return [*found, *_baby(section), *_sources(section)]


def _order(section: MotherBaby) -> Iterator[Problem]:
    tiers = section.tiers
    if circle := cycle(tiers):
        yield Problem(
            path=("tiers", circle[-1], "next"),
            message=_("The tiers follow each other in a circle: {tiers}.").format(
                tiers=" → ".join((*circle, circle[0]))
            ),
            allowed=_("a ladder that ends: the highest tier has no next"),
        )
        return
    for key, count in sorted(Counter(tier.next for tier in tiers.values() if tier.next).items()):
        if count > 1:
            second = sorted(k for k, tier in tiers.items() if tier.next == key)[1]
            yield Problem(
                path=("tiers", second, "next"),
                message=_("{tier} already follows another tier.").format(tier=key),
                allowed=_("one ladder: each tier follows one other"),
            )
    followed = {tier.next for tier in tiers.values()}
    starts = []
    for key in sorted(tiers):
        tier = tiers[key]
        if tier.side and (tier.next or key in followed):
            yield Problem(
                path=("tiers", key, "side"),
                message=_("{tier} stands beside the ladder and on it.").format(tier=key),
                allowed=_("a tier with `side`, or one with a next or a tier before it"),
            )
        if not tier.side and key not in followed:
            starts.append(key)
        if tier.partner and not tier.side:
            yield Problem(
                path=("tiers", key, "partner"),
                message=_("Only a tier beside the ladder is held with a partner."),
                allowed="side = true",
            )
    if len(starts) > 1:
        yield Problem(
            path=("tiers", starts[1]),
            message=_("{one} and {other} are both at the foot of the ladder.").format(
                one=starts[0], other=starts[1]
            ),
            allowed=_("one tier that no other leads to; `side = true` for those beside the ladder"),
        )


def _grades(grades: Mapping[str, Grade]) -> Iterator[Problem]:
    previous: tuple[str, Grade] | None = None
    for number, (key, grade) in enumerate(ordered(grades)):
        place = ("grades", key, "least")
        if number == 0 and (grade.named or grade.least):
            yield Problem(
                path=place,
                message=_("Nobody would have the lowest grade."),
                allowed=_('least = "0" for the grade of the lowest rank'),
            )
        if grade.named and grade.least:
            yield Problem(
                path=place,
                message=_("A grade to which members are named has no threshold."),
                allowed=_("`named` or `least`"),
            )
        if previous is not None:
            before, lower = previous
            if lower.rank == grade.rank:
                yield Problem(
                    path=("grades", key, "rank"),
                    message=_("{one} and {other} have the same rank.").format(one=before, other=key),
                    allowed=_("a rank of its own for each grade"),
                )
            elif lower.named and not grade.named:
                yield Problem(
                    path=("grades", key, "rank"),
                    message=_("{other} is reached by spending and stands above {one}, which is not.").format(
                        one=before, other=key
                    ),
                    allowed=_("grades to which members are named stand highest"),
                )
            elif not grade.named and grade.least <= lower.least:
                yield Problem(
                    path=place,
                    message=_(
                        "The thresholds are out of order: {grade} begins at {least}, the lower {before} at {other}."
                    ).format(
                        grade=key,
                        least=amounts.format_money(grade.least),
                        before=before,
                        other=amounts.format_money(lower.least),
                    ),
                    allowed=_("more than {amount}").format(amount=amounts.format_money(lower.least)),
                )
        previous = (key, grade)


def _lives(tiers: Mapping[str, Tier]) -> Iterator[Problem]:
    for key in sorted(tiers):
        tier = tiers[key]
        if tier.life_least is not None and tier.life is not None and tier.life_least > tier.life:
            yield Problem(
                path=("tiers", key, "life_least"),
                message=_("A group cannot live at least {least} and at most {most} days.").format(
                    least=tier.life_least, most=tier.life
                ),
                allowed=_("no more than {days}").format(days=tier.life),
            )


def _shares(tiers: Mapping[str, Tier]) -> Iterator[Problem]:
    given = [(key, tier.effort) for key, tier in sorted(tiers.items()) if tier.effort is not None]
    total = sum(share for _key, share in given)
    if given and total != 100:
        yield Problem(
            path=("tiers", given[-1][0], "effort"),
            message=_("The shares of effort make {total} percent: {shares}.").format(
                total=total, shares=" + ".join(str(share) for _key, share in given)
            ),
            allowed=_("shares that make 100"),
        )


def _thresholds(section: MotherBaby) -> Iterator[Problem]:
    """Whoever may enter a higher tier may enter those below it."""
    rank = {"": -1, **{key: grade.rank for key, grade in section.grades.items()}}
    path = ladder(section)
    for below, above in pairwise(path):
        one, other = section.tiers[below], section.tiers[above]
        if rank[other.grade] < rank[one.grade]:
            yield Problem(
                path=("tiers", above, "grade"),
                message=_(
                    "The thresholds are out of order: {above} takes {grade}, the lower {below} takes {other}."
                ).format(above=above, grade=other.grade or "–", below=below, other=one.grade),
                allowed=_("a grade no lower than {grade}").format(grade=one.grade),
            )
        if other.orders < one.orders and not other.grade:
            yield Problem(
                path=("tiers", above, "orders"),
                message=_(
                    "The thresholds are out of order: {above} takes {orders} orders, the lower {below} takes {other}."
                ).format(above=above, orders=other.orders, below=below, other=one.orders),
                allowed=_("at least {count}").format(count=one.orders),
            )


def _names(section: MotherBaby, kinds: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbered groups need their number in the name (I-045 … I-048, I-098)."""
    for key in sorted(section.tiers):
        kind = kinds.get(key)
        if kind is not None and kind.when_full == "next_group" and "{number}" not in kind.name:
            yield Problem(
                path=("tiers", key),
                message=_("All groups of {kind} would have the same name: {name!r}.").format(
                    kind=key, name=kind.name
                ),
                allowed=_("{{number}} in [groups.{kind}] name").format(kind=key),
            )


def _service(section: MotherBaby, effective: Any) -> Iterator[Problem]:
    """The first tier is the seed bed of the others: something is given there regularly, for nothing (I-059)."""
    path = ladder(section)
    slots = effective.get("cadence").slots
    for key in sorted(section.tiers):
        tier = section.tiers[key]
        used = {c for slot in slots.values() if not slot.kinds or key in slot.kinds for c in slot.columns}
        idle = [column for column in tier.free_service if column not in used]
        if idle:
            yield Problem(
                path=("tiers", key, "free_service"),
                message=_("No slot for {kind} has the column {column}.").format(kind=key, column=idle[0]),
                allowed=_("columns of slots for this kind of group"),
            )
    if path and not section.tiers[path[0]].free_service:
        yield Problem(
            path=("tiers", path[0], "free_service"),
            message=_("The first tier gives nothing for free; nobody would stay in it."),
            allowed='free_service = ["parenting"]',
        )


def _baby(section: MotherBaby) -> Iterator[Problem]:
    if section.baby.months_least > section.baby.months_most:
        yield Problem(
            path=("baby", "months_least"),
            message=_("No baby is at least {least} and at most {most} months old.").format(
                least=section.baby.months_least, most=section.baby.months_most
            ),
            allowed=_("no more than {count}").format(count=section.baby.months_most),
        )


def _sources(section: MotherBaby) -> Iterator[Problem]:
    for key in sorted(section.sources):
        source = section.sources[key]
        if (source.begins is None) != (source.ends is None):
            yield Problem(
                path=("sources", key),
                message=_("A time begins and ends, or neither is given."),
                allowed="begins = 19:00:00, ends = 20:30:00",
            )
        elif source.begins is not None and source.ends is not None and source.begins >= source.ends:
            yield Problem(
                path=("sources", key, "ends"),
                message=_("It ends before it begins."),
                allowed=_("a time after the beginning"),
            )
