"""Applications in words: what came of one, and which one a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from franchise.cli.output import Output
from franchise.cli.state import State
from franchise.errors import NotFound, UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from franchise.admission.values import Outcome
    from franchise.work import UnitOfWork


def status_words() -> dict[str, str]:
    """The states of applications."""
    return {
        "pending": _("not complete"),
        "review": _("to be looked at again"),
        "admitted": _("admitted"),
        "rejected": _("rejected"),
        "withdrawn": _("withdrawn"),
    }


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """An outcome for programs."""
    return {
        "application": outcome.application.id or None,
        "short": short(outcome.application.id) if outcome.application.id else None,
        "name": outcome.application.name,
        "group": outcome.group.key,
        "verdict": outcome.verdict.code,
        "reason": outcome.verdict.reason,
        "state": outcome.state or None,
        "position": outcome.position or None,
        "member": outcome.application.member_id,
        "repeated": outcome.repeated,
    }


def tell(out: Output, outcome: Outcome) -> None:
    """Say what became of an application."""
    if out.json:
        out.data(outcome_data(outcome))
        return
    name, group = outcome.application.name, outcome.group.name
    if outcome.state == "member":
        out.say(
            _("{name} was in {group} before.").format(name=name, group=group)
            if outcome.repeated
            else _("{name} is in {group}.").format(name=name, group=group)
        )
    elif outcome.state == "waiting":
        out.say(f"{name}: {outcome.verdict.reason}")
    elif outcome.verdict.code == "rejected":
        out.warn(_("{name} was rejected: {reason}").format(name=name, reason=outcome.verdict.reason))
    else:
        out.say(
            _("Application {number} of {name} is not complete: {reason}").format(
                number=short(outcome.application.id), name=name, reason=outcome.verdict.reason
            )
        )


def carried_out(state: State, operation: Callable[[UnitOfWork], Outcome]) -> Outcome:
    """Run an operation on applications."""
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        return app.attempt(store, operation)


def finish(out: Output, outcome: Outcome) -> None:
    """Say what came of it; exit 1 when it was rejected."""
    tell(out, outcome)
    if outcome.verdict.code == "rejected":
        raise SystemExit(1)


def run(state: State, out: Output, operation: Callable[[UnitOfWork], Outcome]) -> None:
    """Run an operation on applications and say what came of it."""
    finish(out, carried_out(state, operation))


def short(number: int) -> str:
    """An application's short name, as questions of orders have one."""
    from franchise.orders.show import short as made

    return made(number)


def identity(work: UnitOfWork, text: str) -> int:
    """The application that a short name or a number means; of several, the open one.

    Raises:
        NotFound: None.
        UsageProblem: Several, and none of them is open.

    """
    from franchise.admission import applications

    known = applications.numbers(work)
    found = [n for n in known if text in {str(n), short(n)}]
    chosen = [n for n in found if known[n]] or found
    if not chosen:
        raise NotFound(
            _("There is no application {number}.").format(number=text[:40]),
            hint=_("`franchise admission review` lists them."),
        )
    if len(chosen) > 1:
        raise UsageProblem(
            _("{number} means several applications; give the whole number.").format(number=text),
            hint=", ".join(map(str, chosen)),
        )
    return chosen[0]


def parse_facts(pairs: tuple[str, ...]) -> dict[str, str]:
    """Split ``name=value`` words.

    Raises:
        UsageProblem: One has no ``=``.

    """
    out: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UsageProblem(
                _("{pair!r} is not NAME=VALUE.").format(pair=pair[:60]), hint="--fact paid_total=500"
            )
        out[key.strip()] = value
    return out
