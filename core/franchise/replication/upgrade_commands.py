"""`franchise diff`, `upgrade`, `resolve`, `decline`, `detach`, `rejoin`: clones kept up to date."""

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

    from franchise.replication.upgrade import Expected


@click.command(
    help=_(
        "Show what differs, leaf by leaf: a store and headquarters' newest version, or two stores or versions."
        " Exit status: 0 nothing, 2 changes, 3 conflicts."
    ),
    epilog=examples("franchise diff shop-3", "franchise diff shop-3 shop-4", "franchise diff qinghe --fleet"),
)
@click.argument("a")
@click.argument("b", required=False)
@click.option("--fleet", is_flag=True, help=_("Every clone of the store A, a row each."))
@click.option(
    "--to", default="", metavar="VERSION", help=_("Compare a fleet with this version, not the newest.")
)
@output_options
@pass_state
def diff(state: State, out: Output, a: str, b: str | None, fleet: bool, to: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import differences, show
    from franchise.stores.versions import SHORT

    if fleet and b:
        raise UsageProblem(_("--fleet compares all clones of one store."))
    if to and not fleet:
        raise UsageProblem(_("--to goes with --fleet; name the version as B."))
    with program(state) as app, app.hq_view() as conn:
        if fleet:
            found_rows = sorted(differences.fleet(app, conn, a, to), key=lambda row: row.store)
            rows = [_fleet_row(row) for row in found_rows]
            found = None
        elif b:
            found = differences.between(app, conn, a, b)
        else:
            found = differences.with_newest(app, conn, a)
    if found is None:
        _show_fleet(out, rows)
        return
    if out.json:
        out.data(
            {
                "base": found.base,
                "theirs": found.theirs,
                "changes": [show.change_data(change) for change in found.changes],
            }
        )
    else:
        out.table(
            [
                Col("path", _("Path")),
                Col("state", _("State"), words=show.diff_words()),
                Col("ours", a if b else _("Here")),
                Col("theirs", b or _("Headquarters")),
                Col("base", _("Before")),
            ],
            [show.change_cells(change) for change in found.changes],
        )
        if not found.changes:
            out.say(_("Nothing differs from {version}.").format(version=found.theirs[:SHORT]))
        elif found.theirs != found.base and not b:
            out.say(
                _("{store} follows {base}; {theirs} is newer.").format(
                    store=a, base=found.base[:SHORT], theirs=found.theirs[:SHORT]
                )
            )
    raise click.exceptions.Exit(found.exit_status)


def _fleet_row(row: Any) -> dict[str, Any]:
    return {
        "store": row.store,
        "status": row.status,
        "ring": row.ring,
        "version": row.version,
        "newest": row.newest,
        "detached": row.detached,
        **row.counts,
        "problem": row.problem,
    }


def _show_fleet(out: Output, rows: list[dict[str, Any]]) -> None:
    from franchise.cli.words import state_words
    from franchise.replication import show
    from franchise.stores.versions import SHORT

    behind = sum(row["version"] != row["newest"] for row in rows)
    bad = sum(bool(row["conflict"] or row["locked-drift"] or row["problem"]) for row in rows)
    changed = sum(bool(row["local-only"] or row["hq-only"]) for row in rows)
    if out.json:
        out.data(rows)
    else:
        cells = [
            {
                **row,
                "version": row["version"][:SHORT],
                "behind": _("yes") if row["version"] != row["newest"] else "",
            }
            for row in rows
        ]
        columns = [
            Col("store", _("Store")),
            Col("status", _("Status"), words=state_words()),
            Col("ring", _("Wave")),
            Col("version", _("Setup")),
            Col("behind", _("Behind")),
            Col("hq-only", _("HQ"), "number"),
            Col("local-only", _("Own"), "number"),
            Col("conflict", _("Conflicts"), "number"),
            Col("locked-drift", _("Drift"), "number"),
            Col("problem", _("Problem")),
        ]
        out.table(
            [c for c in columns if c.key not in {"ring", "problem"} or any(row[c.key] for row in rows)],
            list(
                show.worth_showing(
                    out, cells, lambda row: row["conflict"] or row["locked-drift"] or row["problem"]
                )
            ),
        )
        out.say(
            _("{count} clones; {behind} behind, {changed} differ, {bad} with conflicts or drift.").format(
                count=len(rows), behind=behind, changed=changed, bad=bad
            )
        )
    raise click.exceptions.Exit(3 if bad else 2 if changed or behind else 0)


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
@click.option("--source", default="", metavar="KEY", help=_("Only clones of this store."))
@click.option(
    "--to", default="", metavar="VERSION", help=_("This version, by the first digits of its digest.")
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
    upgrading.refuse_if_stopped(done, max_failures or 0)
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
    from franchise.replication.upgrade import Expected

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


@click.command(help=_("Settle conflicts of a store: keep its own value, or take headquarters'."))
@click.argument("store")
@click.argument("path", required=False)
@click.option("--ours", "side", flag_value="ours", help=_("The store's value stays."))
@click.option("--theirs", "side", flag_value="theirs", help=_("Headquarters' value is taken."))
@click.option("--all", "everything", is_flag=True, help=_("Every conflict of the store."))
@output_options
@pass_state
def resolve(
    state: State, out: Output, store: str, path: str | None, side: str | None, everything: bool
) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving

    if side not in {"ours", "theirs"}:
        raise UsageProblem(_("Whose value? Give --ours or --theirs."))
    if bool(path) == everything:
        raise UsageProblem(_("Name a path, or give --all."))
    with program(state) as app, app.work(store) as work:
        done = resolving.resolve(work, app.schema, path or "", "ours" if side == "ours" else "theirs")
    if out.json:
        out.data({"store": store, "side": side, "paths": list(done.paths), "left": done.left})
        return
    for one in done.paths:
        out.say(
            _("{path}: the store's value stays.").format(path=one)
            if side == "ours"
            else _("{path}: headquarters' value is taken.").format(path=one)
        )
    out.say(_("{count} conflicts are left in {store}.").format(count=done.left, store=store))


@click.command(help=_("Keep what a store has at a path, whatever headquarters' newer version says."))
@click.argument("store")
@click.argument("path")
@output_options
@pass_state
def decline(state: State, out: Output, store: str, path: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving
    from franchise.replication.following import Newest

    with program(state) as app, app.work(store) as work:
        target = Newest(work.conn).of(work.store.source_store_id) or work.store.version
        done = resolving.decline(work, app.schema, app.document(work.conn, target), path)
    if out.json:
        out.data({"store": store, "path": path, "changed": done})
    else:
        out.say(
            _("{store} keeps what it has at {path}.").format(store=store, path=path)
            if done
            else _("{store} kept what it has at {path} already.").format(store=store, path=path)
        )


@click.command(help=_("Let upgrades pass a store by."))
@click.argument("store")
@output_options
@pass_state
def detach(state: State, out: Output, store: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving

    with program(state) as app, app.work(store) as work:
        done = resolving.detach(work)
    if out.json:
        out.data({"store": store, "detached": True, "changed": done})
    else:
        out.say(_("Upgrades pass {store} by; `franchise rejoin {store}` ends that.").format(store=store))


@click.command(help=_("Let upgrades reach a store again."))
@click.argument("store")
@output_options
@pass_state
def rejoin(state: State, out: Output, store: str) -> None:
    from franchise.cli.program import program
    from franchise.replication import resolving

    with program(state) as app, app.work(store) as work:
        done = resolving.rejoin(work)
    if out.json:
        out.data({"store": store, "detached": False, "changed": done})
    else:
        out.say(
            _("Upgrades reach {store} again; `franchise upgrade {store}` brings it up to date.").format(
                store=store
            )
        )
