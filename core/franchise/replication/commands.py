"""`franchise clone`, `assess`, `lineage`: new stores from a proven one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import dry_run_option
from franchise.cli.state import State, pass_state
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.replication.cloning import Cloned

MAX_STORES = 20_000


@click.command(help=_("Make new stores that run by another store's setup; its records stay where they are."))
@click.argument("source")
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="KEY|FILE.csv",
    help=_("A new store's key, or a table: key and answers."),
)
@click.option("--count", type=click.IntRange(1, MAX_STORES), help=_("How many, with numbered keys."))
@click.option("--key-pattern", default="shop-{n}", show_default=True, help=_("The keys of --count."))
@click.option("--name-pattern", default="", help=_("The names of --count, such as 青禾{n}店."))
@click.option("--first", type=click.IntRange(0), default=1, help=_("The first number of --count."))
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="PATH=VALUE",
    help=_("An answer for all of them, such as store.city=…"),
)
@click.option("--ring", default="", metavar="NAME", help=_("The wave in which they are upgraded."))
@click.option("--pilot", is_flag=True, help=_("They are pilot stores: the same as --ring pilot."))
@click.option(
    "--adopt", is_flag=True, help=_("Take in stores that exist already, with what they have changed.")
)
@click.option("--unproven", is_flag=True, help=_("Clone although the setup has not passed its gate."))
@click.option("--reason", default="", help=_("Why, for the record."))
@dry_run_option
@output_options
@pass_state
def clone(
    state: State,
    out: Output,
    source: str,
    targets: tuple[str, ...],
    count: int | None,
    key_pattern: str,
    name_pattern: str,
    first: int,
    pairs: tuple[str, ...],
    ring: str,
    pilot: bool,
    adopt: bool,
    unproven: bool,
    reason: str,
    dry_run: bool,
) -> None:
    from franchise.cli.program import program
    from franchise.replication import cloning
    from franchise.stores import operations as stores

    common = dict(stores.parse_pairs(pairs))
    named = [(key, {**common, **own}) for target in targets for key, own in _targets(target)]
    if count:
        named += list(_numbered(count, key_pattern, name_pattern, first, common))
    _check_count(named)
    if pilot and ring not in {"", "pilot"}:
        raise UsageProblem(_("--pilot and --ring contradict each other."))
    why = cloning.check_reason(unproven, reason)
    with program(state) as app, out.progress(len(named), _("Cloning")) as advance:
        done = cloning.run(
            app,
            source,
            named,
            dry_run=dry_run,
            adopting=adopt,
            unproven=why,
            ring="pilot" if pilot else ring,
            progress=advance,
        )
    _show_cloned(out, source, done, dry_run=dry_run)
    if any(p.state == "refused" for p in done.planned):
        raise click.exceptions.Exit(1)


def _check_count(named: Sequence[object]) -> None:
    if not named:
        raise UsageProblem(_("Which stores? Give --to or --count."), hint="--to shop-2 --set store.name=…")
    if len(named) > MAX_STORES:
        raise UsageProblem(_("At most {count} stores at once.").format(count=MAX_STORES))


def _show_cloned(out: Output, source: str, done: Cloned, *, dry_run: bool) -> None:
    from franchise.replication import show
    from franchise.setups.commands import warn_personal

    past = {} if dry_run else {"new": "made", "adopt": "adopted"}
    rows = [
        {
            "store": p.key,
            "state": past.get(p.state, p.state),
            "missing": ", ".join(p.missing),
            "problem": p.problem,
        }
        for p in done.planned
    ]
    refused = sum(p.state == "refused" for p in done.planned)
    if out.json:
        out.data({"source": source, "version": done.saved.digest, "dry_run": dry_run, "stores": rows})
    else:
        if dry_run or done.saved.new:  # told once: every clone would say it again
            warn_personal(out, done.saved.findings)
        out.table(
            [
                Col("store", _("Store")),
                Col("state", _("State"), words=show.clone_words()),
                Col("missing", _("Still to answer")),
                Col("problem", _("Problem")),
            ],
            list(show.worth_showing(out, rows, lambda row: row["problem"] or row["missing"])),
        )
        sentence = (
            _("{count} stores would be made from {source}.")
            if dry_run
            else _("{count} stores made from {source}.")
        )
        out.say(sentence.format(count=done.made, source=source))
        if refused:
            out.say(_("{count} were refused; correct them and run the same again.").format(count=refused))
        elif done.made and not dry_run:
            out.say(_("They are in preparation: `franchise store open KEY` opens one."))


def _numbered(
    count: int, keys: str, names: str, first: int, common: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Numbered keys and names (I-251); running it again means the same stores."""
    from franchise.replication.planning import numbered

    for number, key in enumerate(numbered(keys, count, (), first=first), first):
        name = {"store.name": names.replace("{n}", str(number))} if names else {}
        yield key, {**common, **name}


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
    names = [name.strip() for name in reader.fieldnames or ()]
    if "key" not in names:
        raise UsageProblem(_("The table needs a column {name!r}.").format(name="key"), where=f"{target}:1")
    found = []
    for row in reader:
        if None in row:
            raise UsageProblem(
                _("The row has more cells than the table has columns."), where=f"{target}:{reader.line_num}"
            )
        cells = {name.strip(): (text or "").strip() for name, text in row.items()}
        found.append((cells.pop("key"), {name: text for name, text in cells.items() if text}))
    return found


@click.command(help=_("Show what proves that a store's setup works, against the setup's own gate."))
@click.argument("store", required=False)
@output_options
@pass_state
def assess(state: State, out: Output, store: str | None) -> None:
    from franchise.amounts import format_money
    from franchise.cli.program import at_store
    from franchise.replication import evidence as proof
    from franchise.replication import show

    state.store = store or state.store
    with at_store(state) as (app, key), app.view(key) as work:
        found, gate = proof.assess(work)
        months = proof.months(work)
    passed = proof.proven(gate)
    if out.json:
        facts: dict[str, Any] = dict(proof.as_json(found, gate))
        facts["repurchase_permille"] = found.repurchase_permille
        measures = [
            {"name": m.name, "value": m.value, "wanted": m.wanted, "kind": m.kind, "passed": m.passed}
            for m in gate
        ]
        out.data({"store": key, "proven": passed, "gate": measures, "evidence": facts, "months": months})
        return
    rows = []
    for one in gate:
        value, wanted = show.measured(one)
        rows.append(
            {
                "measure": one.title,
                "value": value,
                "wanted": wanted,
                "passed": _("yes") if one.passed else _("no"),
            }
        )
    out.table(
        [
            Col("measure", _("Figure")),
            Col("value", _("Now")),
            Col("wanted", _("Gate")),
            Col("passed", _("Passed")),
        ],
        rows,
    )
    out.detail(
        _(
            "{orders} orders of {buyers} buyers in 30 days; {members} members in {groups} groups; {amount} in all."
        ).format(
            orders=found.orders,
            buyers=found.buyers,
            members=found.members,
            groups=found.groups,
            amount=format_money(found.amount),
        )
    )
    for month in months:
        out.detail(f"{month['month']}  {month['group']}  {format_money(month['amount'])}")
    out.say(
        _("The setup of {store} is proven.").format(store=key)
        if passed
        else _("The setup of {store} is not proven yet.").format(store=key)
    )


@click.command(help=_("Who was cloned from whom, and at which version each is."))
@click.argument("store", required=False)
@output_options
@pass_state
def lineage(state: State, out: Output, store: str | None) -> None:
    import attrs

    from franchise.cli.program import program
    from franchise.cli.words import state_words
    from franchise.replication.lineage import tree
    from franchise.stores.versions import SHORT

    with program(state) as app, app.hq_view() as conn:
        found = list(tree(conn, store or ""))
    if out.json:
        out.data([attrs.asdict(kin) for kin in found])
        return
    rows = [
        {
            "store": ("   " * (kin.generation - 1) + "└─ " if kin.generation else "") + kin.store,
            "status": kin.status,
            "version": kin.version[:SHORT],
            "behind": "" if kin.newest in {None, kin.version} else str(kin.newest)[:SHORT],
            "changed": _("yes") if kin.changed else "",
            "ring": kin.ring,
            "detached": _("yes") if kin.detached else "",
            "clones": kin.clones,
        }
        for kin in found
    ]
    out.table(
        [
            Col("store", _("Store")),
            Col("status", _("Status"), words=state_words()),
            Col("version", _("Setup")),
            Col("behind", _("Newer")),
            Col("changed", _("Own changes")),
            Col("ring", _("Wave")),
            Col("detached", _("Detached")),
            Col("clones", _("Clones"), "number"),
        ],
        rows,
    )
