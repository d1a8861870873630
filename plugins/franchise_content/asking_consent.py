"""Asking a member whether his praise may be used: a person does it, once (I-178)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import update

from franchise import Group, NewTask, NotFound, Refused, Task, UnitOfWork, chat, groups, language, tasks
from franchise.clock import local
from franchise_content import tables as t
from franchise_content.hours import free_from
from franchise_content.messages import gettext as _
from franchise_content.occasions import fill
from franchise_content.offers import product_key
from franchise_content.praise import KIND, MOVED, Praised, get, status_words
from franchise_content.praising import kept
from franchise_content.settings import settings_of

DUTY: Final = "reply"
_c: Final = t.praise.c


def key(number: int) -> str:
    """The key of the task in which consent is asked for, once and for all."""
    return f"{KIND}/{number}"


def ask(work: UnitOfWork, number: int, *, product: str = "") -> Task:
    """Have a person ask a member whether his praise may be used; asking twice opens one task.

    The task is done when he agrees, and dropped when he does not.

    Args:
        work: The unit of work.
        number: The praise's number.
        product: What it praises, where the message does not name it.

    Raises:
        NotFound: No such praise or product; the member is no longer in the group.
        Refused: He has answered already, or the words are no longer kept.

    """
    found = get(work, number, held=True)
    if found.status not in ("found", "asked"):
        raise Refused(
            _("Nobody is asked again: praise {number} is {status}.").format(
                number=number, status=status_words()[found.status]
            ),
            hint=_("`franchise content praise consent {number} --yes` or `--no` notes what he says.").format(
                number=number
            ),
        )
    found = of_product(work, found, product)
    if not words(work, [found]):
        raise let_go(number)
    group = next(one for one in groups.listed(work) if one.id == found.group_id)
    name = next(
        (one.name for one in groups.members(work, group, [found.member_id]) if one.state == "member"), None
    )
    if name is None:
        raise NotFound(_("The member is no longer in {group}.").format(group=group.name))
    change(work, found, status="asked")
    _open(work, found, group, name)
    opened = {task.key: task for task in tasks.listed(work, group=group, kind=KIND)}.get(key(number))
    if opened is None:
        raise Refused(
            _("The task to ask for praise {number} is closed already.").format(number=number),
            hint=_("`franchise content praise consent {number} --yes` or `--no` notes what he says.").format(
                number=number
            ),
        )
    return opened


def _open(work: UnitOfWork, found: Praised, group: Group, name: str) -> None:
    """The task for a person, after the curfew."""
    now, zone = work.now(), work.answers.time_zone
    with language(work.answers.language):
        tasks.open(
            work,
            [
                NewTask(
                    key=key(found.number),
                    kind=KIND,
                    title=_(
                        "Ask {name} in {group} whether we may quote the praise; yes: done, no: drop it"
                    ).format(name=name, group=group.name),
                    text=_question(work, found, name),
                    group_id=group.id,
                    member_id=found.member_id,
                    duty=DUTY,
                    due_at=free_from(work.setup.get("cadence").curfew, now, zone),
                    payload={"praise": found.number},
                )
            ],
        )


def _question(work: UnitOfWork, found: Praised, name: str) -> str:
    """What the member is asked; his words are not in it, for a task is kept longer than chat."""
    goods = work.setup.get("catalog").get(found.product)
    day = local(found.at, work.answers.time_zone).date()
    question = settings_of(work).praise.question or _(
        "@{name} thank you for what you wrote on {day} about {product}! May we show your words to others in our"
        " groups? Of your name only the first sign is shown, unless you want all of it. You may take it back"
        " whenever you like."
    )
    return fill(
        question,
        {
            "name": name,
            "day": day.isoformat(),
            "product": goods.name if goods is not None else _("what you bought"),
            "store": work.answers.name,
        },
    )


def change(work: UnitOfWork, found: Praised, **values: Any) -> None:
    """Write what is other than before."""
    if all(getattr(found, name) == value for name, value in values.items()):
        return
    work.conn.execute(
        update(t.praise).where(_c.store_id == work.store_id, _c.number == found.number).values(**values)
    )


def of_product(work: UnitOfWork, found: Praised, product: str) -> Praised:
    """The praise as one of a product that a person names.

    Raises:
        NotFound: No such product.

    """
    if not product:
        return found
    code = product_key(work, product)
    change(work, found, product=code)
    return get(work, found.number)


def words(work: UnitOfWork, found: Sequence[Praised]) -> dict[int, str]:
    """What the chat still has of some messages, by the praise's number; one statement for each group."""
    out: dict[int, str] = {}
    for group in groups.listed(work) if found else ():
        own = {one.message_id: one for one in found if one.group_id == group.id}
        if not own:
            continue
        first, last = (pick(one.at for one in own.values()) for pick in (min, max))
        for message in chat.read(work, group, first - MOVED, last + MOVED):
            if message.id in own and not message.forgotten:
                out[own[message.id].number] = kept(message.text)
    return out


def let_go(number: int) -> Refused:
    """What is said where there are no words to agree to."""
    return Refused(
        _("The words of praise {number} are no longer kept.").format(number=number),
        hint=_("`franchise content praise find` looks for newer praise."),
    )
