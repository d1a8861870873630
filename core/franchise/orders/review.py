"""Answering questions: what a person says is booked like any other wish, and teaches the next reading."""

from __future__ import annotations

from typing import Final

import attrs

from franchise.catalog.section import Catalog
from franchise.errors import NotFound, Refused, UsageProblem
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import questions, submitting
from franchise.orders.values import Cancellation, OpenQuestion, OrderDraft, Outcome, Question, Wish
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

TEACHING: Final = frozenset({"unknown_product", "ambiguous_product"})
"""Questions whose answer tells what the group calls a product."""


def answer(
    work: UnitOfWork,
    group: Group,
    question: OpenQuestion,
    *,
    member: str = "",
    product: str = "",
    quantity: int | None = None,
    unit: str = "",
    note: str | None = None,
    late: str = "",
) -> Outcome:
    """Answer a question: what is not given is taken from the question's own suggestion.

    The wish is booked into the question's cycle while it is open (or with ``late``), else into the next one. A
    product named here for words that were not understood is learnt as this group's alias.

    Raises:
        UsageProblem: Something needed for booking is still missing, or is no product or unit.
        Conflict: The question was settled before.

    """
    asked = question.question
    if asked.action == "cancel":
        draft = _cancelling(asked, quantity)
    else:
        wish = _wish(work, asked, member, product, quantity, unit, note)
        draft = OrderDraft(mode="add", wishes=(wish,))
        if product and asked.item and asked.code in TEACHING:
            questions.learn(work, group, asked.item, wish.product)
    if asked.code == "nothing_to_change":
        draft = attrs.evolve(draft, mode="add")
    outcome = submitting.submit(
        work, group, draft, text=asked.raw, key=f"answer-{question.id}", late=late, answered=question
    )
    questions.settle(
        work,
        question,
        "answered",
        product=product or asked.product,
        quantity=quantity if quantity is not None else asked.quantity,
        unit=unit or asked.unit,
        cycle=outcome.cycle.key,
    )
    return outcome


def dismiss(work: UnitOfWork, question: OpenQuestion, reason: str) -> None:
    """Settle a question without booking anything.

    Raises:
        UsageProblem: No reason.

    """
    if not reason.strip():
        raise UsageProblem(_("Dismissing a question needs a reason."), hint="--reason …")
    questions.settle(work, question, "dismissed", reason=reason.strip())


def _wish(
    work: UnitOfWork,
    asked: Question,
    member: str,
    product: str,
    quantity: int | None,
    unit: str,
    note: str | None,
) -> Wish:
    catalog = Catalog.of(work.setup)
    code = _product(work, catalog, product) if product else asked.product
    if not code and len(asked.options) == 1:
        code = asked.options[0]
    if not code:
        raise UsageProblem(
            _("Which product is meant by {text!r}?").format(text=asked.item or asked.raw), hint="--product …"
        )
    card = catalog.get(code)
    if card is None:  # headquarters has taken it out since it was asked
        raise NotFound(
            _("{product} is not in the catalogue any more.").format(product=code),
            hint=_("Name another product, or drop the question."),
        )
    amount = quantity if quantity is not None else asked.quantity
    if amount is None:
        raise UsageProblem(_("How much {product}?").format(product=card.name), hint="--quantity …")
    chosen = unit or asked.unit or card.unit
    if chosen not in card.units:
        raise UsageProblem(
            _("{product} is not sold by {unit}; it is sold by {units}.").format(
                product=card.name, unit=chosen, units=_(", ").join(card.units)
            ),
            hint="--unit …",
        )
    who = member or asked.member
    if not who:
        raise UsageProblem(_("Whose order is it?"), hint="--member …")
    return Wish(
        member=who,
        product=code,
        unit=chosen,
        quantity=amount,
        note=asked.note if note is None else note,
        raw=asked.raw,
    )


def product_of(work: UnitOfWork, text: str) -> str:
    """The product of a code, name or alias; "" for none, and for what several products are called."""
    catalog = work.setup.raw("catalog")
    if text in catalog:
        return text
    called = [
        code for code in catalog if text == catalog[code]["name"] or text in catalog[code].get("aliases", ())
    ]
    by_name = [code for code in called if text == catalog[code]["name"]]
    found = by_name or called
    return found[0] if len(found) == 1 else ""


def _product(work: UnitOfWork, catalog: Catalog, text: str) -> str:
    if code := product_of(work, text):
        return code
    raise UsageProblem(
        _("The catalogue has no product {name!r}.").format(name=text),
        hint=did_you_mean(text, [*(card.name for card in catalog.values()), *catalog]),
    )


def _cancelling(asked: Question, quantity: int | None) -> OrderDraft:
    if not asked.member:
        raise Refused(_("This question names nobody; dismiss it with a reason."))
    cancel = Cancellation(
        member=asked.member,
        product=asked.product,
        unit=asked.unit,
        quantity=asked.quantity if quantity is None else quantity,
        raw=asked.raw,
    )
    return OrderDraft(mode="cancel", cancels=(cancel,))
