"""What booking cannot decide: the questions that it asks instead."""

from __future__ import annotations

from collections.abc import Sequence

from franchise.catalog.section import Card, Catalog
from franchise.messages import gettext as _
from franchise.orders.difference import Entry
from franchise.orders.lines import amount_doubt, said
from franchise.orders.values import Cancellation, Line, Question, Wish


def no_name(card: Card | None, words: Wish | Cancellation, item: str, text: str) -> Question:
    """The member's name cannot be one."""
    return Question(
        code="member_missing",
        text=text,
        raw=words.raw,
        action="book" if isinstance(words, Wish) else "cancel",
        item=card.name if card is not None else item,
        product=words.product if card is not None else "",
        unit=words.unit,
        quantity=words.quantity,
    )


def uncountable(card: Card | None, wish: Wish) -> Question | None:
    """The amount cannot be booked as it stands; None when it can."""
    doubt = amount_doubt(card, wish)
    if doubt is None:
        return None
    code, text = doubt
    return Question(
        code=code,
        text=text,
        raw=wish.raw,
        member=wish.member,
        item=wish.product,
        product=wish.product if card is not None else "",
        unit=wish.unit,
        quantity=wish.quantity,
        note=wish.note,
    )


def changed_after_cutoff(line: Line, wish: Wish, entry: Entry) -> Question:
    """An earlier session took another amount than the list has now."""
    more = entry.unit == line.unit and entry.quantity > line.quantity
    return Question(
        code="changed_after_cutoff",
        text=_("An earlier session took {before}; the list now says {after}.").format(
            before=said(line.quantity, line.unit), after=said(entry.quantity, entry.unit)
        ),
        raw=wish.raw,
        member=wish.member,
        item=line.name,
        product=wish.product,
        unit=wish.unit,
        quantity=entry.quantity - line.quantity if more else entry.quantity,
        note=wish.note,
    )


def missing_from_list(line: Line, name: str) -> Question:
    """A line that stands is no longer in the list."""
    return Question(
        code="missing_from_list",
        text=_("{member}'s {product} {quantity} is no longer in the list. Is it cancelled?").format(
            member=name, product=line.name, quantity=said(line.quantity, line.unit)
        ),
        raw=line.raw,
        action="cancel",
        member=name,
        item=line.name,
        product=line.product,
        unit=line.unit,
        quantity=line.quantity,
        note=line.note,
    )


def said_before(card: Card, wish: Wish) -> Question:
    """The very words were booked before, out of another text."""
    return Question(
        code="said_before",
        text=_("{member}'s {product} {quantity} is booked already, from the same words. Once more?").format(
            member=wish.member, product=card.name, quantity=said(wish.quantity, wish.unit)
        ),
        raw=wish.raw,
        member=wish.member,
        item=card.name,
        product=wish.product,
        unit=wish.unit,
        quantity=wish.quantity,
        note=wish.note,
    )


def said_again(catalog: Catalog, wishes: Sequence[Wish]) -> str:
    """Several orders of a text were booked before from the very same words, as when a longer log is pasted."""
    lines = [f"{x.member} {catalog[x.product].name} {said(x.quantity, x.unit)}" for x in wishes]
    return _(
        "Booked before from the same words, and not booked again: {lines}. Who wants more of it says so."
    ).format(lines=_(", ").join(lines))


def nothing_to_change(card: Card, wish: Wish, count: int) -> Question:
    """An amount is to be changed, and the member has none or several of that product."""
    return Question(
        code="nothing_to_change",
        text=_("{member} has {count} orders of this product now; which amount is meant?").format(
            member=wish.member, count=count
        ),
        raw=wish.raw,
        member=wish.member,
        item=card.name,
        product=wish.product,
        unit=wish.unit,
        quantity=wish.quantity,
        note=wish.note,
    )


def nothing_to_cancel(card: Card | None, cancel: Cancellation) -> Question:
    """Something is to be taken back that was not ordered."""
    return Question(
        code="nothing_to_cancel",
        text=_("{member} has no such order in this round to take back.").format(member=cancel.member),
        raw=cancel.raw,
        action="cancel",
        member=cancel.member,
        item=card.name if card else "",
        product=cancel.product,
        unit=cancel.unit,
        quantity=cancel.quantity,
    )
