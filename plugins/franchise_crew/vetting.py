"""Choosing the keeper: whoever was not approved hands no orders in (I-130)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final, Literal

import attrs
from sqlalchemy import bindparam, select, update

from franchise import Group, NotFound, Refused, UnitOfWork, UsageProblem, did_you_mean, nickname_key
from franchise_crew import duties, people
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.section import Vetting
from franchise_crew.settings import settings_of

_FOUND: Final = select(t.vetting).where(
    t.vetting.c.store_id == bindparam("store"),
    t.vetting.c.kind == bindparam("kind"),
    t.vetting.c.place == bindparam("place"),
    t.vetting.c.keeper == bindparam("keeper"),
)
Status = Literal["open", "approved", "rejected"]


@attrs.frozen(kw_only=True, slots=True)
class Vetted:
    """What was found of the keeper of a group. ``checks`` hold, ``missing`` do not yet; keys of the setup."""

    group: str
    keeper: str
    status: Status
    checks: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str = ""
    by: str = ""
    at: int | None = None


def keeper_of(work: UnitOfWork, group: Group) -> str:
    """Who keeps a group, whichever plugin knows; "" when nobody is known."""
    return str(work.ask("franchise_on_duty", group=group, duty=duties.KEEP, at=work.now()) or "")


def mark(work: UnitOfWork, name: str) -> str:
    """What a name is kept as: enough to see that it is another one, and of no use in another store."""
    return hashlib.sha256(f"{work.store_id}/{nickname_key(name)}".encode()).hexdigest()


def _settings(work: UnitOfWork, group: Group) -> Vetting:
    found = settings_of(work).vetting.get(group.kind)
    if found is None:
        raise NotFound(
            _("Keepers of groups of {kind} are not vetted.").format(kind=group.kind),
            hint=f"[crew.vetting.{group.kind}.checks.KEY]",
        )
    return found


def status(work: UnitOfWork, group: Group) -> Vetted:
    """How far the vetting of a group's keeper is.

    Raises:
        NotFound: The setup does not vet keepers of such groups, or nobody keeps the group.

    """
    found = peek(work, group)
    if found is None:
        raise NotFound(_("Nobody keeps {group}.").format(group=group.name))
    return found


def peek(work: UnitOfWork, group: Group) -> Vetted | None:
    """As `status`; None where nobody keeps the group."""
    settings, keeper = _settings(work, group), keeper_of(work, group)
    return _vetted(group, keeper, settings, _row(work, group, keeper)) if keeper else None


def _row(work: UnitOfWork, group: Group, keeper: str) -> Any:
    return work.conn.execute(
        _FOUND,
        {"store": work.store_id, "kind": group.kind, "place": group.place, "keeper": mark(work, keeper)},
    ).one_or_none()


def _vetted(group: Group, keeper: str, settings: Vetting, row: Any) -> Vetted:
    held = [key for key in json.loads(row.checks) if key in settings.checks] if row is not None else []
    return Vetted(
        group=group.key,
        keeper=keeper,
        status=row.status if row is not None else "open",
        checks=tuple(sorted(held)),
        missing=tuple(key for key in sorted(settings.checks) if key not in held),
        reason=row.reason if row is not None else "",
        by=row.by if row is not None else "",
        at=row.at if row is not None else None,
    )


def vet(
    work: UnitOfWork,
    group: Group,
    *,
    checks: Iterable[str] = (),
    approve: bool = False,
    reject: str | None = None,
) -> Vetted:
    """Note what was looked at, approve or reject; gives how it stands then. The same again changes nothing.

    A vetting belongs to the person in the place: its further groups need no other, a new keeper does.

    Raises:
        NotFound: As `status`, or the list has no such point.
        Refused: Approved with points missing.
        UsageProblem: Both approved and rejected, or rejected without a reason.

    """
    settings = _settings(work, group)
    before = status(work, group)
    given = list(dict.fromkeys(checks))
    for key in given:
        if key not in settings.checks:
            raise NotFound(
                _("The list has no point {key!r}.").format(key=key[:40]),
                hint=did_you_mean(key, settings.checks) or ", ".join(sorted(settings.checks)),
                where=f"[crew.vetting.{group.kind}.checks]",
            )
    if approve and reject is not None:
        raise UsageProblem(_("Either --approve or --reject."))
    if reject is not None and not reject.strip():
        raise UsageProblem(_("Say why the keeper is rejected."), where="--reject")
    reject = people.reason(reject or "", "--reject")
    held = sorted({*before.checks, *given})
    missing = [key for key in sorted(settings.checks) if key not in held]
    if approve and missing:
        raise Refused(
            _("{keeper} cannot be approved yet; not looked at: {points}.").format(
                keeper=before.keeper, points=_(", ").join(settings.checks[key].name for key in missing)
            ),
            hint=" ".join(f"--check {key}" for key in missing),
        )
    state: Status = "approved" if approve else "rejected" if reject else before.status
    reason = reject or ("" if approve else before.reason)
    if (state, tuple(held), reason) == (before.status, before.checks, before.reason):
        return before
    v = t.vetting.c
    whose = {"kind": group.kind, "place": group.place, "keeper": mark(work, before.keeper)}
    found = {
        "status": state,
        "checks": json.dumps(held),
        "reason": reason,
        "by": work.actor[:120],
        "at": work.now(),
    }
    if not work.insert_new(t.vetting, **whose, **found):
        work.conn.execute(
            update(t.vetting)
            .where(v.store_id == work.store_id, *(v[name] == value for name, value in whose.items()))
            .values(**found)
        )
    work.record("crew.vetted", group.key, group_id=group.id, status=state, checks=held)
    return status(work, group)


def may_submit(work: UnitOfWork, group: Group) -> str | None:
    """Why a group's orders are not taken; None when they are.

    One statement beside the one that finds the keeper; none where the setup does not vet keepers of such groups.
    """
    settings = settings_of(work).vetting.get(group.kind)
    if settings is None or (settings.begins is not None and work.today() < settings.begins.isoformat()):
        return None
    keeper = keeper_of(work, group)
    if not keeper:
        if group.kind in settings_of(work).outside:
            return None  # whoever keeps such groups says so himself
        return _(
            "Nobody keeps {group}; `franchise crew assign NAME ROLE --group {key}` names somebody."
        ).format(group=group.name, key=group.key)
    row = _row(work, group, keeper)
    found = row.status if row is not None else "open"
    if found == "approved":
        return None
    if found == "rejected":
        return _("{keeper} was not approved as keeper of {group}: {reason}.").format(
            keeper=keeper, group=group.name, reason=row.reason.rstrip("。.")
        )
    return _(
        "{keeper} is not approved as keeper of {group} yet; `franchise crew vet {key}` shows what is missing."
    ).format(keeper=keeper, group=group.name, key=group.key)
