"""What belongs together: hits of one member that count as once. And which step of a ladder is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from franchise_houserules.engine import MINUTE

SEVERITY: Final = {"remind": 0, "warn": 1, "kick": 2}


@attrs.frozen(kw_only=True, slots=True)
class Found:
    """A hit as it is kept: what a rule found in which message."""

    group_id: int
    message_id: str
    rule: str
    member_id: int
    conduct: str
    at: int
    reason: str
    detail: str
    quote: str


@attrs.frozen(kw_only=True, slots=True)
class Occasion:
    """Hits of one member in one group and of one conduct that count as once, named by the first message."""

    group_id: int
    member_id: int
    conduct: str
    hits: tuple[Found, ...]

    @property
    def message_id(self) -> str:
        return self.hits[0].message_id

    @property
    def at(self) -> int:
        return self.hits[0].at

    @property
    def last_at(self) -> int:
        return self.hits[-1].at

    @property
    def rules(self) -> tuple[str, ...]:
        """The keys of the rules that were broken, each once, in the order in which they were."""
        return tuple(dict.fromkeys(hit.rule for hit in self.hits))

    @property
    def messages(self) -> int:
        return len({hit.message_id for hit in self.hits})


def occasions(hits: Iterable[Found], minutes: int) -> list[Occasion]:
    """Each chain of hits in which one follows another within ``minutes``; with 0 each message by itself."""
    chains: dict[tuple[int, int, str], list[list[Found]]] = {}
    for hit in sorted(hits, key=lambda h: (h.at, h.message_id, h.rule)):
        mine = chains.setdefault((hit.group_id, hit.member_id, hit.conduct), [])
        last = mine[-1][-1] if mine else None
        together = last is not None and (
            last.message_id == hit.message_id or (minutes > 0 and hit.at - last.at <= minutes * MINUTE)
        )
        if together:
            mine[-1].append(hit)
        else:
            mine.append([hit])
    found = [
        Occasion(group_id=group_id, member_id=member_id, conduct=conduct, hits=tuple(chain))
        for (group_id, member_id, conduct), parts in chains.items()
        for chain in parts
    ]
    return sorted(found, key=lambda o: (o.at, o.group_id, o.message_id, o.conduct))


def step_for(
    rules: Sequence[str], ladders: Mapping[str, Sequence[str]], common: Sequence[str], before: int
) -> str:
    """The step that is due after so many occasions before; of several rules the strictest ladder decides."""
    due = []
    for rule in rules:
        ladder = ladders.get(rule) or common
        due.append(ladder[min(before, len(ladder) - 1)])
    return max(due, key=SEVERITY.__getitem__)
