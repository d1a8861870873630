"""The rules as they are in force, rules to begin with, and the hour."""

from __future__ import annotations

from pathlib import Path

import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise_houserules.commands.group import houserules
from franchise_houserules.commands.words import conduct_words, shown, step_words
from franchise_houserules.messages import gettext as _


@houserules.command("rules", help=_("The rules as they are in force in the store."))
@output_options
@pass_state
def rules(state: State, out: Output) -> None:
    from franchise.cli.program import at_store
    from franchise_houserules.bases import too_many
    from franchise_houserules.settings import settings_of

    with at_store(state) as (app, store), app.view(store) as work:
        section = settings_of(work)
        words = step_words()
        rows = []
        for key, rule in sorted(section.rules.items()):
            ladder = rule.ladder or section.ladder if rule.conduct == "forbidden" else ()
            rows.append(
                {
                    "rule": key,
                    "name": rule.name,
                    "kind": rule.kind,
                    "conduct": rule.conduct,
                    "ladder": list(ladder) if out.json else " → ".join(words[step] for step in ladder),
                    "topics": list(rule.topics)
                    if out.json
                    else _(", ").join(section.topics[t].name or t for t in rule.topics),
                    "groups": list(rule.kinds) if out.json else ", ".join(rule.kinds),
                }
            )
        many, most = too_many(work), section.rules_limit
    columns = [
        Col("rule", _("Rule")),
        Col("name", _("Name")),
        Col("kind", _("Looks at"), words=_kinds()),
        Col("conduct", _("Conduct"), words=conduct_words()),
        Col("ladder", _("Follows")),
        Col("topics", _("Topics")),
        Col("groups", _("Only in")),
    ]
    out.table(shown(columns, rows, "groups"), rows)
    for kind, count in many:
        out.warn(
            _("Groups of the kind {kind} have {count} rules; nobody keeps more than {most} in mind.").format(
                kind=kind, count=count, most=most
            )
        )


def _kinds() -> dict[str, str]:
    return {
        "flood": _("many in a row"),
        "curfew": _("the hour"),
        "advertising": _("advertising"),
        "words": _("words"),
        "pictures": _("pictures"),
    }


@houserules.command(
    "starter",
    help=_("Print rules and topics to begin with, as part of a setup."),
    epilog=examples("franchise houserules starter > houserules.toml"),
)
@output_options
@pass_state
def starter(state: State, out: Output) -> None:
    del state
    text = (Path(__file__).parents[1] / "starter.toml").read_text(encoding="utf-8")
    if out.json:
        import tomllib

        out.data(tomllib.loads(text))
    else:
        out.lines(text)


@houserules.command(
    "state",
    help=_("What the hour is for: open, when talk is welcome, neutral, or curfew, when nobody posts."),
    epilog=examples("franchise houserules state", "franchise houserules state --at 22:30"),
)
@click.option("--at", "time", default="", metavar="HH:MM", help=_("At that time of today."))
@output_options
@pass_state
def state_(state: State, out: Output, time: str) -> None:
    from franchise import UsageProblem, clock
    from franchise.cli.program import at_store
    from franchise_houserules.hours import hour

    with at_store(state) as (app, store), app.view(store) as work:
        zone, at = work.answers.time_zone, work.now()
        if time:
            try:
                at = clock.at_wall(clock.local(at, zone).date(), clock.parse_wall(time), zone)
            except ValueError as error:
                raise UsageProblem(
                    _("{text!r} is no time of day such as 21:30.").format(text=time[:20]), where="--at"
                ) from error
        found = hour(work, at)
    until = None if found.until is None else clock.show(found.until, zone)
    if out.json:
        out.data({"state": found.state, "at": clock.show(found.at, zone), "until": until})
        return
    words = {
        "open": _("open: talk is welcome"),
        "neutral": _("neutral: talk is neither welcome nor forbidden"),
        "curfew": _("curfew: nobody posts, programs included"),
    }
    out.lines(
        words[found.state]
        if until is None
        else _("{state} (until {time})").format(state=words[found.state], time=until)
    )
