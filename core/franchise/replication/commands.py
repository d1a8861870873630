"""`franchise clone`: new stores from a proven one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise.cli.words import state_words
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

MAX_STORES = 20_000


@click.command(help=_("Make new stores that run by another store's setup; its records stay where they are."))
@click.argument("source")
@click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    metavar="KEY|FILE.csv",
    help=_("A new store's key, or a table: key and answers."),
)
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="PATH=VALUE",
    help=_("An answer for all of them, such as store.city=…"),
)
@dry_run_option
@output_options
@pass_state
def clone(
    state: State, out: Output, source: str, targets: tuple[str, ...], pairs: tuple[str, ...], dry_run: bool
) -> None:
    from franchise.cli.program import program
    from franchise.replication import operations as replication
    from franchise.stores import operations as stores

    common = dict(stores.parse_pairs(pairs))
    wanted = [(key, {**common, **own}) for target in targets for key, own in _targets(target)]
    if len(wanted) > MAX_STORES:
        raise UsageProblem(_("At most {count} stores at once.").format(count=MAX_STORES))
    with program(state) as app, (app.rehearsal if dry_run else app.work)(source) as work:
        saved = replication.save(work, app.schema)
        planned = replication.plan(work, app.schema, saved.document, wanted)
        made = replication.clone(work, saved.document, planned, ids=app.ids)
    rows = [
        {
            "store": p.key,
            "state": "made" if p.state == "new" and not dry_run else p.state,
            "missing": ", ".join(p.missing),
            "problem": p.problem,
        }
        for p in planned
    ]
    if out.json:
        out.data({"source": source, "version": saved.digest, "dry_run": dry_run, "stores": rows})
    else:
        out.table(
            [
                Col("store", _("Store")),
                Col("state", _("State"), words=state_words()),
                Col("missing", _("Still to answer")),
                Col("problem", _("Problem")),
            ],
            rows,
        )
        sentence = (
            _("{count} stores would be made from {source}.")
            if dry_run
            else _("{count} stores made from {source}.")
        )
        out.say(sentence.format(count=len(made), source=source))
    if any(p.state == "refused" for p in planned):
        raise SystemExit(1)


def _targets(target: str) -> list[tuple[str, dict[str, str]]]:
    """A key, or the rows of a table with the columns ``key`` and answers (paths such as ``store.name``)."""
    if not target.endswith(".csv"):
        return [(target, {})]
    try:
        text = Path(target).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(
            _("The table cannot be read: {reason}").format(reason=error), where=target
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    if "key" not in (reader.fieldnames or ()):
        raise UsageProblem(_("The table needs a column {name!r}.").format(name="key"), where=f"{target}:1")
    return [
        (
            row["key"].strip(),
            {name: (value or "").strip() for name, value in row.items() if name != "key" and value},
        )
        for row in reader
    ]
