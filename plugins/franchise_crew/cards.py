"""Name cards of staff: store, position, name and phone in one nickname (I-099). Pure but for `listed`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from franchise import Group, UnitOfWork, groups
from franchise_crew import people, ties
from franchise_crew.messages import gettext as _
from franchise_crew.people import Person
from franchise_crew.settings import settings_of

if TYPE_CHECKING:
    from franchise_crew.section import Crew

LONGEST: Final = 32
"""Signs that a nickname has at most."""


def card(section: Crew, store: str, person: Person) -> str:
    """What somebody should be called in the groups."""
    parts = _parts(section, store, person)
    return section.card.separator.join(parts[name] for name in section.card.parts)


def _parts(section: Crew, store: str, person: Person) -> dict[str, str]:
    position = section.positions.get(person.position)
    return {
        "store": store,
        "position": position.name if position is not None else "",
        "name": person.name,
        "phone": "".join(c for c in person.phone if c.isdigit()),
    }


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split())).casefold()


def faults(section: Crew, store: str, nickname: str, person: Person) -> list[str]:
    """What is wrong with the name that somebody goes by, in words; nothing when it is his card.

    Full-width signs and spaces count as the plain ones.
    """
    settings = section.card
    given = _plain(nickname).split(_plain(settings.separator) or settings.separator)
    if len(given) != len(settings.parts):
        return [
            _("parts: {count} instead of {want}, as in {example}").format(
                count=len(given),
                want=len(settings.parts),
                example=masked(card(section, store, person), person),
            )
        ]
    want = _parts(section, store, person)
    titles = {"store": _("store"), "position": _("position"), "name": _("name"), "phone": _("phone")}
    out = []
    for name, text in zip(settings.parts, given, strict=True):
        if name == "phone" and (not text.isascii() or not text.isdigit() or not 7 <= len(text) <= 15):
            out.append(_("{part}: 7 to 15 digits").format(part=titles[name]))
        elif not text:
            out.append(_("{part}: empty").format(part=titles[name]))
        elif want[name] and _plain(want[name]) != text:
            right = people.mask(want[name]) if name == "phone" else want[name]
            out.append(_("{part}: {right}").format(part=titles[name], right=right))
    return out


def masked(text: str, person: Person) -> str:
    """A card with the middle of the phone number hidden."""
    digits = "".join(c for c in person.phone if c.isdigit())
    return text.replace(digits, people.mask(digits)) if digits else text


def means(section: Crew, nickname: str, names: Mapping[str, int]) -> int | None:
    """The person whom a nickname names, outright or as a part of a card; ``names`` by `_plain` form."""
    plain = _plain(nickname)
    if plain in names:
        return names[plain]
    separator = _plain(section.card.separator)
    found = {names[part] for part in plain.split(separator) if part in names} if separator else set()
    return found.pop() if len(found) == 1 else None


def by_name(crew: list[Person]) -> dict[str, int]:
    """The form by which `means` finds people."""
    return {_plain(person.name): person.id for person in crew}


@attrs.frozen(kw_only=True, slots=True)
class Worn:
    """The name under which somebody of the crew is in a group, and what is wrong with it."""

    person: str
    nickname: str
    faults: tuple[str, ...]


def worn(work: UnitOfWork, group: Group) -> list[Worn]:
    """The crew's names in a group, employed people alone, by name."""
    section, store = settings_of(work), work.answers.name
    crew = {person.id: person for person in people.listed(work)}
    known, names = ties.links(work), by_name(list(crew.values()))
    out = []
    for member in groups.members(work, group):
        if member.state == "left":
            continue
        who = known.get(member.member_id) if member.member_id in known else means(section, member.name, names)
        person = crew.get(who) if who is not None else None
        position = section.positions.get(person.position) if person is not None else None
        if person is not None and position is not None and position.staff:
            wrong = faults(section, store, member.name, person)
            out.append(Worn(person=person.name, nickname=member.name, faults=tuple(wrong)))
    return sorted(out, key=lambda w: (w.person, w.nickname))
