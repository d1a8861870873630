"""A plan in words: what becomes of posts and why, as rows on a screen and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from franchise.cli.output import Col, Output
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.cadence.section import Cadence
    from franchise.cadence.values import Plan, Post


def status_words() -> dict[str, str]:
    """What becomes of a post, in words."""
    return {
        "planned": _("planned"),
        "waiting": _("to be posted now"),
        "done": _("posted"),
        "missed": _("missed"),
        "refused": _("refused"),
        "dropped": _("dropped"),
        "deferred": _("put off"),
    }


def reason_words() -> dict[str, str]:
    """Why, in words; a person's own reason stands as it was given."""
    return {
        "capacity": _("too many posts for the back office"),
        "frequency": _("too many posts for the group"),
        "rest": _("its column rests"),
        "unattended": _("nobody was there"),
        "not_done": _("not noted as posted"),
        "too_late": _("too late to begin"),
        "no_material": _("no material"),
        "curfew": _("curfew"),
    }


def plan_table(out: Output, plan: Plan, setting: Cadence, zone: str, *, days: bool) -> None:
    """Posts as rows: on a terminal one for each slot with its groups, else one for each group."""
    import sys

    rows = [_row(post, setting, zone) for post in plan.posts]
    if not out.json and sys.stdout.isatty():
        rows = _joined(rows)
    columns = [
        Col("time", _("Time"), whole=True),
        Col("slot", _("Slot"), spare=True),
        Col("name", _("Name")),
        Col("group", _("Group")),
        Col("column", _("Column")),
        Col("material", _("Material"), spare=True),
        Col("person", _("Person")),
        Col("status", _("Status"), words=status_words()),
        Col("reason", _("Why"), words=reason_words()),
    ]
    if days:
        columns.insert(0, Col("day", _("Day")))
    if any(row["nth"] for row in rows):
        columns.insert(4, Col("nth", _("Day no."), "number"))
    out.table(columns, rows)


def _row(post: Post, setting: Cadence, zone: str) -> dict[str, Any]:
    from franchise.cadence.packing import person_of

    return {
        "day": post.day,
        "time": f"{_clock_time(post.begins_at, zone)}-{_clock_time(post.ends_at, zone)}",
        "slot": post.slot,
        "name": post.name,
        "group": post.group,
        "nth": post.nth or None,
        "column": setting.columns[post.column].name if post.column in setting.columns else post.column,
        "material": post.material,
        "person": person_of(setting, post.role),
        "status": post.status,
        "reason": post.reason,
    }


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    together: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        together.setdefault(tuple(v for k, v in row.items() if k != "group"), []).append(row["group"])
    names = [key for key in rows[0] if key != "group"] if rows else []
    return [{**dict(zip(names, key, strict=True)), "group": ", ".join(g)} for key, g in together.items()]


def plan_data(plan: Plan, setting: Cadence, zone: str) -> dict[str, Any]:
    import attrs

    from franchise.cadence.writing import iso

    posts = []
    for post in plan.posts:
        row = _row(post, setting, zone)
        row |= {"column": post.column, "kind": post.kind, "gap": post.gap, "private": post.private}
        row |= {"begins_at": iso(post.begins_at, zone), "ends_at": iso(post.ends_at, zone)}
        row["done_at"] = None if post.done_at is None else iso(post.done_at, zone)
        del row["time"]
        posts.append(row)
    notices = [attrs.asdict(notice) for notice in plan.notices]
    return {"from": plan.from_day, "days": plan.days, "posts": posts, "notices": notices}


def _clock_time(at: int, zone: str) -> str:
    from franchise.clock import local

    return local(at, zone).strftime("%H:%M")
