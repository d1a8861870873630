"""Ways into groups besides the core's five, and what the tiers themselves take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from franchise import (
    Admitted,
    Application,
    FranchiseError,
    Mechanism,
    Rejected,
    UnitOfWork,
    Waiting,
    admission,
    amounts,
)
from franchise_motherbaby.babies import BIRTH, birthdate, fits, months
from franchise_motherbaby.ladder import grade_for, higher
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.settings import settings_of, tier_of
from franchise_motherbaby.standing import Standing, asks, has_bought, lacking, qualifies, standing

if TYPE_CHECKING:
    from franchise_motherbaby.section import MotherBaby

Verdict = Admitted | Waiting | Rejected
CARD: Final = "member_card"
PAID: Final = "paid_total"
"""Facts that the staff may state of what the program cannot know, such as what was paid at the till."""
_YES: Final = frozenset({"true", "yes", "1", "是", "有"})


def by_nothing(_work: UnitOfWork, _application: Application, _rules: Any) -> Verdict:
    """Everybody (I-068): who wants to come in comes in, as far as there is room."""
    return Admitted()


def by_lead_item(work: UnitOfWork, application: Application, _rules: Any) -> Verdict:
    """Only who bought one of the tier's low-priced lead items (I-069)."""
    tier = tier_of(settings_of(work), application.group.kind)
    if has_bought(work, application.member_id, tier.lead_items):
        return Admitted()
    catalog = work.setup.get("catalog")
    names = [catalog[key].name for key in tier.lead_items if key in catalog]
    return Rejected(
        _("{group} is entered by buying: {products}.").format(
            group=application.group.name, products=_(", ").join(names) or "–"
        )
    )


def by_spending(work: UnitOfWork, application: Application, _rules: Any) -> Verdict:
    """Only who ordered and spent what the tier takes; who has not yet may wait for it (I-070)."""
    settings = settings_of(work)
    tier = tier_of(settings, application.group.kind)
    found = _standing(work, settings, application)
    if qualifies(settings, tier, found):
        return Admitted()
    return Waiting(_("Still needed: {what}.").format(what=lacking(settings, tier, found)))


def by_card(work: UnitOfWork, application: Application, _rules: Any) -> Verdict:
    """Only who has a member card: bought here, or shown to the staff (I-070)."""
    tier = tier_of(settings_of(work), application.group.kind)
    if _has_card(work, application, tier.cards):
        return Admitted()
    return Waiting(_("A member card is needed."))


def by_age(work: UnitOfWork, application: Application, _rules: Any) -> Verdict:
    """Only mothers of babies of the age that the program is for, today (I-040)."""
    baby = settings_of(work).baby
    given = application.facts.get(BIRTH)
    if given is None:
        return Waiting(_("The baby's date of birth is not known."))
    born = birthdate(given)
    if born is None:
        return Rejected(_("{date!r} is no date of birth such as 2025-03-05.").format(date=given[:20]))
    age = months(born, date.fromisoformat(work.today()))
    if fits(baby, age):
        return Admitted()
    return Rejected(
        _("The baby is {age} months old; the group is for {least} to {most} months.").format(
            age=age, least=baby.months_least, most=baby.months_most
        )
    )


def mechanisms() -> Sequence[Mechanism]:
    """What a setup's ``mechanisms`` may name besides the core's five."""
    return (
        Mechanism(name="open", title=lambda: _("open to all"), judge=by_nothing),
        Mechanism(name="lead_item", title=lambda: _("lead item"), judge=by_lead_item, facts=(PAID,)),
        Mechanism(name="spending", title=lambda: _("spending"), judge=by_spending, facts=(PAID,)),
        Mechanism(name="member_card", title=lambda: _("member card"), judge=by_card, facts=(CARD,)),
        Mechanism(name="baby_age", title=lambda: _("baby's age"), judge=by_age, facts=(BIRTH,)),
    )


def may_admit(work: UnitOfWork, application: Application) -> Waiting | None:
    """What the tier itself takes, whichever mechanisms the setup names: threshold or card (I-062, I-070).

    A tier beside the ladder takes nothing, so that it may be joined together with any other (I-065). Where the
    setup names `spending` or `member_card`, those have decided already.
    """
    settings = settings_of(work)
    tier = settings.tiers.get(application.group.kind)
    if tier is None or tier.side or not asks(tier):
        return None
    if {"spending", CARD} & set(admission.rules_of(work, application.group.kind).mechanisms):
        return None
    found = _standing(work, settings, application)
    if qualifies(settings, tier, found) or _has_card(work, application, tier.cards):
        return None
    return Waiting(_("Still needed: {what}.").format(what=lacking(settings, tier, found)))


def _has_card(work: UnitOfWork, application: Application, cards: Sequence[str]) -> bool:
    shown = application.facts.get(CARD, "").strip().lower() in _YES
    return bool(cards) and (shown or has_bought(work, application.member_id, cards))


def _standing(work: UnitOfWork, settings: MotherBaby, application: Application) -> Standing:
    """What the store's orders say of an applicant, or the staff where that is more."""
    known = Standing(member_id=0)
    if application.member_id is not None:
        known = standing(work, application.member_id)
    try:
        stated = amounts.parse_money(application.facts.get(PAID, "0"))
    except FranchiseError:
        return known
    if stated <= known.amount:
        return known
    import attrs

    grade = higher(settings.grades, known.grade, grade_for(settings.grades, stated))
    return attrs.evolve(known, amount=stated, orders=max(known.orders, 1), grade=grade)
