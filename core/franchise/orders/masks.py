"""Names in open groups: masked when a running list is printed, found again when it comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs

from franchise.groups.rosters import Roster
from franchise.groups.values import nickname_key
from franchise.messages import gettext as _
from franchise.orders.values import Cancellation, Line, OrderDraft, Question, Wish

_STAR = "*"
_Said = TypeVar("_Said", Wish, Cancellation, Question)


def masked(name: str) -> str:
    """A name for an open group: its first character and one star for the rest (C-24)."""
    return name[:1] + _STAR if len(name) > 1 else name or _STAR


def unmasked(draft: OrderDraft, roster: Roster, lines: Iterable[Line]) -> OrderDraft:
    """The draft with the members whom masked names stand for: a group goes on writing under its running list.

    A star that can be one member is that member. One that can be several is the one who has ordered the very same
    (each of ``lines`` counts once); otherwise it is asked. A name that is really written so stays.
    """
    said = (*draft.wishes, *draft.cancels, *draft.questions)
    stars = {x.member for x in said if x.member[1:] == _STAR and nickname_key(x.member) not in roster.ids}
    if not stars:
        return draft
    behind: dict[str, list[int]] = {}
    for member_id in sorted(roster.shown):
        if (star := masked(roster.shown[member_id])) in stars:
            behind.setdefault(star, []).append(member_id)
    standing = Counter((x.member_id, x.product, x.unit, x.quantity) for x in lines if x.status == "active")
    wishes: list[Wish] = []
    asked: list[Question] = []
    for wish in draft.wishes:
        found = behind.get(wish.member, [])
        same = [i for i in found if standing[i, wish.product, wish.unit, wish.quantity] > 0]
        if same:
            standing[same[0], wish.product, wish.unit, wish.quantity] -= 1
        if len(found) < 2 or same:
            wishes.append(_named(wish, (same or found)[:1], roster.shown))
        else:
            asked.append(_whose(wish, found, roster.shown))
    cancels: list[Cancellation] = []
    for cancel in draft.cancels:
        found = behind.get(cancel.member, [])
        if len(found) > 1:  # only one of them has what is taken back
            found = [i for i in found if any((i, cancel.product) == key[:2] for key in standing)] or found
        if len(found) < 2:
            cancels.append(_named(cancel, found, roster.shown))
        else:
            asked.append(_whose(cancel, found, roster.shown))
    asked += [
        _named(q, found, roster.shown) if len(found := behind.get(q.member, [])) == 1 else q
        for q in draft.questions
    ]
    return attrs.evolve(draft, wishes=tuple(wishes), cancels=tuple(cancels), questions=tuple(asked))


def _named(said: _Said, found: list[int], names: Mapping[int, str]) -> _Said:
    return attrs.evolve(said, member=names[found[0]]) if found else said


def _whose(said: Wish | Cancellation, found: list[int], names: Mapping[int, str]) -> Question:
    return Question(
        code="member_missing",
        text=_("{name} may be {names}: whose order is it?").format(
            name=said.member, names=_(", ").join(names[i] for i in found)
        ),
        raw=said.raw,
        action="book" if isinstance(said, Wish) else "cancel",
        product=said.product,
        unit=said.unit,
        quantity=said.quantity,
        note=said.note if isinstance(said, Wish) else "",
    )
