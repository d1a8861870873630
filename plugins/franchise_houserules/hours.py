"""What the hour is for, and until when (C-04)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import attrs

from franchise import UnitOfWork, cadence, clock


@attrs.frozen(kw_only=True)
class Hour:
    """``open``: talk is encouraged; ``neutral``: neither that nor forbidden; ``curfew``: nobody posts, until then."""

    state: Literal["open", "neutral", "curfew"]
    at: int
    until: int | None


def hour(work: UnitOfWork, at: int | None = None) -> Hour:
    """The state at an instant (now), and the next instant at which it is another; None: it never is."""
    now = work.now() if at is None else at
    zone, section = work.answers.time_zone, work.setup.get("cadence")
    state = cadence.hour(work, now)
    day = clock.local(now, zone).date()
    walls = (
        section.curfew.begins,
        section.curfew.ends,
        section.open_hours.begins,
        section.open_hours.ends,
        clock.MINUTES_A_DAY,
    )
    marks = sorted(
        {clock.at_wall(day + timedelta(days=ahead), wall, zone) for ahead in (0, 1, 2) for wall in walls}
    )
    later = (mark for mark in marks if mark > now and cadence.hour(work, mark) != state)
    return Hour(state=state, at=now, until=next(later, None))
