"""`franchise diff`: what clones have changed, leaf by leaf."""

from __future__ import annotations

from typing import Any

import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _


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
