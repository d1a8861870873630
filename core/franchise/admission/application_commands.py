"""Applications: handed in, looked at, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.admission.command_group import admission
from franchise.admission.telling import (
    carried_out,
    finish,
    identity,
    outcome_data,
    parse_facts,
    run,
    short,
    status_words,
)
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _
from franchise.messages import sentences
from franchise.suggest import did_you_mean

if TYPE_CHECKING:
    from franchise.admission.values import Application, Outcome
    from franchise.work import UnitOfWork


@admission.command(
    "apply",
    help=_("Ask for a place, or add to what was shown before. Whoever has shown enough is in at once."),
    epilog=_("Example: franchise admission apply 小雨妈妈 --group core-1 --consent --paid 9.90"),
)
@click.argument("name")
@group_option(required=True)
@click.option("--contact", default="", help=_("A phone number or account; only a digest of it is kept."))
@click.option("--token", default="", help=_("The invitation."))
@click.option("--done", "tasks", multiple=True, metavar="TASK", help=_("The key of a task that was done."))
@click.option("--paid", default="", metavar="AMOUNT", help=_("What was paid in all, such as 9.90."))
@click.option(
    "--fact", "facts", multiple=True, metavar="NAME=VALUE", help=_("What is known, such as paid_total=500.")
)
@click.option("--consent", is_flag=True, help=_("The person said yes to being taken in."))
@click.option("--member-of", default="", metavar="KEY", help=_("Another group where the name is known."))
@output_options
@pass_state
def apply(
    state: State,
    out: Output,
    name: str,
    group: str,
    contact: str,
    token: str,
    tasks: tuple[str, ...],
    paid: str,
    facts: tuple[str, ...],
    consent: bool,
    member_of: str,
) -> None:
    from franchise import admission, groups
    from franchise.amounts import parse_money

    amount = parse_money(paid) if paid else 0
    known = parse_facts(facts)
    unasked: dict[str, str] = {}

    def operation(work: UnitOfWork) -> Outcome:
        asked = admission.known_facts(work) if known else set()
        unasked.update((fact, did_you_mean(fact, asked)) for fact in sorted(known.keys() - asked))
        member_id = groups.find_member(work, groups.get(work, member_of), name) if member_of else None
        return admission.apply(
            work,
            groups.get(work, group),
            name,
            member_id=member_id,
            contact=contact,
            facts=known,
            tasks=tasks,
            paid=amount,
            token=token,
            consent=consent,
        )

    outcome = carried_out(state, operation)
    for fact, hint in unasked.items():
        words = _("Nothing asks for the fact {name}; it was noted all the same.").format(name=fact)
        out.warn(sentences([words, hint]))
    finish(out, outcome)


def application_row(one: Application, zone: str) -> dict[str, Any]:
    from franchise.clock import show

    return {
        "application": short(one.id),
        "id": str(one.id),
        "name": one.name,
        "group": one.group.key,
        "status": one.status,
        "reason": one.reason,
        "paid": one.paid,
        "since": show(one.applied_at, zone),
    }


@admission.command("review", help=_("Applications that wait for something or somebody, the oldest first."))
@group_option
@output_options
@pass_state
def review(state: State, out: Output, group: str | None) -> None:
    from franchise import admission, groups
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        chosen = groups.get(work, group) if group else None
        rows = [application_row(x, work.answers.time_zone) for x in admission.review(work, chosen)]
    out.table(
        [
            Col("application", _("Application")),
            Col("name", _("Name")),
            Col("group", _("Group")),
            Col("status", _("State"), words=status_words()),
            Col("reason", _("What is missing")),
            Col("paid", _("Paid"), "money"),
            Col("since", _("Since")),
        ],
        rows,
    )


@admission.command(
    "approve", help=_("Agree to an application; the person is in once nothing else is missing.")
)
@click.argument("application", metavar="APPLICATION")
@output_options
@pass_state
def approve(state: State, out: Output, application: str) -> None:
    from franchise import admission

    run(state, out, lambda work: admission.approve(work, identity(work, application)))


@admission.command("reject", help=_("Say no to an application, with a reason."))
@click.argument("application", metavar="APPLICATION")
@click.option("--reason", default="", help=_("Why; it is kept."))
@output_options
@pass_state
def reject(state: State, out: Output, application: str, reason: str) -> None:
    from franchise import admission
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        outcome = app.attempt(store, lambda work: admission.reject(work, identity(work, application), reason))
    if out.json:
        out.data(outcome_data(outcome))
        return
    out.say(
        _("Application {number} of {name} is rejected.").format(
            number=application, name=outcome.application.name
        )
    )
    if outcome.application.paid:
        out.warn(
            _("The fee was paid; `franchise admission refund {number}` notes that it was paid back.").format(
                number=application
            )
        )


@admission.command("refund", help=_("Note that a fee was paid back; a member is then looked at again."))
@click.argument("application", metavar="APPLICATION")
@output_options
@pass_state
def refund(state: State, out: Output, application: str) -> None:
    from franchise import admission
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        outcome = app.attempt(store, lambda work: admission.refund(work, identity(work, application)))
    if out.json:
        out.data(outcome_data(outcome) | {"status": outcome.application.status})
    elif outcome.application.status == "review":
        out.say(
            _("Noted; decide with `franchise admission approve {number}` or `reject`.").format(
                number=application
            )
        )
    else:
        out.say(_("Noted."))


@admission.command("waiting", help=_("Who waits for a place in a full group, first come first."))
@group_option
@output_options
@pass_state
def waiting(state: State, out: Output, group: str | None) -> None:
    from franchise import admission, groups
    from franchise.cli.program import at_store
    from franchise.clock import show

    with at_store(state) as (app, store), app.view(store) as work:
        zone = work.answers.time_zone
        rows = [
            {
                "group": x.group.key,
                "position": x.position,
                "name": x.name,
                "since": show(x.since, zone),
            }
            for x in admission.waiting(work, groups.get(work, group) if group else None)
        ]
    columns = [
        Col("group", _("Group")),
        Col("position", _("Place"), "number"),
        Col("name", _("Name")),
        Col("since", _("Since")),
    ]
    out.table(columns, rows)
