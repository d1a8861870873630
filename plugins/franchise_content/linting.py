"""The lint on a store: its plan, its catalogue, its groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from franchise import Product, UnitOfWork, cadence, groups
from franchise_content.findings import Finding
from franchise_content.lint import lint as judge
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
    )
