"""What reading gives: lines with their evidence, warnings, and how two readings differ."""

from __future__ import annotations

from typing import Final, Literal

import attrs

Span = tuple[int, int]
Mode = Literal["snapshot", "add", "set", "cancel", "mixed", "chat", "reject"]
ItemSource = Literal["line", "header", "context", "offer"]

# Warnings of what may be an order and was not booked: a person must read it.
ASKING: Final = frozenset({"clause_unclear"})


@attrs.frozen(kw_only=True)
class Line:
    """One wish as somebody wrote it, or the taking back of one.

    ``quantity`` is in thousandths of ``unit``, None when it was not stated. ``item`` is the phrase as written;
    "" means everything in a cancellation, and in a wish that the text does not name the goods.
    ``text[span[0]:span[1]]`` of the text handed in is the evidence of this line; ``member_span`` that of the
    name, None when the name came from the sender. ``doubts`` holds the codes of what a person must confirm
    (see `doubts.py`); empty means certain. ``confidence`` (0..1) is the product of a factor for each doubt.
    ``priced_by`` is the unit that the price of the offer is for (``A.鸡蛋4.9/斤``), for an order that writes none.
    ``author`` is the account that wrote the entry, where the message envelope tells.
    """

    member: str
    item: str
    quantity: int | None
    unit: str
    note: str = ""
    action: Literal["book", "cancel"] = "book"
    span: Span
    member_span: Span | None = None
    item_from: ItemSource = "line"
    doubts: tuple[str, ...] = ()
    confidence: float = 1.0
    author: str = ""
    priced_by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells two wishes apart when a list comes again: who wants what."""
        return self.member, self.item


@attrs.frozen(kw_only=True)
class Warning_:  # noqa: N801 - Warning is taken
    """Something in the text that became no line, or that a person should know of."""

    code: str
    span: Span
    text: str


@attrs.frozen(kw_only=True)
class Reading:
    """A whole message, read.

    ``rejected`` names why nothing was read ("" when it was); ``lines`` is then empty. ``level`` says whether
    the lines are members' wishes or village totals (the member slot then holds the village).
    """

    mode: Mode
    lines: tuple[Line, ...] = ()
    rejected: str = ""
    warnings: tuple[Warning_, ...] = ()
    header: str = ""
    level: Literal["member", "village"] = "member"
    session: str = ""

    @property
    def books(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.action == "book")

    @property
    def cancels(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.action == "cancel")

    @property
    def ambiguous(self) -> bool:
        """Whether a person should confirm something before all of it is booked."""
        return any(line.doubts for line in self.lines) or any(one.code in ASKING for one in self.warnings)


@attrs.frozen(kw_only=True)
class Difference:
    """How a reading differs from the one accepted before, keyed by what the lines say.

    ``missing`` are lines of the previous reading that the new one lacks. ``is_new_list`` says that both share
    nothing: another list, not the withdrawal of all orders. ``concurrent`` says that the missing lines look
    overwritten by somebody who appended to an older copy, not withdrawn.
    """

    added: tuple[Line, ...] = ()
    changed: tuple[tuple[Line, Line], ...] = ()
    missing: tuple[Line, ...] = ()
    same: tuple[Line, ...] = ()
    is_new_list: bool = False
    concurrent: bool = False
