"""Order collection as plugins and programs use it; everything takes a unit of work."""

from __future__ import annotations

from franchise.orders.booking import content_key, submit
from franchise.orders.calendar import choose, describe, due, find, listed
from franchise.orders.closing import Closing, Purchase, close, demand, purchases, reopen
from franchise.orders.lines import BookedLine, cycle_groups, cycle_lines, said
from franchise.orders.questions import aliases, forget, learn
from franchise.orders.questions import listed as open_questions
from franchise.orders.reading import read, reading_context
from franchise.orders.review import answer, dismiss

__all__ = [
    "BookedLine",
    "Closing",
    "Purchase",
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
    "submit",
]
