"""Where the sources disagree, and how much is too much."""

from __future__ import annotations

from typing import Final, Literal

import attrs


@attrs.frozen(kw_only=True)
class ReadingSettings:
    """How to read; the defaults ask a person wherever the sources disagree.

    ``missing_quantity``: a wish without a number is a question, or one.
    ``same_item_twice``: a member names the same item twice in one list: a question, the sum, or the last.
    ``cancel_for_others``: who may take back or order for somebody else: a question, anyone, or only oneself
    (what somebody else wrote then stays a question forever: it is shown, never acted upon).
    ``bad_quantity``: whether an impossible number spoils its line, or the whole message. A message of which
    no line is left is refused either way.

    Limits: the message in bytes of UTF-8, in lines, in characters a line; wishes an entry; a quantity in whole units; names,
    items and notes in characters; combining marks in a row.
    """

    missing_quantity: Literal["ask", "one"] = "ask"
    same_item_twice: Literal["ask", "sum", "last"] = "ask"
    cancel_for_others: Literal["ask", "anyone", "self"] = "ask"
    bad_quantity: Literal["line", "message"] = "line"
    max_bytes: int = 64 * 1024
    max_lines: int = 1_000
    max_line_length: int = 4_000
    max_wishes_per_entry: int = 200
    max_quantity: int = 9_999
    max_name_length: int = 40
    max_item_length: int = 80
    max_note_length: int = 200
    max_marks: int = 2


DEFAULT: Final = ReadingSettings()
