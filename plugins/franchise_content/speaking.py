"""Saying something: the text of an occasion for one group, with everything put in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from franchise import Group, NotFound, UnitOfWork, did_you_mean
from franchise_content import choosing, quoting
from franchise_content.messages import gettext as _
from franchise_content.occasions import OCCASIONS, fill, variables
from franchise_content.section import Activity, Content, Saying
from franchise_content.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ALL = "{names}"


@attrs.frozen(kw_only=True, slots=True)
class Said:
    """What is to be said, and by which saying."""

    key: str
    occasion: str
    text: str
    picture: str


def say(
    work: UnitOfWork, what: str, *, group: Group | None = None, kind: str = "", names: Sequence[str] = ()
) -> Said:
    """The text of an occasion, or of one saying by key, for a group, or for a kind of group before there is one.

    Args:
        work: The unit of work.
        what: An occasion, or a saying's key.
        group: Where it is said.
        kind: The kind of group; the group's own when one is given.
        names: Whom it calls: ``@name`` each.

    Raises:
        NotFound: There is no such saying, or none for this kind of group.

    """
    section = settings_of(work)
    kind = group.kind if group is not None else kind
    key, saying = _chosen(section, what, kind, date.fromisoformat(work.today()))
    return Said(
        key=key,
        occasion=saying.occasion,
        text=text(work, saying, kind, group, called(names)),
        picture=saying.picture,
    )


def _chosen(section: Content, what: str, kind: str, day: date) -> tuple[str, Saying]:
    """The saying that is meant.

    Raises:
        NotFound: There is none.

    """
    if kind not in section.kinds:
        raise NotFound(
            _("Nothing is said in groups of kind {kind!r}.").format(kind=kind[:40]),
            hint=did_you_mean(kind, section.kinds) or f"[content.kinds.{kind[:40]}]",
        )
    if what in section.sayings and what not in OCCASIONS:
        return what, section.sayings[what]
    found = choosing.one(section, what, kind, day)
    if found is not None:
        return found
    if what in OCCASIONS:
        raise NotFound(
            _("There is no saying of {occasion} for {kind}.").format(occasion=what, kind=kind),
            hint=_("Add one: [content.sayings.KEY] with occasion = {occasion}.").format(occasion=f'"{what}"'),
        )
    raise NotFound(
        _("There is no occasion and no saying {what!r}.").format(what=what[:40]),
        hint=did_you_mean(what, [*OCCASIONS, *section.sayings]) or ", ".join(OCCASIONS),
    )


def called(names: Sequence[str]) -> str:
    """How members are called: ``@小美 @小丽``."""
    return " ".join(f"@{name}" for name in names)


def text(work: UnitOfWork, saying: Saying, kind: str, group: Group | None, names: str) -> str:
    """A saying's text with everything put in; only what it has is worked out."""
    return fill(saying.text, words(work, kind, group, names, variables(saying.text)))


def words(
    work: UnitOfWork, kind: str, group: Group | None, names: str, wanted: Sequence[str]
) -> dict[str, str]:
    """What stands for each of the variables."""
    section = settings_of(work)
    facts = section.kinds[kind]
    day = date.fromisoformat(work.today())

    def rules() -> str:
        found = choosing.one(section, "rules", kind, day)
        return text(work, found[1], kind, group, "") if found else ""

    def activity() -> str:
        found = choosing.latest_activity(section, kind, day)
        return told(found[1]) if found else ""

    makers: Mapping[str, Callable[[], str]] = {
        "store": lambda: work.answers.name,
        "group": lambda: group.name if group is not None else "",
        "names": lambda: names,
        "about": lambda: facts.about,
        "goal": lambda: facts.goal,
        "value": lambda: facts.value,
        "benefits": lambda: facts.benefits,
        "owner": lambda: owner(work, facts.owner, group),
        "consent": lambda: (
            section.consent or _("May we add you to the group? You may leave whenever you like.")
        ),
        "rules": rules,
        "activity": activity,
        "best_seller": lambda: best_seller(work, day - timedelta(days=1)),
        "praise": lambda: quoting.quote(work, day),
    }
    return {name: makers[name]() for name in wanted}


def told(activity: Activity) -> str:
    """An activity in one line."""
    head = f"{activity.name}：{activity.text}" if activity.text else activity.name
    return f"{head} {activity.link}" if activity.link else head


def owner(work: UnitOfWork, role: str, group: Group | None) -> str:
    """Whom members may turn to: the role's person, else who keeps the group, else what the role is called."""
    found = work.setup.get("cadence").roles.get(role)
    if found is not None and found.person:
        return str(found.person)
    keeper = None
    if group is not None:
        keeper = work.ask("franchise_on_duty", group=group, duty="keep", at=work.now())
    return str(keeper or (found.name if found is not None else ""))


def best_seller(work: UnitOfWork, day: date) -> str:
    """The product that most members ordered on a day, by name; "" when nothing was ordered (I-157)."""
    found = best_sellers(work, day)
    return found[0].name if found else ""


@attrs.frozen(kw_only=True, slots=True)
class Seller:
    """How a product sold on one day: to how many members, for how much (minor units)."""

    product: str
    name: str
    members: int
    amount: int


def best_sellers(work: UnitOfWork, day: date) -> list[Seller]:
    """The products ordered in a day's rounds; those that most members wanted first, then by amount and code."""
    from franchise import orders

    buyers: dict[str, set[int]] = {}
    amounts: dict[str, int] = {}
    names: dict[str, str] = {}
    for cycle in orders.listed(work, limit=LOOKED_AT):
        if cycle.day != day.isoformat():
            continue
        for line in orders.cycle_lines(work, cycle):
            buyers.setdefault(line.product, set()).add(line.member_id)
            amounts[line.product] = amounts.get(line.product, 0) + line.amount
            names[line.product] = line.name
    found = [
        Seller(product=code, name=names[code], members=len(ids), amount=amounts[code])
        for code, ids in buyers.items()
    ]
    return sorted(found, key=lambda s: (-s.members, -s.amount, s.product))


LOOKED_AT = 500
"""Rounds, the latest first, among which a day's are looked for."""
