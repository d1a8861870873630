"""Members' praise: found, asked for, used only with consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option, group_option
from franchise.cli.state import State, pass_state
from franchise_content.commands.group import content, read_day
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise import Group, Task, UnitOfWork
    from franchise_content.praise import Praised

BACK: Final = 7
"""Days that `praise find` looks back."""
STATUSES: Final = ("found", "asked", "yes", "no", "withdrawn", "gone")


@content.group("praise", help=_("Members' praise: found in the chat, used only with consent."))
def praise() -> None: ...


@praise.command("find", help=_("Messages of a group that praise; they are noted without their words."))
@group_option(required=True)
@click.option("--since", default="", metavar="DATE", help=_("The first day; 7 days ago if not given."))
@click.option("--until", default="", metavar="DATE", help=_("The last day; today if not given."))
@dry_run_option
@output_options
@pass_state
def find(state: State, out: Output, group: str, since: str, until: str, dry_run: bool) -> None:
    from datetime import timedelta

    from franchise import UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise.clock import at_wall
    from franchise_content import praise as room

    def run(work: UnitOfWork) -> list[dict[str, Any]]:
        first, last = (
            read_day(since, work, ahead=-BACK, where="--since"),
            read_day(until, work, where="--until"),
        )
        if last < first:
            raise UsageProblem(_("It ends before it begins."), where="--until")
        zone, place = work.answers.time_zone, groups.get(work, group)
        found = room.find(work, place, at_wall(first, 0, zone), at_wall(last + timedelta(days=1), 0, zone))
        return _rows(work, found, [place])

    with at_store(state) as (app, store):
        if dry_run:
            with app.rehearsal(store) as work:
                rows = run(work)
        else:
            rows = app.attempt(store, run)
    _show(out, rows)
    if not out.json:
        if dry_run:
            out.say(_("Nothing was noted."))
        elif rows:
            out.say(_("To ask whether it may be used: `franchise content praise ask N`."))


@praise.command("list", help=_("The praise that is noted; the words of those who agreed."))
@group_option
@click.option("--status", default="", help=_("Only these: {statuses}.").format(statuses=", ".join(STATUSES)))
@output_options
@pass_state
def list_(state: State, out: Output, group: str | None, status: str) -> None:
    from franchise import UsageProblem, did_you_mean, groups
    from franchise.cli.program import at_store
    from franchise_content import praise as room

    if status and status not in STATUSES:
        raise UsageProblem(
            _("There is no status {status!r}.").format(status=status[:40]),
            hint=did_you_mean(status, STATUSES)
            or ", ".join(f"{key} ({word})" for key, word in room.status_words().items()),
        )
    with at_store(state) as (app, store), app.view(store) as work:
        place = groups.get(work, group) if group else None
        rows = _rows(work, room.listed(work, group=place, status=status), groups.listed(work))
    _show(out, rows)


@praise.command("ask", help=_("Have a person ask the member whether praise N may be used."))
@click.argument("number", metavar="N", type=int)
@click.option("--product", default="", help=_("What it praises, where the message does not name it."))
@output_options
@pass_state
def ask(state: State, out: Output, number: int, product: str) -> None:
    from franchise.cli.program import at_store
    from franchise_content import asking_consent
    from franchise_content.commands.group import ready

    with at_store(state) as (app, store):
        task: Task = app.attempt(store, lambda work: asking_consent.ask(work, number, product=product))
    if out.json:
        out.data({"praise": number, "task": task.number, "title": task.title, "text": task.text})
        return
    out.lines("\n".join([task.title, *ready(task.text, "")]) + "\n")
    out.say(
        _(
            "A yes: `franchise task done {task}`. A no: `franchise task drop {task} --reason no`."
            " With the name: `franchise content praise consent {number} --yes --name-shown`."
        ).format(task=task.number, number=number)
    )


@praise.command(
    "consent",
    help=_(
        "What a member said to being quoted: by the praise's number, or with --group by the member's name."
    ),
)
@click.argument("who", metavar="N|NAME")
@group_option
@click.option(
    "--yes/--no", "yes", default=None, help=_("Whether it may be used; a no takes an earlier yes back.")
)
@click.option("--name-shown/--name-masked", "named", default=None, help=_("Whether the name may be shown."))
@click.option("--product", default="", help=_("What it praises, where the message does not name it."))
@output_options
@pass_state
def consent(
    state: State,
    out: Output,
    who: str,
    group: str | None,
    yes: bool | None,
    named: bool | None,
    product: str,
) -> None:
    from franchise import UsageProblem, groups
    from franchise.cli.program import at_store
    from franchise_content import consent as room
    from franchise_content.praise import status_words

    if yes is None:
        raise UsageProblem(_("Did the member agree?"), hint=_("Pass --yes or --no."))
    if not yes and (named is not None or product):
        raise UsageProblem(_("With a no nothing is shown."), hint=_("Leave the other options away."))
    if not group and not (who.isascii() and who.isdecimal()):
        raise UsageProblem(
            _("{text!r} is no praise's number.").format(text=who[:40]),
            hint=_("Pass --group KEY to name a member."),
        )
    if group and product:
        raise UsageProblem(_("A product belongs to one praise."), hint=_("Name the praise by its number."))

    def run(work: UnitOfWork) -> list[dict[str, Any]]:
        if group:
            found = room.settle_all(work, groups.get(work, group), who, yes=yes, named=named)
        else:
            found = [room.settle(work, int(who[:12]), yes=yes, named=named, product=product)]
        return _rows(work, found, groups.listed(work))

    with at_store(state) as (app, store):
        rows = app.attempt(store, run)
    if out.json:
        out.data(rows)
        return
    for row in rows:
        out.say(
            _("Praise {number} of {name}: {status}.").format(
                number=row["praise"], name=row["member"], status=status_words()[row["status"]]
            )
        )


def _rows(work: UnitOfWork, found: list[Praised], places: list[Group]) -> list[dict[str, Any]]:
    """Praise for people and programs; one statement for each group that has some."""
    from franchise import groups
    from franchise.clock import local

    zone = work.answers.time_zone
    catalog = work.setup.get("catalog")
    wanted = {one.group_id for one in found}
    here = {group.id: group for group in places if group.id in wanted}
    names = {key: groups.roster(work, group).shown for key, group in sorted(here.items())}
    return [
        {
            "praise": one.number,
            "at": local(one.at, zone).isoformat(timespec="seconds"),
            "group": here[one.group_id].key,
            "member": names[one.group_id].get(one.member_id, f"#{one.member_id}"),
            "product": one.product,
            "product_name": getattr(catalog.get(one.product), "name", one.product),
            "status": one.status,
            "name_shown": one.named,
            "text": one.text,
        }
        for one in found
    ]


def _show(out: Output, rows: list[dict[str, Any]]) -> None:
    from franchise_content.praise import status_words

    if out.json:
        out.data(rows)
        return
    out.table(
        [
            Col("praise", _("No."), "number"),
            Col("at", _("Time"), whole=True, spare=True),
            Col("member", _("Member")),
            Col("product_name", _("Product")),
            Col("status", _("Status"), words=status_words()),
            Col("text", _("Words")),
        ],
        [{**row, "at": row["at"][:16].replace("T", " ")} for row in rows],
    )
