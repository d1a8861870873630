"""Applications, what is decided about them, and the mechanisms that decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

if TYPE_CHECKING:
    from franchise.admission.section import AdmissionRules
    from franchise.groups.values import Group
    from franchise.work import UnitOfWork

OPEN: Final = ("pending", "review")
"""The states in which something is still to be decided."""


@attrs.frozen
class Admitted:
    """He may come in."""

    code: ClassVar[str] = "admitted"
    allowed: ClassVar[bool] = True
    strictness: ClassVar[int] = 0
    reason: str = ""


@attrs.frozen
class Waiting:
    """Not yet: ``reason`` says what is missing, in the user's language."""

    code: ClassVar[str] = "waiting"
    allowed: ClassVar[bool] = False
    strictness: ClassVar[int] = 1
    reason: str


@attrs.frozen
class Rejected:
    """No: ``reason`` says why, in the user's language."""

    code: ClassVar[str] = "rejected"
    allowed: ClassVar[bool] = False
    strictness: ClassVar[int] = 2
    reason: str


Verdict = Admitted | Waiting | Rejected
"""A plugin that implements ``franchise_may_admit`` may answer with one as well."""


@attrs.frozen(kw_only=True, slots=True)
class Application:
    """One person's wish to come into one group, with everything that was shown for it so far.

    ``paid`` is in minor units. ``invited_by`` is the position of whoever invited (``staff``, ``member`` …), "" when
    nobody did; ``inviter_id`` the member, if it was one. ``approved_by`` is who approved, "" when nobody has.
    ``member_id`` is known for a member of another group of the store, and once he is let in.
    """

    id: int
    group: Group
    name: str
    facts: Mapping[str, str]
    tasks: tuple[str, ...]
    paid: int
    invited_by: str
    inviter_id: int | None
    approved_by: str
    consent_at: int | None
    status: str
    reason: str
    member_id: int | None
    place_id: int | None
    applied_at: int
    decided_at: int | None
    decided_by: str | None


@attrs.frozen(kw_only=True)
class Mechanism:
    """One way into a group. Plugins add theirs with ``franchise_admission_mechanisms``.

    Args:
        name: What a setup's ``mechanisms`` calls it: a slug.
        title: Its name for people, in the language of the moment.
        judge: Decides by an application and the rules of its kind of group, inside the transaction; it reads and
            does not write. It is asked again each time something is added to the application.
        facts: The facts that it reads, so that a misspelt one can be told from one that counts.

    """

    name: str
    title: Callable[[], str]
    judge: Callable[[UnitOfWork, Application, AdmissionRules], Verdict]
    facts: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Outcome:
    """What became of an application.

    Args:
        application: As it stands now.
        verdict: `Admitted`; `Waiting` for something that is missing, or in the pool for a place; `Rejected`.
        state: ``member`` or ``waiting`` (in the pool), "" while he has no place.
        group: The group that took him in: a later number when the one asked for was full.
        repeated: He was in before; nothing has changed.
        position: His place in the waiting pool, from 1; 0 outside it.

    """

    application: Application
    verdict: Verdict
    group: Group
    state: str = ""
    repeated: bool = False
    position: int = 0
