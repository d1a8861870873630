"""Promoting products in groups: what is posted, and how rarely (I-127, I-220, C-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from franchise import Group, Refused, UnitOfWork, UsageProblem, amounts, groups, language
from franchise.clock import format_wall, local, show
from franchise_content import picking, promotions, quoting
from franchise_content import tables as t
from franchise_content.hours import held
from franchise_content.messages import gettext as _
from franchise_content.occasions import fill, variables
from franchise_content.offers import Offer, script_of
from franchise_content.offers import offer as checked
from franchise_content.promotions import Promotion
from franchise_content.section import Content
from franchise_content.settings import settings_of
from franchise_content.speaking import owner

if TYPE_CHECKING:
    from franchise import Product

AHEAD: Final = 92
"""Days for which promotions may be noted in advance."""
WEEK: Final = 7
MINUTE: Final = 60_000
_c: Final = t.promotion.c


@attrs.frozen(kw_only=True, slots=True)
class Promoted:
    """What is to be posted. ``fresh`` False: it was noted before. ``warnings`` say what speaks against it."""

    promotion: Promotion
    text: str
    picture: str
    fresh: bool
    warnings: tuple[str, ...]


def say(
    work: UnitOfWork,
    form: str,
    product: str,
    group: Group,
    *,
    price: str,
    unit: str = "",
    minutes: int = 0,
    pieces: int = 0,
    at: int | None = None,
) -> Promoted:
    """The post that promotes a product in a group, and note that it is promoted. The same post is noted once a day.

    The number of statements is the same for every catalogue and history.

    Args:
        work: The unit of work.
        form: One of the five forms, by its key or by what people call it.
        product: The product's key, name or another name.
        group: Where it is promoted.
        price: What one unit costs meanwhile, as a person writes it.
        unit: A selling unit of the product; its base unit when not given.
        minutes: How long it lasts, where the script says it.
        pieces: How many there are, or are wanted, where the script says it.
        at: When it is posted, UTC milliseconds: now, or later.

    Raises:
        NotFound: No such product, unit or script.
        UsageProblem: No such form, no such price; a number that the script lacks or wants; a time that is over.
        Refused: The product is not sold, the price promotes nothing, the curfew holds, or it would be too often.

    """
    section = settings_of(work)
    found = checked(work, section, form, product, price=price, unit=unit, minutes=minutes, pieces=pieces)
    when = _when(work, at)
    zone = work.answers.time_zone
    day = local(when, zone).date()
    groups.hold(work, group)  # of two who promote at once, the second sees what the first has noted
    span = max(section.mix.product_days, WEEK)
    near = promotions.between(work, day - timedelta(days=span), 2 * span + 1, group)
    same = next((one for one in near if one.day == day.isoformat() and _key(one) == _key(found)), None)
    if same is None:
        _curfew(work, when)
        _seldom(section, near, found.product, promotions.name_of(work, found.product), group, day)
    noted = same or _note(work, found, group, day, when)
    script = script_of(section, found.form)
    with language(work.answers.language):  # what is posted; what is refused is told in the user's
        text = _text(work, section, script.text, noted, group)
    return Promoted(
        promotion=noted,
        text=text,
        picture=script.picture,
        fresh=same is None,
        warnings=warnings(work, section, found),
    )


def _note(work: UnitOfWork, found: Offer, group: Group, day: date, when: int) -> Promotion:
    """Note that something is promoted in a group."""
    noted = Promotion(
        group=group.key,
        group_id=group.id,
        day=day.isoformat(),
        at=when,
        form=found.form,
        product=found.product,
        name=promotions.name_of(work, found.product),
        unit=found.unit,
        price=found.price,
        usual=found.usual,
        minutes=found.minutes,
        pieces=found.pieces,
    )
    values = {name: getattr(noted, name) for name in _c.keys() if name != "store_id"}  # noqa: SIM118
    work.insert_new(t.promotion, **values)
    work.record(
        "content.promoted",
        group.key,
        group_id=group.id,
        form=found.form,
        product=found.product,
        price=found.price,
        day=noted.day,
    )
    return noted


def _when(work: UnitOfWork, at: int | None) -> int:
    now = work.now()
    if at is None:
        return now
    if at < now - now % MINUTE:
        raise UsageProblem(
            _("{time} is over.").format(time=show(at, work.answers.time_zone)),
            hint=_("Leave --at away for now."),
            where="--at",
        )
    if at > now + AHEAD * 1440 * MINUTE:
        raise UsageProblem(
            _("{time} is too far ahead: at most {most} days.").format(
                time=show(at, work.answers.time_zone), most=AHEAD
            ),
            where="--at",
        )
    return at


def _curfew(work: UnitOfWork, at: int) -> None:
    curfew = work.setup.get("cadence").curfew
    moment = local(at, work.answers.time_zone)
    if held(curfew, moment.hour * 60 + moment.minute):
        raise Refused(
            _("Nothing is promoted in the curfew from {begins} to {ends}.").format(
                begins=format_wall(int(curfew.begins)), ends=format_wall(int(curfew.ends))
            ),
            hint=_("Pass another time with --at, such as --at 10:00."),
        )


def _seldom(
    section: Content, near: Sequence[Promotion], product: str, name: str, group: Group, day: date
) -> None:
    """See that neither the product nor the group is promoted too often.

    Raises:
        Refused: It would be.

    """
    resting, most = section.mix.product_days, section.mix.promotions_a_week
    for one in near:
        other = date.fromisoformat(one.day)
        if one.product == product and resting and abs((other - day).days) < resting:
            raise Refused(
                _("{product} is promoted in {group} on {day}, and again from {again} on.").format(
                    product=name,
                    group=group.name,
                    day=one.day,
                    again=(other + timedelta(days=resting)).isoformat(),
                ),
                hint=_("Take another product; {where} says how rarely.").format(
                    where="[content.mix] product_days"
                ),
            )
    if not most:
        return
    for first in (day - timedelta(days=back) for back in range(WEEK)):
        span = (first.isoformat(), (first + timedelta(days=WEEK - 1)).isoformat())
        count = sum(span[0] <= one.day <= span[1] for one in near)
        if count >= most:
            raise Refused(
                _("{group} has {count} promotions from {first} to {last}; {most} are the most.").format(
                    group=group.name, count=count, first=span[0], last=span[1], most=most
                ),
                hint=_("Give something of value first; {where} says how many.").format(
                    where="[content.mix] promotions_a_week"
                ),
            )


def warnings(work: UnitOfWork, section: Content, found: Offer) -> tuple[str, ...]:
    """What speaks against promoting a product so; nothing of it forbids it."""
    goods: Product = work.setup.get("catalog")[found.product]
    judged = picking.judged(found.product, goods, section.products.get(found.product), section.fit)
    out = list(judged.against)
    if found.cost and found.price < found.cost:
        out.append(_("the price is below what it costs the store"))
    return tuple(out)


def _text(work: UnitOfWork, section: Content, script: str, noted: Promotion, group: Group) -> str:
    """The post with everything put in; only what it has is worked out."""
    zone = work.answers.time_zone
    kind = section.kinds.get(group.kind)
    makers = {
        "product": lambda: noted.name,
        "unit": lambda: noted.unit,
        "price": lambda: amounts.format_money(noted.price),
        "usual": lambda: amounts.format_money(noted.usual),
        "saved": lambda: amounts.format_money(noted.usual - noted.price),
        "minutes": lambda: str(noted.minutes),
        "pieces": lambda: str(noted.pieces),
        "until": lambda: _until(noted, zone),
        "store": lambda: work.answers.name,
        "group": lambda: group.name,
        "owner": lambda: owner(work, kind.owner if kind is not None else "", group),
        "praise": lambda: quoting.quote(work, date.fromisoformat(noted.day), noted.product),
    }
    return fill(script, {name: makers[name]() for name in variables(script)})


def _until(noted: Promotion, zone: str) -> str:
    begins, ends = local(noted.at, zone), local(noted.at + noted.minutes * MINUTE, zone)
    return ends.strftime("%H:%M" if begins.date() == ends.date() else "%m-%d %H:%M")


def _key(one: Promotion | Offer) -> tuple[object, ...]:
    return (one.form, one.product, one.unit, one.price, one.minutes, one.pieces)
