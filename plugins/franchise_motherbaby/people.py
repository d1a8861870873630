"""Two members who turn out to be one, and a person who is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, select, update

from franchise import UnitOfWork, tasks
from franchise_motherbaby import tables as t
from franchise_motherbaby.settings import PLUGIN, settings_of

ERASED: Final = "■"

Row = dict[str, Any]
Rank = Callable[[str], int]


def merged(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    """What is kept of one member becomes the other's; where both have a row, the one that knows more stays.

    * A grade, reached or named: the higher one, since the earlier time. Nobody knows the rank of a grade that the
      setup does not have, nor any in a store that left the plugin out: there the later one stays.
    * A declined proposal: the one with the higher grade, for it rests until a still higher one; else the later.
    * A place at an activity: one place, since the earlier time; what either did is done, and the reward that was
      taken home first is the one. A reward that only both together have earned is given when somebody notes it.
    * Where they were won stays with each application.

    What both have spent together may be a grade that neither had: it is noted as after a closing. Merging twice
    changes nothing. The number of statements is the same for any number of rows.
    """
    used = PLUGIN in work.scope
    rank = _ranks(work) if used else _unknown
    for table, keys, join in (
        (t.standing, (), partial(one_standing, rank=rank)),
        (t.decline, ("tier",), partial(one_decline, rank=rank)),
        (t.signup, ("activity", "day"), one_signup),
    ):
        _move(work, table, keys, (member_id, merged_id), join)
    work.conn.execute(
        update(t.lead)
        .where(t.lead.c.store_id == work.store_id, t.lead.c.member_id == merged_id)
        .values(member_id=member_id)
    )
    if used:
        from franchise_motherbaby.standing import note_reached

        note_reached(work, [member_id])


def _ranks(work: UnitOfWork) -> Rank:
    from franchise_motherbaby.ladder import rank

    grades = settings_of(work).grades
    return lambda key: rank(grades, key)


def _unknown(_key: str) -> int:
    return -1


def _move(
    work: UnitOfWork,
    table: Table,
    keys: tuple[str, ...],
    members: tuple[int, int],
    join: Callable[[Row, Row], Row],
) -> None:
    """Give a member the rows of another; of two with the same remaining key ``join`` makes one."""
    member_id, merged_id = members
    c = table.c
    both = (c.store_id == work.store_id, c.member_id.in_(sorted(members)))
    order = [c[name] for name in (*keys, "member_id")]
    rows = [
        dict(row) for row in work.conn.execute(select(table).where(*both).order_by(*order)).mappings().all()
    ]
    if all(row["member_id"] == member_id for row in rows):
        return
    kept: dict[tuple[Any, ...], Row] = {
        tuple(row[name] for name in keys): row for row in rows if row["member_id"] == member_id
    }
    for row in rows:
        if row["member_id"] == merged_id:
            place = tuple(row[name] for name in keys)
            kept[place] = (join(kept[place], row) if place in kept else row) | {"member_id": member_id}
    work.conn.execute(delete(table).where(*both))
    columns = [column.name for column in table.columns if column.name != "store_id"]
    work.insert(table, columns, [tuple(kept[place][name] for name in columns) for place in sorted(kept)])


def one_standing(his: Row, other: Row, rank: Rank) -> Row:
    """One row of two: the higher grade reached, and the higher one that either was named to."""
    reached = ("reached", "reached_at")
    named = ("named", "named_at", "named_by")
    return his | _higher(his, other, reached, rank) | _higher(his, other, named, rank)


def _higher(his: Row, other: Row, names: tuple[str, ...], rank: Rank) -> Row:
    """The higher of two grades with what belongs to it: ``names`` begins with the grade and its time."""
    grade, at = names[:2]

    def known(row: Row) -> tuple[Any, ...]:
        height, when = rank(row[grade]), row[at] or 0
        return (
            row[grade] != "",
            height,
            -when if height >= 0 else when,
            *(row[name] or "" for name in names[2:]),
        )

    chosen = max(his, other, key=known)
    return {name: chosen[name] for name in names}


def one_decline(his: Row, other: Row, rank: Rank) -> Row:
    """One row of two: what rests for longer."""
    return max(
        his,
        other,
        key=lambda row: (row["grade"] != "", rank(row["grade"]), row["at"], row["reason"], row["by"]),
    )


def one_signup(his: Row, other: Row) -> Row:
    """One row of two: one place, and what either did."""
    rewarded = [row["rewarded_at"] for row in (his, other) if row["rewarded_at"] is not None]
    return his | {
        "at": min(his["at"], other["at"]),
        "task_done": max(his["task_done"], other["task_done"]),
        "attended": max(his["attended"], other["attended"]),
        "rewarded_at": min(rewarded, default=None),
    }


# -------------------------------------------------------------------- forgetting


def erased(work: UnitOfWork, member_ids: Iterable[int]) -> None:
    """Forget a person: grades, who named him, declined proposals with their reasons, places not yet used.

    Activities that are over keep that somebody came, and sources that somebody was won, under a number, as the sums
    of orders do. Where his name stands in what was written about others, or as that of who did it, stands ``■``.
    """
    chosen = sorted(set(member_ids))
    for table in (t.standing, t.decline):
        work.conn.execute(
            delete(table).where(table.c.store_id == work.store_id, table.c.member_id.in_(chosen))
        )
    c = t.signup.c
    work.conn.execute(
        delete(t.signup).where(
            c.store_id == work.store_id, c.member_id.in_(chosen), c.day >= work.today(), c.attended == 0
        )
    )
    _rewrite(work, t.standing, ("member_id",), {"named_by": _doer})
    _rewrite(work, t.decline, ("member_id", "tier"), {"reason": _words, "by": _doer})


def _words(work: UnitOfWork, text: str) -> str:
    return tasks.redact(work, None, text)


def _doer(work: UnitOfWork, name: str) -> str:
    """Who did something: ``■`` where it was him; somebody whose name only holds his stays."""
    return ERASED if tasks.redact(work, None, name) == ERASED else name


def _rewrite(
    work: UnitOfWork,
    table: Table,
    keys: tuple[str, ...],
    hide: Mapping[str, Callable[[UnitOfWork, str], str]],
) -> None:
    """Take names that were forgotten just now out of what people wrote; two statements at most."""
    rows = work.conn.execute(
        select(*(table.c[name] for name in (*keys, *hide))).where(table.c.store_id == work.store_id)
    ).mappings()
    changed = []
    for row in rows:
        new = {f"new_{name}": hidden(work, row[name]) for name, hidden in hide.items()}
        if any(new[f"new_{name}"] != row[name] for name in hide):
            changed.append({f"of_{name}": row[name] for name in keys} | new)
    if changed:
        work.conn.execute(
            update(table)
            .where(
                table.c.store_id == work.store_id,
                *(table.c[name] == bindparam(f"of_{name}") for name in keys),
            )
            .values({name: bindparam(f"new_{name}") for name in hide}),
            changed,
        )
