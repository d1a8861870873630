"""`franchise admission`: who wants to come in, who decides, who waits, who is kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise.errors import NotFound, UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from franchise.admission.section import Need
    from franchise.admission.values import Application, Outcome
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


def run(state: State, out: Output, operation: Callable[[UnitOfWork], Outcome]) -> None:
    """Run an operation on applications, say what came of it; exit 1 when it was rejected."""
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        outcome = app.attempt(store, operation)
    tell(out, outcome)
    if outcome.verdict.code == "rejected":
        raise SystemExit(1)


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


@click.group(help=_("Let people into groups: by invitation, task, payment, application or waiting pool."))
def admission() -> None: ...


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

    def operation(work: UnitOfWork) -> Outcome:
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

    run(state, out, operation)


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


@admission.command(
    "invite", help=_("Make invitations; each admits one person, once. They are shown only now.")
)
@group_option(required=True)
@click.option("--count", default=1, show_default=True, type=int, help=_("How many."))
@click.option("--position", default="staff", show_default=True, help=_("The position of whoever invites."))
@click.option("--by", "inviter", default="", metavar="NAME", help=_("The member who invites."))
@output_options
@pass_state
def invite(state: State, out: Output, group: str, count: int, position: str, inviter: str) -> None:
    from franchise import admission, groups
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        tokens = app.attempt(
            store,
            lambda work: admission.invite(
                work, groups.get(work, group), position=position, inviter=inviter, count=count
            ),
        )
    if out.json:
        out.data({"group": group, "tokens": tokens})
    else:
        out.lines("\n".join(tokens))


@admission.command(
    "block", help=_("Keep somebody out of every group of the store; without a name, show the list.")
)
@click.argument("name", required=False)
@click.option("--word", default="", help=_("Whoever has this in the name, such as a competitor's shop."))
@click.option("--contact", default="", help=_("A phone number or account; only a digest of it is kept."))
@click.option("--reason", default="", help=_("Why; it is kept."))
@click.option("--remove", is_flag=True, help=_("Take this entry off the list."))
@output_options
@pass_state
def block(
    state: State,
    out: Output,
    name: str | None,
    word: str,
    contact: str,
    reason: str,
    remove: bool,
) -> None:
    from franchise import admission
    from franchise.admission.blocks import Field
    from franchise.cli.program import at_store

    fields: tuple[Field, Field, Field] = ("name", "word", "contact")
    given = [(field, text) for field, text in zip(fields, (name, word, contact), strict=True) if text]
    if not given:
        _show_blocks(state, out)
        return
    if len(given) > 1:
        raise UsageProblem(_("One entry at a time: a name, --word or --contact."))
    field, text = given[0]
    with at_store(state) as (app, store):
        if remove:
            entry = app.attempt(store, lambda work: admission.unblock(work, field, text))
            out.say(_("{name} is off the list.").format(name=entry.shown))
            return
        done = app.attempt(store, lambda work: admission.block(work, field, text, reason))
    if out.json:
        out.data(
            {
                "block": done.block.id,
                "already": done.already,
                "rejected": list(done.rejected),
                "removed": list(done.removed),
                "members": [{"group": group, "name": who} for group, who in done.members],
            }
        )
        return
    out.say(
        _("{name} was on the list before.").format(name=done.block.shown)
        if done.already
        else _("{name} is kept out from now on.").format(name=done.block.shown)
    )
    for group, who in done.members:
        out.warn(
            _("{name} is in {group}; `franchise member leave {name} --group {group}` would end that.").format(
                name=who, group=group
            )
        )


def _show_blocks(state: State, out: Output) -> None:
    from franchise import admission
    from franchise.cli.program import at_store
    from franchise.clock import show

    with at_store(state) as (app, store), app.view(store) as work:
        zone = work.answers.time_zone
        rows = [
            {
                "field": x.field,
                "shown": x.shown,
                "reason": x.reason,
                "by": x.blocked_by,
                "since": show(x.blocked_at, zone),
            }
            for x in admission.blocked(work)
        ]
    words = {"name": _("name"), "word": _("word in the name"), "contact": _("contact")}
    out.table(
        [
            Col("field", _("By"), words=words),
            Col("shown", _("Who")),
            Col("reason", _("Reason")),
            Col("by", _("Entered by")),
            Col("since", _("Since")),
        ],
        rows,
    )


def requirement(need: Need) -> str:
    """What a fact must be, in signs."""
    if need.one_of:
        return "= " + " / ".join(need.one_of)
    signs = [f"{sign} {bound}" for sign, bound in (("≥", need.least), ("≤", need.most)) if bound is not None]
    return ", ".join(signs)


@admission.command("rules", help=_("What it takes to get into each kind of group."))
@output_options
@pass_state
def rules(state: State, out: Output) -> None:
    from franchise import admission
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        titles = {
            name: one.title() for name, (one, _plugin) in admission.known_mechanisms(work.plugins).items()
        }
        rows = []
        for kind, settings in work.setup.get("groups").items():
            rule = admission.rules_of(work, kind)
            needs = [f"{n.name or fact} {requirement(n)}" for fact, n in sorted(rule.requires.items())]
            rows.append(
                {
                    "kind": kind,
                    "mechanisms": list(rule.mechanisms)
                    if out.json
                    else (" + " if rule.combine == "all" else " / ").join(
                        titles.get(m, m) for m in rule.mechanisms
                    ),
                    "combine": rule.combine,
                    "fee": rule.fee or None,
                    "task": rule.task_text or rule.task,
                    "invite_by": ", ".join(rule.invite_by) if "invitation" in rule.mechanisms else "",
                    "requires": "; ".join(needs),
                    "consent": rule.consent if out.json else _("yes") if rule.consent else "",
                    "capacity": settings.capacity,
                    "when_full": settings.when_full,
                }
            )
    columns = [
        Col("kind", _("Kind")),
        Col("mechanisms", _("Ways in")),
        Col("fee", _("Fee"), "money"),
        Col("task", _("Task")),
        Col("invite_by", _("Invited by")),
        Col("requires", _("Required")),
        Col("consent", _("Consent")),
        Col("capacity", _("Capacity"), "number"),
        Col("when_full", _("When full"), words={"waiting_pool": _("wait"), "next_group": _("next group")}),
    ]
    out.table(columns, rows)
