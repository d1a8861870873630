"""Names that do not have the form they should have, and what a group needs."""

from __future__ import annotations

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_houserules.commands.group import houserules
from franchise_houserules.commands.words import shown
from franchise_houserules.messages import gettext as _


@houserules.command(
    "names",
    help=_("Names of members and groups that do not have the form that the setup wants."),
    epilog=examples("franchise houserules names", "franchise houserules names --group base-1 --json"),
)
@group_option
@output_options
@pass_state
def names(state: State, out: Output, group: str | None) -> None:
    from franchise import groups
    from franchise.cli.program import at_store
    from franchise_houserules import names as naming

    with at_store(state) as (app, store), app.view(store) as work:
        chosen = [groups.get(work, group)] if group else groups.listed(work)
        rows = [
            {
                "group": one.group.key,
                "whose": "group" if one.member_id is None else "member",
                "name": one.name,
                "format": one.form.format,
                "example": one.form.example,
                "spared": one.spared,
            }
            for one in naming.misnamed(work, chosen)
        ]
    columns = [
        Col("group", _("Group")),
        Col("whose", _("Whose"), words={"group": _("group"), "member": _("member")}),
        Col("name", _("Name")),
        Col("format", _("Form")),
        Col("example", _("Example")),
        Col("spared", _("Not asked, because")),
    ]
    if rows or out.json:
        out.table(shown(columns, rows, "spared"), rows)
    else:
        out.say(_("All names have the form that they should have."))


@houserules.command("groups", help=_("What each group has to be kept in order, and what it lacks."))
@output_options
@pass_state
def groups_(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_houserules.bases import bases

    with at_store(state) as (app, store), app.view(store) as work:
        rows = [
            {
                "group": one.group.key,
                "name": one.group.name,
                "rules": one.rules,
                "members": one.members,
                "capacity": one.group.capacity,
                "nickname": one.nickname,
                "lacks": _(", ").join(one.lacks),
            }
            for one in bases(work)
        ]
    columns = [
        Col("group", _("Group")),
        Col("name", _("Name")),
        Col("rules", _("Rules"), "number"),
        Col("members", _("Members"), "number"),
        Col("capacity", _("Places"), "number"),
        Col("nickname", _("Nicknames")),
        Col("lacks", _("Lacks")),
    ]
    out.table(shown(columns, rows, "nickname", "lacks"), rows)
