"""`franchise upgrade`: headquarters' newest version carried to the clones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from franchise.replication.steps import Expected


def _with_value(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """An option's value, "" when it was left away: an empty one would reach every store and the newest version."""
    if value is not None and not value.strip():
        raise UsageProblem(_("Give it a value, or leave it away."), where=param.opts[0])
    return value or ""


@click.command(
    help=_(
        "Carry headquarters' newest version to clones; what each has changed for itself stays."
        " An older version takes them back. Running it again goes on where it stopped."
    ),
    epilog=examples(
        "franchise upgrade --ring pilot --dry-run",
        "franchise upgrade --all --max-failures 5",
        "franchise upgrade shop-3 --to 4f2a91c0",
    ),
)
@click.argument("stores", nargs=-1)
@click.option("--ring", default="", metavar="NAME", help=_("The stores of one wave."))
@click.option("--all", "everything", is_flag=True, help=_("Every clone."))
@click.option("--source", metavar="KEY", callback=_with_value, help=_("Only clones of this store."))
@click.option(
    "--to",
    metavar="VERSION",
    callback=_with_value,
    help=_("This version, by the first digits of its digest."),
)
@click.option(
    "--max-failures", type=click.IntRange(0), help=_("Stop when more stores than that are refused.")
)
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Do what `--dry-run --json` has printed; stores that were edited since are refused."),
)
@click.option("--skip-gate", is_flag=True, help=_("Do not wait for earlier waves."))
@dry_run_option
@output_options
@pass_state
def upgrade(
    state: State,
    out: Output,
    stores: tuple[str, ...],
    ring: str,
    everything: bool,
    source: str,
    to: str,
    max_failures: int | None,
    plan_file: Path | None,
    skip_gate: bool,
    dry_run: bool,
) -> None:
    from franchise.cli.program import program
    from franchise.replication import upgrade as upgrading
    from franchise.replication.following import Selection, only_one
    from franchise.replication.steps import refuse_if_stopped
    from franchise.replication.waves import check_wave

    expected: Mapping[str, Expected] = {}
    if plan_file is None:
        only_one(stores, ring, everything)
        chosen = Selection(keys=stores, source=source, ring=ring)
    else:
        if stores or ring or everything or to or source:
            raise UsageProblem(_("A plan says by itself which stores go where."))
        expected = _read_plan(plan_file)
        chosen = Selection(keys=tuple(sorted(expected)))
    with program(state) as app, out.progress(len(chosen.keys) or None, _("Upgrading")) as advance:
        if ring and not skip_gate:
            with app.hq_view() as conn:
                check_wave(app, conn, ring, to)
        done = upgrading.run(
            app,
            chosen,
            to=to,
            dry_run=dry_run,
            max_failures=max_failures,
            expected=expected,
            progress=advance,
        )
    _show_upgrade(out, done, dry_run=dry_run)
    refuse_if_stopped(done, max_failures or 0)
    if done.count("refused"):
        raise click.exceptions.Exit(1)


def _show_upgrade(out: Output, done: Any, *, dry_run: bool) -> None:
    from franchise.replication import show

    rows = []
    for step in done.steps:
        row = attrs.asdict(step)
        if dry_run and step.state == "upgraded":
            row["state"] = "upgrade"
        rows.append(row)
    if out.json:
        out.data({"dry_run": dry_run, "stopped": done.stopped, "stores": rows})
        return
    cells = [{**row, "problem": _remarks(row)} for row in rows]
    out.table(
        [
            Col("store", _("Store")),
            Col("state", _("State"), words=show.step_words()),
            Col("taken", _("Taken"), "number"),
            Col("kept", _("Kept"), "number"),
            Col("conflicts", _("Conflicts"), "number"),
            Col("put_back", _("Put back"), "number"),
            Col("problem", _("Remarks")),
        ],
        list(
            show.worth_showing(out, cells, lambda row: row["conflicts"] or row["put_back"] or row["problem"])
        ),
    )
    sentence = (
        _("{count} stores would be upgraded, {same} need nothing, {refused} would be refused.")
        if dry_run
        else _("{count} stores upgraded, {same} needed nothing, {refused} were refused.")
    )
    out.say(
        sentence.format(
            count=done.count("upgraded"),
            same=done.count("same") + done.count("detached"),
            refused=done.count("refused"),
        )
    )
    if unsettled := sum(bool(step.conflicts) for step in done.steps):
        out.say(
            _(
                "{count} stores have conflicts: `franchise diff STORE` shows them, `franchise resolve` settles them."
            ).format(count=unsettled)
        )


def _remarks(row: dict[str, Any]) -> str:
    said = [row["problem"]]
    if row["missing"]:
        said.append(_("Still to answer: {paths}.").format(paths=", ".join(row["missing"])))
    if row["opaque"]:
        said.append(
            _("Kept as it is, its plugin is missing: {names}.").format(names=", ".join(row["opaque"]))
        )
    return " ".join(filter(None, said))


def _read_plan(path: Path) -> dict[str, Expected]:
    """What ``upgrade --dry-run --json`` printed: the stores that would be upgraded, as they were then."""
    from franchise.replication.steps import Expected

    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
        found = {
            str(row["store"]): Expected(revision=int(row["revision"]), to=str(row["to"]))
            for row in plan["stores"]
            if row["state"] == "upgrade"
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageProblem(
            _("This is no plan of an upgrade: {reason}").format(reason=error),
            where=str(path),
            hint="franchise upgrade --all --dry-run --json > plan.json",
        ) from error
    if not found:
        raise UsageProblem(_("The plan has nothing to upgrade."), where=str(path))
    return found
