"""The lint on a store: its plan, its catalogue, its groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from franchise import Catalog, Product, UnitOfWork, cadence, groups
from franchise_content import picking, promotions
from franchise_content.findings import Finding
from franchise_content.lint import lint as judge
from franchise_content.offers import usual_price
from franchise_content.promotion_lint import Noted
from franchise_content.section import Content
from franchise_content.settings import settings_of


def lint(work: UnitOfWork, from_day: date, days: int) -> list[Finding]:
    """Everything that is wrong with the posts of some days, errors first.

    Raises:
        UsageProblem: More days than can be planned.

    """
    plan = cadence.agenda(work, from_day, days)
    products: Mapping[str, Product] = work.setup.get("catalog")
    section = settings_of(work)
    used = {facts.product for facts in section.materials.values() if facts.product}
    return judge(
        section,
        work.setup.get("cadence"),
        plan.posts,
        {group.key: group.kind for group in groups.listed(work)},
        from_day,
        days,
        inactive={code for code in used if not products[code].active},
        promotions=[_noted(work, section, one) for one in promotions.between(work, from_day, days)],
    )


def _noted(work: UnitOfWork, section: Content, one: promotions.Promotion) -> Noted:
    """A promotion with what the catalogue says of its product now."""
    products: Mapping[str, Product] = work.setup.get("catalog")
    goods = products.get(one.product)
    if goods is None or not goods.active:
        return Noted(promotion=one, sold=False)
    card = Catalog.of(work.setup)[one.product]
    usual, cost = usual_price(card, one.unit) if one.unit in card.units else (0, 0)
    judged = picking.judged(one.product, goods, section.products.get(one.product), section.fit)
    return Noted(promotion=one, usual=usual, cost=cost, against=judged.against)
