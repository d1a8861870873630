"""The people of the crew."""

from __future__ import annotations

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option, yes_option
from franchise.cli.state import State, pass_state
from franchise_crew.commands.group import crew
from franchise_crew.messages import gettext as _


@crew.group("person", help=_("The people of the crew."))
def person() -> None: ...


@person.command("add", help=_("Take NAME into the crew, or change what is known of NAME."))
@click.argument("name")
@click.option("--position", default="", metavar="KEY", help=_("What he is employed as, by its key."))
@click.option("--phone", default="", help=_("The phone number; it is shown masked."))
@click.option("--account", default="", help=_("The account that he writes with."))
@click.option("--persona", default="", metavar="KEY", help=_("As whom the account speaks."))
@output_options
@pass_state
def add(state: State, out: Output, name: str, position: str, phone: str, account: str, persona: str) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import people

    with at_store(state) as (app, store):
        found = app.attempt(
            store,
            lambda work: people.add(
                work, name, position=position, phone=phone, account=account, persona=persona
            ),
        )
    if out.json:
        out.data({"person": found.name, "position": found.position, "phone": people.mask(found.phone)})
    else:
        out.say(_("{name} belongs to the crew.").format(name=found.name))


@person.command("list", help=_("The crew with their roles."))
@click.option("--former", is_flag=True, help=_("Those who have left too."))
@click.option("--phones", is_flag=True, help=_("Show phone numbers in full."))
@output_options
@pass_state
def list_(state: State, out: Output, former: bool, phones: bool) -> None:
    from franchise.cli.program import at_store
    from franchise_crew import people, staff, ties
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
        held = staff.load(work, shifts=False)
        tied = list(ties.links(work).values())
        rows = []
        for one in people.listed(work, former=former):
            roles = dict.fromkeys(seat.role for seat in held.seats if seat.person_id == one.id)
            rows.append(
                {
                    "person": one.name,
                    "position": one.position,
                    "phone": one.phone if phones else people.mask(one.phone),
                    "roles": list(roles)
                    if out.json
                    else _(", ").join(section.roles[r].name if r in section.roles else r for r in roles),
                    "persona": one.persona,
                    "groups": tied.count(one.id),
                    "status": one.status,
                }
            )
    columns = [
        Col("person", _("Name")),
        Col("position", _("Position"), words={k: p.name for k, p in section.positions.items()}),
        Col("phone", _("Phone")),
        Col("roles", _("Roles")),
    ]
    if any(row["persona"] for row in rows):
        columns.append(Col("persona", _("Speaks as"), words={k: p.name for k, p in section.personas.items()}))
    columns.append(Col("groups", _("Tied"), "number"))
    if former:
        columns.append(
            Col("status", _("State"), words={"active": _("here"), "former": _("left"), "erased": _("erased")})
        )
    out.table(columns, rows)


@person.command("leave", help=_("Note that NAME has left: roles end, shifts from today on are freed."))
@click.argument("name")
@output_options
@pass_state
def leave(state: State, out: Output, name: str) -> None:
    from franchise import tasks
    from franchise.cli.program import at_store
    from franchise_crew import asking, people

    with at_store(state) as (app, store):
        found = app.attempt(store, lambda work: people.leave(work, name))
        with app.view(store) as work:
            rest = tasks.listed(work, person=found.name)
    out.say(
        _("{name} has left the crew; `franchise crew headcount` shows what is missing.").format(
            name=found.name
        )
    )
    if rest:
        out.warn(
            _(
                "Open tasks that stand with {name}: {count}. Somebody else does them:"
                " `franchise task list --person {word}`."
            ).format(name=found.name, count=len(rest), word=asking.quoted(found.name))
        )


@person.command("erase", help=_("Forget NAME: name, phone and account go; what was done stays without them."))
@click.argument("name")
@yes_option
@output_options
@pass_state
def erase(state: State, out: Output, name: str, yes: bool) -> None:
    from franchise import UnitOfWork
    from franchise.cli.program import at_store
    from franchise_crew import forgetting, people

    def operation(work: UnitOfWork) -> None:
        forgetting.forget(work, [people.get(work, name, former=True).id])

    with at_store(state) as (app, store):
        with app.view(store) as work:
            people.get(work, name, former=True)
        out.confirm(_("Forget {name}? This cannot be undone.").format(name=name), yes)
        app.attempt(store, operation)
    out.say(_("Nothing says any more who that was."))


@person.command(
    "tie", help=_("Say which member of a group NAME is, so that rules spare him and prizes pass him by.")
)
@click.argument("name")
@group_option(required=True)
@click.option(
    "--member", default="", metavar="NICKNAME", help=_("How he is called there; NAME unless given.")
)
@click.option("--stranger", is_flag=True, help=_("That member is somebody else."))
@output_options
@pass_state
def tie(state: State, out: Output, name: str, group: str, member: str, stranger: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import ties

    nickname = member or name
    with at_store(state) as (app, store):
        app.attempt(
            store,
            lambda work: ties.tie(work, name, groups.get(work, group), nickname, stranger=stranger),
        )
    if stranger:
        out.say(_("{member} is not {name} of the crew.").format(member=nickname, name=name))
    else:
        out.say(_("{member} is {name} of the crew.").format(member=nickname, name=name))


@crew.command("cards", help=_("The name cards of staff; with --group, whose name there is not his card."))
@group_option
@click.option("--phones", is_flag=True, help=_("Show phone numbers in full, for pasting."))
@output_options
@pass_state
def cards_(state: State, out: Output, group: str | None, phones: bool) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_crew import cards, people
    from franchise_crew.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section, shop = settings_of(work), work.answers.name
        if group is None:
            rows = []
            for one in people.listed(work):
                position = section.positions.get(one.position)
                if position is not None and position.staff:
                    text = cards.card(section, shop, one)
                    missing = "phone" in section.card.parts and not one.phone
                    rows.append(
                        {
                            "person": one.name,
                            "card": text if phones else cards.masked(text, one),
                            "problem": _("the phone number is missing")
                            if missing
                            else _("longer than {count} signs").format(count=cards.LONGEST)
                            if len(text) > cards.LONGEST
                            else "",
                        }
                    )
            out.table([Col("person", _("Name")), Col("card", _("Card")), Col("problem", _("Problem"))], rows)
            return
        crew_here = {p.name: p for p in people.listed(work)}
        bad = [
            {
                "person": w.person,
                "nickname": w.nickname if phones else cards.masked(w.nickname, crew_here[w.person]),
                "problem": _("; ").join(w.faults),
            }
            for w in cards.worn(work, groups.get(work, group))
            if w.faults
        ]
    out.table(
        [Col("person", _("Name")), Col("nickname", _("Called there")), Col("problem", _("Problem"))], bad
    )
    if bad:
        raise SystemExit(1)
