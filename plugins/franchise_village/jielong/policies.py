"""What the settings decide once everything is read: what was said twice, and what was said for others."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from franchise_village.jielong.doubts import confidence
from franchise_village.jielong.settings import ReadingSettings
from franchise_village.jielong.values import Line, Reading, Warning_
from franchise_village.jielong.voices import sentence


def settle(reading: Reading, problems: Sequence[str], settings: ReadingSettings) -> Reading:
    """Refuse what nothing is left of; apply the policies on what was said twice and for others."""
    if problems and (not reading.lines or settings.bad_quantity == "message"):
        return attrs.evolve(reading, mode="reject", rejected=problems[0], lines=())
    lines = list(reading.lines)
    if reading.mode == "snapshot":
        lines = _twice(lines, settings)
    if settings.cancel_for_others == "self":
        others = tuple(line for line in lines if "for_somebody_else" in line.doubts)
        warnings = tuple(
            Warning_(code="somebody_else", span=line.span, text=sentence("somebody_else")) for line in others
        )
        lines = [line for line in lines if "for_somebody_else" not in line.doubts]
        return attrs.evolve(reading, lines=tuple(lines), warnings=(*reading.warnings, *warnings))
    lines = [_for_others(line, settings) for line in lines]
    return attrs.evolve(reading, lines=tuple(lines))


def _twice(lines: list[Line], settings: ReadingSettings) -> list[Line]:
    """The same member and item twice in one list: a question, the sum, or the last."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for index, line in enumerate(lines):
        if line.action == "book" and line.item:
            groups.setdefault((line.member, line.item, line.unit), []).append(index)
    dropped: set[int] = set()
    for places in groups.values():
        if len(places) < 2:
            continue
        same = [lines[index] for index in places]
        if settings.same_item_twice == "ask":
            for index in places:
                doubts = tuple(sorted({*lines[index].doubts, "same_item_twice"}))
                lines[index] = attrs.evolve(lines[index], doubts=doubts, confidence=confidence(doubts))
            continue
        if settings.same_item_twice == "sum":
            amounts = [line.quantity for line in same if line.quantity is not None]
            if len(amounts) == len(same) and sum(amounts) <= settings.max_quantity * 1_000:
                lines[places[-1]] = attrs.evolve(
                    same[-1], quantity=sum(amounts), span=(same[0].span[0], same[-1].span[1])
                )
        dropped.update(places[:-1])
    return [line for index, line in enumerate(lines) if index not in dropped]


def _for_others(line: Line, settings: ReadingSettings) -> Line:
    if settings.cancel_for_others != "anyone" or "for_somebody_else" not in line.doubts:
        return line
    doubts = tuple(code for code in line.doubts if code != "for_somebody_else")
    return attrs.evolve(line, doubts=doubts, confidence=confidence(doubts))
