"""What a person types at a question: yes, the number of a suggestion, a name, or words such as 鸡蛋两斤半."""

from __future__ import annotations

from typing import Any, Final

from franchise import amounts
from franchise.catalog.section import Catalog
from franchise.errors import PluginFailed, UsageProblem
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import reading
from franchise.orders.review import product_of
from franchise.orders.values import OpenQuestion, OrderDraft, Question, Wish
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

YES: Final = frozenset({"y", "yes", "是", "是的", "好", "好的", "对"})
NO: Final = frozenset({"x", "n", "no", "不", "不是", "否"})
LATER: Final = frozenset({"", "s"})
STOP: Final = frozenset({"q"})
_CERTAIN_NOW: Final = frozenset({"member_missing", "for_somebody_else"})
EXAMPLE: Final = "鸡蛋 2斤"
_MARKS: Final = ".、,，:：)）"


def understand(
    work: UnitOfWork, group: Group, asked: OpenQuestion, text: str, chosen: str = ""
) -> dict[str, Any]:
    """What `franchise.orders.answer` is to be given for a typed answer; ``{}`` takes the question's suggestion.

    ``chosen`` is the product that an answer just before named, when its amount would not do.

    Words are read by the plugin that reads the group's lists, so that amounts may be written as there.

    Raises:
        UsageProblem: Nothing certain is said.

    """
    if text.casefold() in YES:
        return {}
    q = asked.question
    if q.action == "cancel":
        raise UsageProblem(
            _("This asks whether something is taken back."), hint=_("Answer y or x, or press Enter.")
        )
    catalog = Catalog.of(work.setup)
    head, _space, rest = text.partition(" ")
    number = head.rstrip(_MARKS)
    if number.isdecimal() and len(number) < 3 and 1 <= int(number) <= len(q.options):
        product = q.options[int(number) - 1]
        if not rest.strip():
            return {"product": product}
        if product in catalog and (
            said := _said(work, group, q, f"{catalog[product].name} {rest}", q.member)
        ):
            return {**said, "product": product}
    named = {"product": chosen} if chosen in catalog else {}
    if number == text and text.isascii() and text.isdecimal():
        return {**named, "quantity": amounts.parse_quantity(text)}
    if code := product_of(work, text):
        return {"product": code}
    if q.code == "member_missing" and text in groups.roster(work, group).names():
        return {"member": text}
    return _in_words(work, group, q, catalog, text, chosen or q.product)


def _in_words(
    work: UnitOfWork, group: Group, q: Question, catalog: Catalog, text: str, product: str
) -> dict[str, Any]:
    for sender in dict.fromkeys((q.member, "")):  # "": the words themselves may begin with a name
        if said := _said(work, group, q, text, sender):
            return said
    if product in catalog and (said := _said(work, group, q, f"{catalog[product].name} {text}", q.member)):
        return said
    if q.code == "member_missing" and q.product and not any(c.isdigit() for c in text):
        return {"member": text}  # somebody new: nothing else is left that the words could mean
    draft = _draft(work, group, text, q.member)
    if draft is not None and len(draft.questions) == 1 and draft.questions[0].product:
        raise UsageProblem(draft.questions[0].text)
    raise UsageProblem(
        _("The catalogue has no product {name!r}.").format(name=text),
        hint=did_you_mean(text, [card.name for card in catalog.values()])
        or _("Write the product with its amount, such as {example}.").format(example=EXAMPLE),
    )


def _draft(work: UnitOfWork, group: Group, text: str, sender: str) -> OrderDraft | None:
    try:
        return reading.read(work, text, reading.reading_context(work, group, sender=sender))
    except PluginFailed:
        return None


def _said(work: UnitOfWork, group: Group, q: Question, text: str, sender: str) -> dict[str, Any]:
    """The one order that the words name, or nothing when they name none, several, or one that must be asked."""
    draft = _draft(work, group, text, sender)
    if draft is None or draft.rejected or draft.cancels or len(draft.wishes) + len(draft.questions) != 1:
        return {}
    found: Wish | Question = draft.wishes[0] if draft.wishes else draft.questions[0]
    if isinstance(found, Question) and found.code not in _CERTAIN_NOW:
        return {}
    if not found.product or found.quantity is None:
        return {}
    given: dict[str, Any] = {"product": found.product, "quantity": found.quantity, "unit": found.unit}
    if found.member and found.member != q.member:
        given["member"] = found.member
    if found.note:
        given["note"] = found.note
    return given
