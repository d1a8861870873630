"""Order collection: sessions, sheets, questions, cut-offs. Everything here takes a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.orders.calendar import choose, describe, due, find, listed
    from franchise.orders.closing import Closing, Purchase, close, demand, purchases, reopen
    from franchise.orders.lines import BookedLine, cycle_groups, cycle_lines, said
    from franchise.orders.questions import aliases, forget, learn
    from franchise.orders.questions import listed as open_questions
    from franchise.orders.reading import read, reading_context
    from franchise.orders.review import answer, dismiss
    from franchise.orders.spending import Spent, spent
    from franchise.orders.submitting import content_key, submit

_HOME: Final = {
    "BookedLine": "lines",
    "Closing": "closing",
    "Purchase": "closing",
    "Spent": "spending",
    "aliases": "questions",
    "answer": "review",
    "choose": "calendar",
    "close": "closing",
    "content_key": "submitting",
    "cycle_groups": "lines",
    "cycle_lines": "lines",
    "demand": "closing",
    "describe": "calendar",
    "dismiss": "review",
    "due": "calendar",
    "find": "calendar",
    "forget": "questions",
    "learn": "questions",
    "listed": "calendar",
    "open_questions": "questions:listed",
    "purchases": "closing",
    "read": "reading",
    "reading_context": "reading",
    "reopen": "closing",
    "said": "lines",
    "spent": "spending",
    "submit": "submitting",
}

__all__ = [
    "BookedLine",
    "Closing",
    "Purchase",
    "Spent",
    "aliases",
    "answer",
    "choose",
    "close",
    "content_key",
    "cycle_groups",
    "cycle_lines",
    "demand",
    "describe",
    "dismiss",
    "due",
    "find",
    "forget",
    "learn",
    "listed",
    "open_questions",
    "purchases",
    "read",
    "reading_context",
    "reopen",
    "said",
    "spent",
    "submit",
]

__getattr__ = lazily(__name__, _HOME)
