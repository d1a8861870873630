"""A baby's age in months, and whether the program is for its mother (I-040)."""

from __future__ import annotations

from datetime import date

from franchise_motherbaby.section import Baby

BIRTH = "baby_birthdate"
"""The fact of an application that holds the date, ISO."""


def months(born: date, today: date) -> int:
    """Whole months since birth; whole months still to go, negative, before it.

    A baby born on the 31st is a month older on the last day of a shorter month.
    """
    if today < born:
        return -months(today, born)
    count = (today.year - born.year) * 12 + today.month - born.month
    last = (
        date(today.year + today.month // 12, today.month % 12 + 1, 1) - date(today.year, today.month, 1)
    ).days
    return count if today.day >= min(born.day, last) else count - 1


def birthdate(text: str) -> date | None:
    """The date that a fact holds, or None when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def fits(baby: Baby, age: int) -> bool:
    """Whether an age in months is one that the program is for; both ends belong to it."""
    return baby.months_least <= age <= baby.months_most
