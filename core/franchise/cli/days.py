"""Days as people give them on the command line."""

from __future__ import annotations

from datetime import date, timedelta

from franchise.errors import UsageProblem
from franchise.messages import gettext as _


def day_from(text: str, today: date, *, where: str = "") -> date:
    """A date such as ``2026-03-08``, or a word such as ``tomorrow`` or ``明天``, counted from the store's today.

    Args:
        text: What was given.
        today: The store's day now.
        where: The option that it was given for, to be named when it cannot be read.

    Raises:
        UsageProblem: It is neither.

    """
    words = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}
    try:
        steps = words.get(text.strip())
        return date.fromisoformat(text.strip()) if steps is None else today + timedelta(days=steps)
    except (ValueError, OverflowError) as error:
        raise UsageProblem(
            _("{text!r} is not a date such as 2026-03-08.").format(text=text[:20]), where=where
        ) from error
