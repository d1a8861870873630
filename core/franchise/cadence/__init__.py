"""Daily cadence: which post is due in which group, ready to be pasted in its window, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.cadence.filling import Filled, fill
    from franchise.cadence.looking import agenda, hour, members_of
    from franchise.cadence.loop import fill_stores, open_stores, run
    from franchise.cadence.marking import done, miss
    from franchise.cadence.packing import Pack, packs
    from franchise.cadence.planner import plan
    from franchise.cadence.rows import begin_count
    from franchise.cadence.section import Cadence, Column, Material, Role, Script, Slot
    from franchise.cadence.values import Audience, Made, Notice, Plan, Post
    from franchise.cadence.writing import text

_HOME: Final = {
    "Audience": "values",
    "Cadence": "section",
    "Column": "section",
    "Filled": "filling",
    "Made": "values",
    "Material": "section",
    "Notice": "values",
    "Pack": "packing",
    "Plan": "values",
    "Post": "values",
    "Role": "section",
    "Script": "section",
    "Slot": "section",
    "agenda": "looking",
    "begin_count": "rows",
    "done": "marking",
    "fill": "filling",
    "fill_stores": "loop",
    "hour": "looking",
    "members_of": "looking",
    "miss": "marking",
    "open_stores": "loop",
    "packs": "packing",
    "plan": "planner",
    "run": "loop",
    "text": "writing",
}

__all__ = [
    "Audience",
    "Cadence",
    "Column",
    "Filled",
    "Made",
    "Material",
    "Notice",
    "Pack",
    "Plan",
    "Post",
    "Role",
    "Script",
    "Slot",
    "agenda",
    "begin_count",
    "done",
    "fill",
    "fill_stores",
    "hour",
    "members_of",
    "miss",
    "open_stores",
    "packs",
    "plan",
    "run",
    "text",
]

__getattr__ = lazily(__name__, _HOME)
