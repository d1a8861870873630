"""Who is who: a member who is called like somebody of the crew, and nobody has said yet whether it is he."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote

from franchise import Group, NewTask, UnitOfWork, tasks
from franchise_crew import cards, sparing, ties
from franchise_crew.messages import gettext as _


def ask(work: UnitOfWork, group: Group, members: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Ask, once for each, whether members who are called like somebody of the crew are he.

    Until somebody says so, no program warns them, and nothing keeps them from winning a prize.

    Args:
        work: The unit of work.
        group: Where they are.
        members: Each member's id and names.

    """
    known = sparing.faces(work)
    if not known.crew:
        return
    wanted = []
    for member_id, names in sorted(members):
        person, certain = known.who(member_id, names)
        if person is None or certain:
            continue
        said = (
            f"franchise crew person tie {quoted(person.name)} --group {group.key} --member {quoted(names[0])}"
        )
        wanted.append(
            NewTask(
                key=ties.key_of(member_id),
                kind="crew.tie",
                title=_("Is {member} {name} of the crew?").format(
                    member=cards.masked(names[0], person), name=person.name
                ),
                text=_("Yes: {yes}\nNo: {no}").format(yes=said, no=f"{said} --stranger"),
                group_id=group.id,
                member_id=member_id,
                duty="approve",
            )
        )
    if wanted:
        tasks.open(work, wanted)


def quoted(name: str) -> str:
    """A name as one word of a command."""
    return name if name.isalnum() else quote(name)
