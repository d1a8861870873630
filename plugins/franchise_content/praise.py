"""Members' praise: found in the chat that is kept, noted without its words (I-178).

Before a member has agreed only the message's id is kept, and its words stay in the chat, where they are let go in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import select, update

from franchise import Group, Message, NotFound, Refused, UnitOfWork, chat, groups, nickname_key
from franchise_content import tables as t
from franchise_content.messages import gettext as _
from franchise_content.praising import Reader, folded, kept
from franchise_content.settings import settings_of

if TYPE_CHECKING:
    from franchise import Product

KIND: Final = "content.praise"
LIMIT: Final = 2**31
MOVED: Final = 60_000
"""A message of which another export tells more exactly when it was written moves by so many milliseconds at most."""
_COUNT: Final = "praise"
_c: Final = t.praise.c


@attrs.frozen(kw_only=True, slots=True)
class Praised:
    """A message that praises, as it is noted.

    ``text`` holds its words where the member agreed; while nobody did, `find` fills in what the chat still has.
    ``at`` is when it was written, UTC milliseconds; ``product`` a key of the catalogue, "" where none is named.
    """

    number: int
    group_id: int
    message_id: str
    member_id: int
    at: int
    product: str
    status: str
    named: bool = False
    text: str = ""
    settled_at: int | None = None


def status_words() -> dict[str, str]:
    return {
        "found": _("found"),
        "asked": _("asked"),
        "yes": _("agreed"),
        "no": _("refused"),
        "withdrawn": _("withdrawn"),
        "gone": _("words let go"),
    }


def find(work: UnitOfWork, group: Group, since: int, until: int) -> list[Praised]:
    """The messages of a group that praise, from ``since`` to before ``until``, UTC milliseconds; new ones are noted.

    Looking twice notes nothing twice. The number of statements does not depend on the number of messages.

    Raises:
        Refused: The store's setup does not use the plugin, or a plugin that knows the staff failed.

    """
    messages = chat.read(work, group, since, until)
    note(work, group, messages)
    words = {message.id: kept(message.text) for message in messages}
    rows = work.conn.execute(
        select(t.praise)
        .where(_c.store_id == work.store_id, _c.group_id == group.id, _c.at >= since, _c.at < until)
        .order_by(_c.at, _c.number)
    )
    found = [as_praise(row) for row in rows]
    return [
        attrs.evolve(one, text=words.get(one.message_id, "")) if one.status in ("found", "asked") else one
        for one in found
    ]


def note(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> int:
    """Note those of some messages that praise and are not noted yet; gives how many are new."""
    section = settings_of(work)
    reader = Reader(section.praise)
    said = [
        m
        for m in messages
        if m.kind == "text" and m.member_id is not None and not m.forgotten and reader.praises(m.text)
    ]
    if not said:
        return 0
    names = groups.roster(work, group).ids
    working = _working(work, group)
    staff = _staff(work, names, working)
    named = {*names, *working}
    wanted = [m for m in said if not _names_somebody(m.text, named) and not staff(m.member_id or 0)]
    if not wanted:
        return 0
    groups.hold(work, group)  # whoever else looks at this moment notes them, and we see it
    first, last = min(m.at for m in wanted) - MOVED, max(m.at for m in wanted) + MOVED
    known = set(
        work.conn.execute(
            select(_c.message_id).where(
                _c.store_id == work.store_id, _c.group_id == group.id, _c.at >= first, _c.at <= last
            )
        ).scalars()
    )
    fresh = [m for m in wanted if m.id not in known]
    if not fresh:
        return 0
    products = _Products(work.setup.get("catalog"))
    before = _take_numbers(work, len(fresh))
    work.insert(
        t.praise,
        (
            "number", "group_id", "message_id", "member_id", "at", "product", "status", "named", "text",
            "settled_at",
        ),
        [
            (before + n, group.id, m.id, m.member_id, m.at, products.named(m.text), "found", 0, "", None)
            for n, m in enumerate(fresh, 1)
        ],
    )  # fmt: skip
    work.record("content.praise_found", group.key, group_id=group.id, count=len(fresh))
    return len(fresh)


def _take_numbers(work: UnitOfWork, count: int) -> int:
    """The last number given so far; the next ones are ours, and nobody else's."""
    work.insert_new(t.count, what=_COUNT, last=0)
    of = (t.count.c.store_id == work.store_id, t.count.c.what == _COUNT)
    last = int(work.conn.execute(select(t.count.c.last).where(*of).with_for_update()).scalar_one())
    work.conn.execute(update(t.count).where(*of).values(last=last + count))
    return last


def _working(work: UnitOfWork, group: Group) -> set[str]:
    """What those are called who keep the group or have a role of the cadence, as names are compared."""
    called = [str(work.ask("franchise_on_duty", group=group, duty="keep", at=work.now()) or "")]
    called += [role.person for role in work.setup.get("cadence").roles.values()]
    return {_key(name) for name in called if name.strip()} - {""}


def _staff(work: UnitOfWork, names: Mapping[str, int], working: Iterable[str]) -> Callable[[int], bool]:
    """Tells who praises because it is his work: nobody who may win no prize, keeps the group, or has a role in it."""
    ids = {names[key] for key in working if key in names}

    def is_staff(member_id: int) -> bool:
        return member_id in ids or work.once(
            ("content.staff", member_id), lambda: not _may_be_rewarded(work, member_id)
        )

    return is_staff


def _may_be_rewarded(work: UnitOfWork, member_id: int) -> bool:
    try:
        work.decide("franchise_may_reward", member_id=member_id, reward=_("to be quoted"))
    except Refused as refused:
        if refused.__cause__ is not None:
            raise  # a plugin that failed, and perhaps a deadlock: that must stay visible
        return False
    return True


def _key(name: str) -> str:
    from franchise import UsageProblem

    try:
        return nickname_key(name)
    except UsageProblem:
        return ""


def _names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether somebody is named in a message; names of one character stand in other words too."""
    bare = "".join(folded(kept(text)).split())
    return any(len(name) > 1 and name in bare for name in names)


class _Products:
    """Finds the product that a message names."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        known = {
            "".join(folded(name).split()): code
            for code in sorted(products, reverse=True)
            for name in (products[code].name, *products[code].aliases)
        }
        self._known = sorted(known.items(), key=lambda item: (-len(item[0]), item[0]))

    def named(self, text: str) -> str:
        """The key of the product with the longest name in the text; "" where none is named."""
        bare = "".join(folded(text).split())
        return next((code for name, code in self._known if name and name in bare), "")


def as_praise(row: Any) -> Praised:
    values = {name: value for name, value in row._mapping.items() if name != "store_id"}
    return Praised(**{**values, "named": bool(values["named"])})


def get(work: UnitOfWork, number: int, *, held: bool = False) -> Praised:
    """The praise of that number; ``held``: nobody else changes it before this transaction ends.

    Raises:
        NotFound: There is none.

    """
    settings_of(work)
    query = select(t.praise).where(_c.store_id == work.store_id, _c.number == number)
    row = (
        work.conn.execute(query.with_for_update() if held else query).one_or_none()
        if 0 < number < LIMIT
        else None
    )
    if row is None:
        raise NotFound(
            _("There is no praise {number}.").format(number=number),
            hint=_("`franchise content praise list` shows what there is."),
        )
    return as_praise(row)


def listed(work: UnitOfWork, *, group: Group | None = None, status: str = "") -> list[Praised]:
    """Praise as it is noted, by number; with the words of those who agreed. One statement."""
    settings_of(work)
    query = select(t.praise).where(_c.store_id == work.store_id).order_by(_c.number)
    if group is not None:
        query = query.where(_c.group_id == group.id)
    if status:
        query = query.where(_c.status == status)
    return [as_praise(row) for row in work.conn.execute(query)]
