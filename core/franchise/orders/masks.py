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
    members = [x.member for x in draft.wishes]
    members += [x.member for x in draft.cancels]
    members += [x.member for x in draft.questions]
    stars = {name for name in members if name[1:] == _STAR and nickname_key(name) not in roster.ids}
    if not stars:
        return draft
    behind: dict[str, list[int]] = {}
    for member_id in sorted(roster.shown):
        if (star := masked(roster.shown[member_id])) in stars:
            behind.setdefault(star, []).append(member_id)
    names = roster.shown
    owners = _owners(draft.wishes, behind, lines)
    asked: list[Question] = []
    wishes: list[Wish] = []
    for number, wish in enumerate(draft.wishes):
        found = owners.get(number, behind.get(wish.member, []))
        if len(found) > 1:
            asked.append(_whose(wish, found, names))
        else:
            wishes.append(_named(wish, found, names))
    cancels: list[Cancellation] = []
    for cancel in draft.cancels:
        found = behind.get(cancel.member, [])
        if len(found) > 1:
            asked.append(_whose(cancel, found, names))
        else:
            cancels.append(_named(cancel, found, names))
    for question in draft.questions:
        found = behind.get(question.member, [])
        asked.append(_named(question, found if len(found) == 1 else [], names))
    return attrs.evolve(draft, wishes=tuple(wishes), cancels=tuple(cancels), questions=tuple(asked))


def _owners(
    wishes: Iterable[Wish], behind: Mapping[str, list[int]], lines: Iterable[Line]
) -> dict[int, list[int]]:
    """Whose each masked wish is, by its number: who ordered the very same, else the only one who has the product."""
    standing = [x for x in lines if x.status == "active"]
    same = Counter((x.member_id, x.product, x.unit, x.quantity) for x in standing)
    of_product = Counter((x.member_id, x.product) for x in standing)
    out: dict[int, list[int]] = {}
    shaded = [
        (number, wish, behind[wish.member]) for number, wish in enumerate(wishes) if wish.member in behind
    ]
    for number, wish, found in shaded:
        owner = next((i for i in found if same[i, wish.product, wish.unit, wish.quantity] > 0), None)
        if owner is not None:
            same[owner, wish.product, wish.unit, wish.quantity] -= 1
            of_product[owner, wish.product] -= 1
            out[number] = [owner]
    for number, wish, found in shaded:
        if number not in out and len(has := [i for i in found if of_product[i, wish.product] > 0]) == 1:
            out[number] = has
    return out


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
