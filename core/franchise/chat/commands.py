"""`franchise group ingest` and `franchise group chat`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from franchise.chat.limits import FORMS, LONGEST
from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import TextSource, dry_run_option, group_option
from franchise.cli.source import SourceText
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.chat.values import Message
    from franchise.work import UnitOfWork


def kind_words() -> dict[str, str]:
    """Kinds of message, in words."""
    return {
        "text": _("text"),
        "image": _("picture"),
        "video": _("video"),
        "voice": _("voice"),
        "sticker": _("sticker"),
        "file": _("file"),
        "link": _("link"),
        "card": _("name card"),
        "mini_program": _("mini program"),
        "qr": _("QR code"),
        "red_packet": _("red packet"),
        "join": _("came in"),
        "leave": _("left"),
        "rename": _("new name"),
        "recall": _("taken back"),
        "system": _("the app"),
    }


@click.command(
    "ingest",
    help=_(
        "Take in a group's chat as the app or a tool exported it. Overlapping exports meet: what is known already"
        " changes nothing."
    ),
    epilog=examples(
        "franchise group ingest chat.txt --group base-1 --dry-run",
        "franchise group ingest chat.jsonl --group base-1",
        "pbpaste | franchise group ingest --group base-1 --year 2026",
    ),
)
@click.argument("source", type=TextSource(limit=LONGEST), default="-")
@group_option(required=True)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="auto",
    show_default=True,
    help=_("How it is written; docs/reference/chat-export.md describes both."),
)
@click.option("--year", type=click.IntRange(2000, 2100), help=_("The year of the first date that has none."))
@click.option("--skip-bad", is_flag=True, help=_("Take in what can be read, and list the rest."))
@dry_run_option
@output_options
@pass_state
def ingest(
    state: State,
    out: Output,
    source: SourceText,
    group: str,
    form: str,
    year: int | None,
    skip_bad: bool,
    dry_run: bool,
) -> None:
    from franchise import groups
    from franchise.chat import ingesting, parsing, showing
    from franchise.cli.program import at_store

    with at_store(state) as (app, store):
        with app.view(store) as work:
            groups.get(work, group)
            zone, now = work.answers.time_zone, work.now()
        parsed = parsing.parse(source.text, zone=zone, year=year, form=form, now=now)

        def take(work: UnitOfWork) -> showing.Taken:
            found = groups.get(work, group)
            done = ingesting.take(work, found, parsed, skip_bad=skip_bad)
            return showing.taken(work, found, parsed, done)

        if dry_run:
            with app.rehearsal(store) as work:
                taken = take(work)
        else:
            taken = app.attempt(store, take)
    if out.json:
        out.data(showing.data(taken) | {"dry_run": dry_run})
    else:
        for line in showing.lines(taken, kind_words()):
            out.say(line)
        for line in showing.doubts(taken):
            out.warn(line)
        if dry_run:
            out.say(_("Nothing was changed."))
    for failure in taken.failures:
        out.warn(failure)


@click.command(
    "chat",
    help=_("What is kept of a group's chat, by time; words are kept for as many days as the setup says."),
    epilog=examples(
        "franchise group chat --group base-1",
        "franchise group chat --group base-1 --since 2026-03-05T20:00 --until 2026-03-06 --json",
    ),
)
@group_option(required=True)
@click.option(
    "--since", default="", metavar="DATE|TIME", help=_("From then on; the last seven days when not given.")
)
@click.option("--until", default="", metavar="DATE|TIME", help=_("Before then."))
@click.option("--member", "name", default="", metavar="NAME", help=_("Only what this member wrote."))
@output_options
@pass_state
def chat(state: State, out: Output, group: str, since: str, until: str, name: str) -> None:
    from franchise import groups
    from franchise.chat import keeping, showing
    from franchise.cli.program import at_store

    with at_store(state) as (app, store), app.view(store) as work:
        found = groups.get(work, group)
        begins = showing.moment(work, since) if since else work.now() - 7 * keeping.DAY
        ends = showing.moment(work, until) if until else showing.FOREVER
        member = groups.find_member(work, found, name) if name else None
        messages = [m for m in keeping.read(work, found, begins, ends) if member in {None, m.member_id}]
        zone, roster = work.answers.time_zone, groups.roster(work, found).shown
    if out.json:
        out.data([showing.message_data(m, zone, roster) for m in messages])
        return
    out.table(
        [
            Col("at", _("Time")),
            Col("name", _("Member")),
            Col("kind", _("Kind"), words=kind_words()),
            Col("text", _("Words")),
        ],
        [_row(m, zone) for m in messages],
    )


def _row(message: Message, zone: str) -> dict[str, Any]:
    from franchise.chat.values import SAID
    from franchise.clock import local

    words = " ".join(message.text.split())
    if words and message.kind == "join":
        words = _("invited by {name}").format(name=words)
    elif words and message.kind == "rename":
        words = _("is called {name} now").format(name=words)
    if message.link and message.link not in words:
        words = f"{words} {message.link}".strip()
    return {
        "at": local(message.at, zone).strftime("%Y-%m-%d %H:%M:%S"),
        "name": message.name,
        "kind": message.kind,
        "text": _("(no longer kept)") if message.forgotten and message.kind in SAID else words,
    }
