"""What order collection speaks of: wishes, questions, drafts, changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

Mode = Literal["snapshot", "add", "set", "cancel", "mixed", "chat", "reject"]


@attrs.frozen(kw_only=True, slots=True)
class Wish:
    """One member's wish for one product, understood.

    ``quantity`` is in thousandths of ``unit``; ``raw`` is the text it was read from, verbatim.
    """

    member: str
    product: str
    unit: str
    quantity: int
    note: str = ""
    raw: str = ""


@attrs.frozen(kw_only=True, slots=True)
class Question:
    """What a person must answer before it can be booked, with what we would suggest.

    ``code`` says what is unclear (``unknown_product``, ``quantity_missing``, ``same_item_twice`` …), ``text``
    says it in words. ``member``, ``product``, ``unit``, ``quantity`` and ``note`` are as far as they are known.
    """

    code: str
    text: str
    raw: str
    action: Literal["book", "cancel"] = "book"
    member: str = ""
    item: str = ""
    product: str = ""
    unit: str = ""
    quantity: int | None = None
    note: str = ""
    options: tuple[str, ...] = ()
    """Product codes to choose from, the likeliest first."""


@attrs.frozen(kw_only=True, slots=True)
class Cancellation:
    """A wish taken back. ``product`` "" means everything of the member; ``quantity`` None all of it."""

    member: str
    product: str = ""
    unit: str = ""
    quantity: int | None = None
    raw: str = ""


@attrs.frozen(kw_only=True, slots=True)
class OrderDraft:
    """A text as one plugin read it: what is certain, and what must be asked.

    ``mode`` says what the text is: a whole list (``snapshot``), additions, new amounts for what was ordered
    (``set``), cancellations, a mixture, mere talk (``chat``), or refused (``reject``, with ``rejected``).
    """

    mode: Mode
    wishes: tuple[Wish, ...] = ()
    cancels: tuple[Cancellation, ...] = ()
    questions: tuple[Question, ...] = ()
    rejected: str = ""
    """Why the whole text was refused; nothing of it may be booked."""
    warnings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class ReadingContext:
    """What a reader may know about the group the text comes from."""

    group: str
    group_name: str
    sender: str = ""
    offer: str = ""
    """The product on offer in the group now, as its name or code: what `+1` answers."""
    roster: Sequence[str] = ()
    """Nicknames known in the group."""
    previous: str = ""
    """The last whole list accepted from the group in this cycle."""
    catalog: Mapping[str, Any] = attrs.field(factory=dict)
    """Product code → the product's settings, as `franchise.Product` declares them, in their raw form."""
    aliases: Mapping[str, str] = attrs.field(factory=dict)
    """What this group calls a product → its code; learnt from answers."""
