"""The files that prove a task."""

from __future__ import annotations

from pathlib import Path

import click

from franchise.cli.help import examples
from franchise.cli.output import Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _
from franchise.tasks.command_group import EVIDENCE_FILE, NUMBER, by_option, here_and_now, task


@task.command(
    "evidence",
    help=_("The files that prove a task: list them, write them into a folder, or add one."),
    epilog=examples(
        "franchise task evidence 14",
        "franchise task evidence 14 --out evidence",
        "franchise task evidence 14 --add second.png",
    ),
)
@click.argument("number", metavar="N", type=NUMBER)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Write the files into this folder."),
)
@click.option(
    "--add",
    "files",
    multiple=True,
    metavar="FILE|-",
    type=EVIDENCE_FILE,
    help=_("A further file; several may be named."),
)
@by_option
@output_options
@pass_state
def evidence(
    state: State, out: Output, number: int, folder: Path | None, files: tuple[Path, ...], by: str
) -> None:
    from franchise.cli.program import at_store
    from franchise.tasks import files as disk
    from franchise.tasks import finishing, proving, rows, showing

    given = disk.read(files)
    with at_store(state) as (app, store):
        if given:
            new = app.attempt(store, lambda work: finishing.attach(work, number, given, by=by or state.actor))
            out.say(
                _("New files: {count}.").format(count=new) if new else _("These files were there before.")
            )
        with app.view(store) as work:
            here = here_and_now(work)
            found = proving.evidence(work, number) if folder else proving.proofs(work, rows.get(work, number))
    if folder is None:
        showing.proofs(out, found, here)
    else:
        written = disk.write(folder, number, found)
        if out.json:
            out.data(written)
        else:
            out.lines("\n".join(map(str, written)))
    if not found:
        out.say(_("Task {number} has no evidence.").format(number=number))
