"""What is wrong with the promotions that are noted: price, product, how many (I-220, C-10). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from franchise import amounts
from franchise_content.facts import Facts
from franchise_content.findings import Findings, Severity
from franchise_content.forms import CUT, form_words
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise.cadence import Post
    from franchise_content.promotions import Promotion
    from franchise_content.section import Content

WEEK: Final = 7


@attrs.frozen(kw_only=True, slots=True)
class Noted:
    """A promotion with what the catalogue says now.

    ``usual`` and ``cost`` are minor units for its unit, 0 where the catalogue does not say; ``against`` is what speaks
    against promoting the product at all.
    """

    promotion: Promotion
    usual: int = 0
    cost: int = 0
    sold: bool = True
    against: tuple[str, ...] = ()


def as_posts(promotions: Sequence[Noted], groups: Mapping[str, str]) -> list[tuple[Post, Facts]]:
    """Promotions as the mix counts posts: each is a promotion about a product, and serves a need."""
    from franchise.cadence import Post

    words = form_words()
    out = []
    for one in (noted.promotion for noted in promotions):
        post = Post(
            group_id=one.group_id,
            group=one.group,
            group_name=one.group,
            kind=groups.get(one.group, ""),
            slot="",
            name=f"{words[one.form]} {one.name}",
            day=one.day,
            nth=0,
            begins_at=one.at,
            ends_at=one.at,
            priority=0,
            role="",
            channel="",
        )
        facts = Facts(
            sort="promotion",
            need="benefit" if one.form == "flash_sale" else "shopping",
            feature="",
            shows=frozenset(("product",)),
            shelf="",
            topic="",
            product=one.product,
            form="text",
            worded=True,
            pictured=True,
            steps=0,
        )
        out.append((post, facts))
    return out


def judge_promotions(
    section: Content, promotions: Sequence[Noted], found: Findings, from_day: date, days: int
) -> None:
    """Note what is wrong with each promotion, and with how many there are."""
    for noted in promotions:
        _judge(noted, found)
    most = section.mix.promotions_a_week
    groups = sorted({noted.promotion.group for noted in promotions})
    for first in range(0, days - WEEK + 1, WEEK) if most else ():
        week = [(from_day + timedelta(days=first + n)).isoformat() for n in range(WEEK)]
        for group in groups:
            own = [n.promotion for n in promotions if n.promotion.group == group and n.promotion.day in week]
            for one in own if len(own) > most else ():
                found.note(
                    "error",
                    "promotions",
                    "[content.mix] promotions_a_week",
                    _(
                        "{count} promotions in the seven days from {day} on; at most {most} are wanted."
                    ).format(count=len(own), day=week[0], most=most),
                    _("Take one back: `franchise content promotion drop`."),
                    day=one.day,
                    group=group,
                )


def _judge(noted: Noted, found: Findings) -> None:
    one = noted.promotion
    place = f"[catalog.{one.product}]"

    def note(severity: Severity, code: str, where: str, text: str, advice: str) -> None:
        found.note(severity, code, where, text, advice, day=one.day, group=one.group)

    if not noted.sold:
        note(
            "error",
            "product_gone",
            place,
            _("{product} is no longer sold.").format(product=one.name),
            _("Take the promotion back: `franchise content promotion drop`."),
        )
        return
    if noted.usual and (one.price > noted.usual or (one.form in CUT and one.price == noted.usual)):
        note(
            "error",
            "dear",
            f"{place} price",
            _("{product} is promoted at {price}; its usual price is {usual}.").format(
                product=one.name,
                price=amounts.format_money(one.price),
                usual=amounts.format_money(noted.usual),
            ),
            _("Take the promotion back, or promote it at a lower price."),
        )
    if noted.cost and one.price < noted.cost:
        note(
            "warning",
            "below_cost",
            f"{place} cost",
            _("{product} is promoted at {price}, below what it costs the store.").format(
                product=one.name, price=amounts.format_money(one.price)
            ),
            _("Promote it on purpose alone, and in few pieces."),
        )
    if noted.against:
        note(
            "warning",
            "unfit",
            f"[content.products.{one.product}]",
            _("{product} is not fit for a promotion: {reasons}.").format(
                product=one.name, reasons=_("; ").join(noted.against)
            ),
            _("`franchise content promotion pick` shows what is fit."),
        )
