"""Consent to be quoted: noted, withdrawn at any time (I-178)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from franchise import Group, NotFound, Refused, Task, UnitOfWork, groups, language, tasks
from franchise_content import asking_consent
from franchise_content import tables as t
from franchise_content.messages import gettext as _
from franchise_content.praise import KIND, Praised, as_praise, get
from franchise_content.settings import settings_of

_c: Final = t.praise.c


def settle(
    work: UnitOfWork, number: int, *, yes: bool, named: bool | None = None, product: str = ""
) -> Praised:
    """Note what a member said to being quoted; gives the praise as it is then. The same twice changes nothing.

    With a yes the message's words are copied out of the chat; with a no they go at once. ``named`` says whether the
    name may be shown; None: as before, and at first not.

    Raises:
        NotFound: No such praise or product.
        Refused: The words are no longer kept in the chat, so that there is nothing to agree to.

    """
    found = get(work, number, held=True)
    if yes:
        found = asking_consent.of_product(work, found, product)
        _agree(work, [found], named)
    else:
        _refuse(work, [found])
    _close(work, [number])
    return get(work, number)


def settle_all(
    work: UnitOfWork, group: Group, name: str, *, yes: bool, named: bool | None = None
) -> list[Praised]:
    """Note what a member said, by name: a yes to all that he was asked, a no to everything of his.

    Raises:
        NotFound: Nobody of that name, or no praise of his is noted.
        Refused: He agrees and was asked nothing; the words are no longer kept.

    """
    member_id = groups.find_member(work, group, name)
    settings_of(work)
    rows = work.conn.execute(
        select(t.praise)
        .where(_c.store_id == work.store_id, _c.member_id == member_id)
        .order_by(_c.number)
        .with_for_update()
    )
    found = [as_praise(row) for row in rows]
    if not found:
        raise NotFound(
            _("No praise of {name} is noted.").format(name=name),
            hint=_("`franchise content praise find` looks for some."),
        )
    if not yes:
        _refuse(work, found)
        _close(work, [one.number for one in found])
        return _again(work, found)
    asked = [one for one in found if one.status == "asked" or (one.status == "yes" and named is not None)]
    if not asked:
        raise Refused(
            _("{name} was asked nothing that is open.").format(name=name),
            hint=_("Name the praise by its number: {numbers}.").format(
                numbers=", ".join(str(one.number) for one in found)
            ),
        )
    _agree(work, asked, named)
    _close(work, [one.number for one in asked])
    return _again(work, asked)


def _again(work: UnitOfWork, found: Sequence[Praised]) -> list[Praised]:
    """The same as they are now; one statement."""
    numbers = [one.number for one in found]
    rows = work.conn.execute(
        select(t.praise).where(_c.store_id == work.store_id, _c.number.in_(numbers)).order_by(_c.number)
    )
    return [as_praise(row) for row in rows]


def finished(work: UnitOfWork, task: Task) -> None:
    """A person has asked: done means that the member agreed, dropped that he did not."""
    number = task.payload.get("praise")
    if task.kind != KIND or not isinstance(number, int):
        return
    found = work.conn.execute(
        select(t.praise).where(_c.store_id == work.store_id, _c.number == number).with_for_update()
    ).one_or_none()
    if found is None:
        return
    one = as_praise(found)
    if task.status != "done":
        _refuse(work, [one])
    elif one.text or asking_consent.words(work, [one]):
        _agree(work, [one], None)
    else:
        asking_consent.change(work, one, status="gone", settled_at=work.now())


def _agree(work: UnitOfWork, found: Sequence[Praised], named: bool | None) -> None:
    """The words come out of the chat and are kept; what was agreed before keeps those that it has."""
    words = asking_consent.words(work, [one for one in found if not one.text])
    changed = []
    for one in found:
        text = one.text or words.get(one.number, "")
        if not text:
            raise asking_consent.let_go(one.number)
        shown = one.named if named is None else named
        if (one.status, one.named) != ("yes", shown):
            changed.append({"of": one.number, "new_text": text, "new_named": int(shown)})
            _record(work, one, "yes")
    if changed:
        work.conn.execute(
            update(t.praise)
            .where(_c.store_id == work.store_id, _c.number == bindparam("of"))
            .values(
                status="yes",
                named=bindparam("new_named"),
                text=bindparam("new_text"),
                settled_at=work.now(),
            ),
            changed,
        )


def _refuse(work: UnitOfWork, found: Sequence[Praised]) -> None:
    """The words go, whatever was agreed before; two statements at most."""
    for status, before in (("withdrawn", ("yes",)), ("no", ("found", "asked", "gone"))):
        numbers = [one.number for one in found if one.status in before]
        if numbers:
            work.conn.execute(
                update(t.praise)
                .where(_c.store_id == work.store_id, _c.number.in_(numbers))
                .values(status=status, named=0, text="", settled_at=work.now())
            )
        for one in found:
            if one.number in numbers:
                _record(work, one, status)


def _record(work: UnitOfWork, found: Praised, status: str) -> None:
    work.record(
        "content.praise_settled",
        found.number,
        number=found.number,
        member_id=found.member_id,
        status=status,
    )


def _close(work: UnitOfWork, numbers: Sequence[int]) -> None:
    """The tasks in which it was to be asked are pointless now."""
    with language(work.answers.language):
        tasks.cancel(work, [asking_consent.key(number) for number in numbers], _("The answer is noted."))


def merged(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    """Two were one: what either wrote is his."""
    work.conn.execute(
        update(t.praise)
        .where(_c.store_id == work.store_id, _c.member_id == merged_id)
        .values(member_id=member_id)
    )


def erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    """Somebody is forgotten: nothing of his praise is left, and his name goes out of others' words."""
    work.conn.execute(
        delete(t.praise).where(_c.store_id == work.store_id, _c.member_id.in_(sorted(member_ids)))
    )
    rows = work.conn.execute(
        select(_c.number, _c.group_id, _c.text)
        .where(_c.store_id == work.store_id, _c.text != "")
        .order_by(_c.number)
    ).all()
    changed = [
        {"of": row.number, "new": text}
        for row in rows
        if (text := tasks.redact(work, row.group_id, row.text)) != row.text
    ]
    if changed:
        work.conn.execute(
            update(t.praise)
            .where(_c.store_id == work.store_id, _c.number == bindparam("of"))
            .values(text=bindparam("new")),
            changed,
        )
