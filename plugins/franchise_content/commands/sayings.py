"""What is said on the six occasions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import group_option
from franchise.cli.state import State, pass_state
from franchise_content.commands.group import content, occasion_words, ready
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise import UnitOfWork


@content.command("sayings", help=_("The sayings of the setup, by occasion."))
@output_options
@pass_state
def sayings(state: State, out: Output) -> None:
    import sys

    from franchise.cli.program import at_store
    from franchise_content.occasions import OCCASIONS, variables
    from franchise_content.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
    found = sorted(section.sayings.items(), key=lambda item: (OCCASIONS.index(item[1].occasion), item[0]))
    rows = [
        {
            "occasion": saying.occasion,
            "saying": key,
            "kinds": ", ".join(saying.kinds) or _("all"),
            "text": _first_line(saying.text) if sys.stdout.isatty() and not out.json else saying.text,
            "variables": ", ".join(variables(saying.text)),
            "picture": saying.picture,
        }
        for key, saying in found
    ]
    out.table(
        [
            Col("occasion", _("Occasion"), words=occasion_words()),
            Col("saying", _("Saying")),
            Col("kinds", _("Kinds of group")),
            Col("text", _("Text")),
            Col("variables", _("Variables"), spare=True),
            *(
                [Col("picture", _("Picture"), spare=True)]
                if out.json or any(r["picture"] for r in rows)
                else []
            ),
        ],
        rows,
    )


def _first_line(text: str) -> str:
    head, more, _rest = text.strip().partition("\n")
    return f"{head} …" if more else head


@content.command(
    "say",
    help=_("The text of an occasion (pre_group, rules, welcome …) or of one saying, ready to be pasted."),
)
@click.argument("what", metavar="OCCASION|SAYING")
@group_option
@click.option("--kind", default="", help=_("A kind of group, where there is no group yet."))
@click.option("--name", "names", multiple=True, help=_("Whom it calls; may be given several times."))
@output_options
@pass_state
def say(state: State, out: Output, what: str, group: str | None, kind: str, names: tuple[str, ...]) -> None:
    from franchise import UsageProblem, groups, language
    from franchise.cli.program import at_store
    from franchise_content import speaking

    if not group and not kind:
        raise UsageProblem(
            _("Where is it said?"), hint=_("Pass --group KEY, or --kind KIND before there is a group.")
        )
    with at_store(state) as (app, store), app.view(store) as work:
        place = groups.get(work, group) if group else None
        with language(work.answers.language):
            found = speaking.say(work, what, group=place, kind=kind, names=names)
    if out.json:
        out.data(
            {"saying": found.key, "occasion": found.occasion, "text": found.text, "picture": found.picture}
        )
    else:
        out.lines("\n".join(ready(found.text, found.picture)) + "\n")


def _held(work: UnitOfWork) -> str:
    """Who waits for the end of the curfew, in words; "" when nobody does."""
    from franchise import tasks
    from franchise.clock import show
    from franchise_content.welcome import KIND

    found = [task for task in tasks.listed(work, kind=KIND) if task.due_at > work.now()]
    if not found:
        return ""
    return _("Nobody is to be welcomed before {time}: {count} newcomers wait for it.").format(
        time=show(found[0].due_at, work.answers.time_zone), count=len(found)
    )


@content.command(
    "welcome", help=_("Who is to be welcomed now: one text for each group; --done notes that it was said.")
)
@group_option
@click.option("--done", is_flag=True, help=_("It was said."))
@click.option(
    "--by", default="", metavar="PERSON", help=_("Who said it; whoever gives the command if not given.")
)
@output_options
@pass_state
def welcome(state: State, out: Output, group: str | None, done: bool, by: str) -> None:
    from franchise import groups, language, tasks
    from franchise.cli.program import at_store
    from franchise_content import welcome as room

    def look(work: UnitOfWork) -> list[room.Waiting]:
        place = groups.get(work, group) if group else None
        with language(work.answers.language):
            found = room.waiting(work, place)
        for task in (task for one in found for task in one.tasks) if done else ():
            tasks.finish(work, task.number, by=by or state.actor)
        return found

    with at_store(state) as (app, store):
        if done:
            found = app.attempt(store, look)
        else:
            with app.view(store) as work:
                found = look(work)
        with app.view(store) as work:
            held = "" if found else _held(work)
    if out.json:
        out.data(
            [
                {
                    "group": one.group.key,
                    "names": list(one.names),
                    "text": one.said.text,
                    "picture": one.said.picture,
                    "tasks": [task.number for task in one.tasks],
                }
                for one in found
            ]
        )
        return
    if not found:
        out.say(held or _("Nobody is to be welcomed now."))
    for one in found:
        names = _(", ").join(one.names)
        if done:
            out.say(_("Noted as welcomed in {group}: {names}.").format(group=one.group.name, names=names))
        else:
            head = [_("Into: {group}").format(group=one.group.name), *ready(one.said.text, one.said.picture)]
            out.lines("\n".join([*head, ""]) + "\n")
    if found and not done:
        out.say(_("When it was said: `franchise content welcome --done`."))
