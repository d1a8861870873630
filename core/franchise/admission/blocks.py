"""The block list: who is kept out of every group of the store, such as competitors (I-082)."""

from __future__ import annotations

from typing import Final, Literal

import attrs
from sqlalchemy import delete, select

from franchise.admission import applications
from franchise.admission import tables as t
from franchise.admission.given import check_reason, contact_digest
from franchise.errors import NotFound, UsageProblem
from franchise.groups import operations as groups
from franchise.groups.values import nickname_key
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

Field = Literal["name", "word", "contact"]
_COLUMNS: Final = ("id", "field", "value", "shown", "reason", "blocked_by", "blocked_at")
SHORTEST_WORD: Final = 2


@attrs.frozen(kw_only=True, slots=True)
class Block:
    """One entry: a whole ``name``, a ``word`` that a name must not contain, or a ``contact``.

    ``value`` is what is compared, ``shown`` what people see: of a contact only its ends.
    """

    id: int
    field: str
    value: str
    shown: str
    reason: str
    blocked_by: str
    blocked_at: int


@attrs.frozen(kw_only=True, slots=True)
class Blocked:
    """What putting somebody on the list did. ``members`` are in a group already: leaving is a person's decision."""

    block: Block
    already: bool
    rejected: tuple[int, ...]
    """Open applications that are now rejected."""
    removed: tuple[int, ...]
    """Members who lost their place in a waiting pool."""
    members: tuple[tuple[str, str], ...]
    """(group key, name) of those who are in a group."""


def masked(contact: str) -> str:
    """A contact as people may see it: its first three and last two characters."""
    text = contact.strip()
    return f"{text[:3]}****{text[-2:]}" if len(text) > 6 else "****"


def block(work: UnitOfWork, field: Field, text: str, reason: str) -> Blocked:
    """Keep somebody out from now on: open applications are rejected, places in a waiting pool given up.

    Raises:
        UsageProblem: No reason, or nothing that can be compared.

    """
    reason = check_reason(reason)
    value, shown = _value(work, field, text)
    known = next((b for b in listed(work) if (b.field, b.value) == (field, value)), None)
    entry = known or Block(
        id=work.ids.new(),
        field=field,
        value=value,
        shown=shown,
        reason=reason,
        blocked_by=work.actor,
        blocked_at=work.now(),
    )
    already = not work.insert_new(t.block, **attrs.asdict(entry))
    if not already:
        work.record("block.added", entry.id, field=field)
    rejected = _reject_open(work, entry)
    removed, members = _sweep(work, entry)
    return Blocked(
        block=entry,
        already=already,
        rejected=tuple(rejected),
        removed=tuple(removed),
        members=tuple(members),
    )


def unblock(work: UnitOfWork, field: Field, text: str) -> Block:
    """Take somebody off the list.

    Raises:
        NotFound: Nobody is on the list so.

    """
    value, shown = _value(work, field, text)
    for entry in listed(work):
        if (entry.field, entry.value) == (field, value):
            work.conn.execute(
                delete(t.block).where(t.block.c.store_id == work.store_id, t.block.c.id == entry.id)
            )
            work.record("block.removed", entry.id, field=field)
            return entry
    raise NotFound(
        _("{name!r} is not on the block list.").format(name=shown),
        hint=_("`franchise admission block` shows it."),
    )


def listed(work: UnitOfWork) -> list[Block]:
    """Everybody who is kept out, the oldest entry first."""
    rows = work.conn.execute(
        select(*(t.block.c[name] for name in _COLUMNS))
        .where(t.block.c.store_id == work.store_id)
        .order_by(t.block.c.blocked_at, t.block.c.id)
    )
    return [Block(**row._mapping) for row in rows]


def match(work: UnitOfWork, name: str, contact: str) -> Block | None:
    """The entry that keeps this name or contact (a digest) out; None lets him on."""
    key = nickname_key(name)
    return next((entry for entry in listed(work) if _matches(entry, key, contact)), None)


def _matches(entry: Block, key: str, contact: str) -> bool:
    if entry.field == "word":
        return entry.value in key
    return entry.value == (contact if entry.field == "contact" else key)


def _value(work: UnitOfWork, field: Field, text: str) -> tuple[str, str]:
    if field == "contact":
        digest = contact_digest(work, text)
        if not digest:
            raise UsageProblem(_("Which contact?"))
        return digest, masked(text)
    key = nickname_key(text)
    if field == "word" and len(key) < SHORTEST_WORD:
        raise UsageProblem(
            _("A single character is in too many names; give at least {count}.").format(count=SHORTEST_WORD)
        )
    return key, text.strip()


def _reject_open(work: UnitOfWork, entry: Block) -> list[int]:
    rejected = []
    contacts = applications.contacts(work)
    for found in applications.opened(work):
        if found.status == "pending" and _matches(
            entry, nickname_key(found.name), contacts.get(found.id, "")
        ):
            groups.hold(work, found.group)
            applications.close(
                work, found, "rejected", _("On the block list: {reason}").format(reason=entry.reason)
            )
            work.record(
                "application.blocked", found.id, group_id=found.group.id, block_id=entry.id, field=entry.field
            )
            rejected.append(found.id)
    return rejected


def _sweep(work: UnitOfWork, entry: Block) -> tuple[list[int], list[tuple[str, str]]]:
    removed: list[int] = []
    members: list[tuple[str, str]] = []
    known = applications.members_of_contact(work, entry.value) if entry.field == "contact" else frozenset()
    for group in sorted(groups.listed(work), key=lambda x: x.id):
        for one in groups.members(work, group):
            named = entry.field != "contact" and any(_matches(entry, nickname_key(n), "") for n in one.names)
            if one.state == "left" or not (named or one.member_id in known):
                continue
            if one.state == "waiting":
                groups.depart(work, group, one.member_id)
                removed.append(one.member_id)
            else:
                members.append((group.key, one.name))
    return removed, members
