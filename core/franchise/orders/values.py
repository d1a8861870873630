"""What order collection speaks of: wishes, questions, drafts, changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs


@attrs.frozen(kw_only=True, slots=True)
class Cycle:
    """One collection run: a session of one day. ``cutoff_at`` is a UTC instant in milliseconds.

    ``revision`` counts its closings; ``day`` and ``deliver_on`` are the store's dates, ISO.
    """

    id: int
    day: str
    session: str
    name: str
    cutoff_at: int
    deliver_on: str
    deliver_at: str
    status: Literal["open", "closed"] = "open"
    revision: int = 0
    closed_at: int | None = None

    @property
    def key(self) -> str:
        """How people name it: ``2026-03-05/noon``."""
        return f"{self.day}/{self.session}"


@attrs.frozen(kw_only=True, slots=True)
class Line:
    """A booked line, as its row says; quantities in thousandths, money in minor units."""

    line_no: int
    member_id: int
    product: str
    name: str
    supplier: str
    quantity: int
    unit: str
    stock_quantity: int
    stock_unit: str
    price: int
    cost: int
    amount: int
    note: str
    raw: str
    thread: int
    needed_on: str
    late: bool
    status: str


@attrs.frozen(kw_only=True, slots=True)
class Change:
    """A line whose amount or wish is no longer what it was."""

    before: Line
    after: Line


@attrs.frozen(kw_only=True, slots=True)
class Outcome:
    """What a submission did to its group's sheet.

    ``lines`` is the sheet as it stands; ``repeated`` says that this very text had been handed in before and
    nothing was done. ``names`` gives the name of each member id that occurs.
    """

    cycle: Cycle
    mode: str
    repeated: bool = False
    rejected: str = ""
    rejected_text: str = ""
    revision: int = 0
    added: tuple[Line, ...] = ()
    changed: tuple[Change, ...] = ()
    cancelled: tuple[Line, ...] = ()
    carried: tuple[Line, ...] = ()
    """Wishes of this list that an earlier session of the same day already took; not booked again."""
    unchanged: int = 0
    questions: tuple[OpenQuestion, ...] = ()
    waiting: int = 0
    """Questions of this text that were asked before and nobody has answered yet."""
    warnings: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    names: Mapping[int, str] = attrs.field(factory=dict)


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
    """The code of why the whole text was refused; nothing of it may be booked."""
    rejected_text: str = ""
    """Why, in words."""
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
    place: str = ""
    """What the group's name calls its place."""
    other_places: Mapping[str, str] = attrs.field(factory=dict)
    """Places of the store's other groups → their keys: a text that names one was meant for it."""
    catalog: Mapping[str, Any] = attrs.field(factory=dict)
    """Product code → the product's settings, as `franchise.Product` declares them, in their raw form."""
    settings: Any = None
    """The store's `franchise.orders.section.Orders`: what to do where the sources disagree."""
    aliases: Mapping[str, str] = attrs.field(factory=dict)
    """What this group calls a product → its code; learnt from answers."""


@attrs.frozen(kw_only=True, slots=True)
class OpenQuestion:
    """A question in the review queue; ``status`` is ``open``, ``answered`` or ``dismissed``."""

    id: int
    cycle_id: int
    group_id: int
    question: Question
    status: str = "open"
    asked_at: int = 0
    answered_by: str = ""
    answer: str = ""
