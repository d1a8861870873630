"""The order of tiers and grades. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from franchise_motherbaby.section import Grade, MotherBaby, Tier


def cycle(tiers: Mapping[str, Tier]) -> tuple[str, ...]:
    """Tiers that follow each other in a circle, each once; () when there are none."""
    for start in sorted(tiers):
        path: list[str] = []
        here = start
        while here in tiers and here not in path:
            path.append(here)
            here = tiers[here].next
        if here in path:
            return tuple(path[path.index(here) :])
    return ()


def ladder(settings: MotherBaby) -> tuple[str, ...]:
    """The tiers that follow each other, the first first. Needs a checked section."""
    tiers = settings.tiers
    followed = {tier.next for tier in tiers.values() if tier.next}
    starts = [key for key in sorted(tiers) if key not in followed and not tiers[key].side]
    path: list[str] = []
    here = starts[0] if starts else ""
    while here in tiers and here not in path:
        path.append(here)
        here = tiers[here].next
    return tuple(path)


def sides(settings: MotherBaby) -> tuple[str, ...]:
    """The tiers beside the ladder, by key."""
    return tuple(key for key in sorted(settings.tiers) if settings.tiers[key].side)


def ordered(grades: Mapping[str, Grade]) -> list[tuple[str, Grade]]:
    """The grades by rank, the lowest first."""
    return sorted(grades.items(), key=lambda item: (item[1].rank, item[0]))


def grade_for(grades: Mapping[str, Grade], amount: int) -> str:
    """The highest grade that an amount (minor units) reaches; a threshold itself is enough. "" without grades.

    Grades to which members are named are not reached by any amount.
    """
    reached = [key for key, grade in ordered(grades) if not grade.named and amount >= grade.least]
    return reached[-1] if reached else ""


def rank(grades: Mapping[str, Grade], key: str) -> int:
    """A grade's rank; -1 for one that the setup does not have."""
    return grades[key].rank if key in grades else -1


def higher(grades: Mapping[str, Grade], one: str, other: str) -> str:
    """The higher of two grades; one that the setup does not have is below all."""
    chosen = one if rank(grades, one) >= rank(grades, other) else other
    return chosen if chosen in grades else ""
