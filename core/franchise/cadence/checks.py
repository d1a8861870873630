"""What must hold in a cadence: windows that do not meet, none of them in the curfew, scenes that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Final

from franchise.cadence.triggers import may_meet
from franchise.cadence.values import LONGEST_GAP
from franchise.clock import MINUTES_A_DAY, format_wall
from franchise.messages import gettext as _
from franchise.setups import Effective, Problem

if TYPE_CHECKING:
    from franchise.cadence.section import Cadence, Curfew, Slot

PLACEHOLDERS: Final = ("store", "group", "day", "nth")
_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_LINE: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{0,62})\s*[:：]\s*(\S.*)", re.DOTALL)


def check(cadence: Cadence, _effective: Effective) -> list[Problem]:
    """Every mistake of a cadence, each with its place."""
    return [
        *_windows(cadence),
        *_overlaps(cadence),
        *_days(cadence),
        *_scripts(cadence),
        *_texts(cadence),
        *_quadrants(cadence),
    ]


def split_line(line: str) -> tuple[str, str] | None:
    """A script's line as (role, text); None when it is none."""
    found = _LINE.fullmatch(line)
    return (found[1], found[2]) if found else None


def curfew_parts(curfew: Curfew) -> list[tuple[int, int]]:
    """The minutes of a day that lie in the curfew, as half-open ranges."""
    if curfew.begins == curfew.ends:
        return []
    if curfew.begins < curfew.ends:
        return [(curfew.begins, curfew.ends)]
    parts = [(0, int(curfew.ends)), (int(curfew.begins), MINUTES_A_DAY)]
    return [part for part in parts if part[0] < part[1]]


def window(slot: Slot) -> str:
    """A slot's window for people."""
    return f"{format_wall(slot.begins)}–{format_wall(slot.ends)}"


def _windows(cadence: Cadence) -> Iterator[Problem]:
    parts = curfew_parts(cadence.curfew)
    for key, slot in sorted(cadence.slots.items()):
        where = f"[cadence.slots.{key}]"
        if slot.begins >= slot.ends:
            yield Problem(
                where=f"{where} ends",
                message=_("The window ends at {ends}, before it begins at {begins}.").format(
                    ends=format_wall(slot.ends), begins=format_wall(slot.begins)
                ),
                allowed=_("a later time of the same day, 24:00 at the latest"),
            )
        elif any(slot.begins < last and first < slot.ends for first, last in parts):
            inside = any(first <= slot.begins < last for first, last in parts)
            yield Problem(
                where=f"{where} {'begins' if inside else 'ends'}",
                message=_("{window} reaches into the curfew from {begins} to {ends}.").format(
                    window=window(slot),
                    begins=format_wall(cadence.curfew.begins),
                    ends=format_wall(cadence.curfew.ends),
                ),
                allowed=_("a window outside the curfew"),
            )
        elif slot.interaction > slot.ends - slot.begins:
            yield Problem(
                where=f"{where} interaction",
                message=_("{count} minutes of talk do not fit into {window}.").format(
                    count=slot.interaction, window=window(slot)
                ),
                allowed=_("{low} to {high}").format(low=0, high=slot.ends - slot.begins),
            )


def _overlaps(cadence: Cadence) -> Iterator[Problem]:
    for (key, slot), (other_key, other) in combinations(sorted(cadence.slots.items()), 2):
        # What is sent to single members in private is no second post in the group.
        same_readers = (slot.since == "member") == (other.since == "member")
        overlap = max(slot.begins, other.begins) < min(slot.ends, other.ends)
        if same_readers and overlap and may_meet(slot, other):
            yield Problem(
                where=f"[cadence.slots.{other_key}] begins",
                message=_(
                    "{window} overlaps with the slot {other}, {other_window}, in the same group."
                ).format(window=window(other), other=key, other_window=window(slot)),
                allowed=_("windows apart from each other, other days, or other kinds of group"),
            )


def _days(cadence: Cadence) -> Iterator[Problem]:
    for key, slot in sorted(cadence.slots.items()):
        where = f"[cadence.slots.{key}]"
        wrong = [n for n in slot.month_days if not 1 <= n <= 31]
        if wrong:
            yield Problem(
                where=f"{where} month_days",
                message=_("No month has a day {number}.").format(number=wrong[0]),
                allowed=_("{low} to {high}").format(low=1, high=31),
            )
        for text in slot.dates:
            try:
                date.fromisoformat(text)
            except ValueError:
                yield Problem(
                    where=f"{where} dates",
                    message=_("{value} is not a date.").format(value=text),
                    allowed=_("a date such as 2026-03-05"),
                )
        if slot.last_day is not None and slot.last_day < slot.first_day:
            yield Problem(
                where=f"{where} last_day",
                message=_("The last day {last} comes before the first day {first}.").format(
                    last=slot.last_day, first=slot.first_day
                ),
                allowed=_("{low} or more").format(low=slot.first_day),
            )
        if not slot.since and (slot.first_day, slot.last_day, slot.every_days) != (1, None, 1):
            yield Problem(
                where=f"{where} since",
                message=_("Days are counted, but it is not said from when."),
                allowed="group, member",
            )


def _scripts(cadence: Cadence) -> Iterator[Problem]:
    for key, script in sorted(cadence.scripts.items()):
        for number, line in enumerate(script.lines, 1):
            parts = split_line(line)
            if parts is None:
                yield Problem(
                    where=f"[cadence.scripts.{key}] lines",
                    message=_("Line {number} does not say who speaks.").format(number=number),
                    allowed=_("ROLE: TEXT"),
                )
            elif parts[0] not in cadence.roles:
                yield Problem(
                    where=f"[cadence.scripts.{key}] lines",
                    message=_("Line {number}: there is no role {role!r}.").format(
                        number=number, role=parts[0]
                    ),
                    allowed=", ".join(sorted(cadence.roles)) or _("a table under [cadence.roles]"),
                )
    for key, slot in sorted(cadence.slots.items()):
        lines = longest_scene(cadence, slot)
        needed = -(-(lines - 1) * LONGEST_GAP // 60)
        if lines > 1 and needed >= slot.ends - slot.begins > 0:
            yield Problem(
                where=f"[cadence.slots.{key}] ends",
                message=_(
                    "A scene of {count} lines takes up to {minutes} minutes; {window} is too short."
                ).format(count=lines, minutes=needed, window=window(slot)),
                allowed=_("a longer window or a shorter scene"),
            )


def longest_scene(cadence: Cadence, slot: Slot) -> int:
    """The most lines that a post of this slot can have."""
    own = _length(cadence, slot.script)
    found = [
        (1 if m.text or m.picture or m.link else 0) + _length(cadence, m.script)
        for m in cadence.materials.values()
        if m.column in slot.columns and (not slot.forms or m.form in slot.forms)
    ]
    return own + max(found, default=0)


def _length(cadence: Cadence, script: str) -> int:
    return len(cadence.scripts[script].lines) if script else 0


def _texts(cadence: Cadence) -> Iterator[Problem]:
    allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    texts = [
        *((f"[cadence.materials.{key}] text", m.text) for key, m in sorted(cadence.materials.items())),
        *(
            (f"[cadence.scripts.{key}] lines", x)
            for key, s in sorted(cadence.scripts.items())
            for x in s.lines
        ),
    ]
    for where, text in texts:
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                yield Problem(
                    where=where,
                    message=_("There is nothing to put in for {name}.").format(name=f"{{{name}}}"),
                    allowed=allowed,
                )


def _quadrants(cadence: Cadence) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for key, frequency in sorted(cadence.frequency.items()):
        for kind in frequency.kinds:
            other = taken.setdefault(kind, key)
            if other != key:
                yield Problem(
                    where=f"[cadence.frequency.{key}] kinds",
                    message=_("The kind {kind} stands in {other} already.").format(kind=kind, other=other),
                    allowed=_("each kind of group once"),
                )
