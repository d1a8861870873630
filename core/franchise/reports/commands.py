"""`franchise report`: the papers of closed cycles."""

from __future__ import annotations

from pathlib import Path

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.messages import gettext as _


@click.group(help=_("Print purchase orders, pick lists and packing lists."))
def report() -> None: ...


@report.command("list", help=_("The papers of a closed cycle; the last one closed when none is named."))
@click.argument("cycle", required=False)
@output_options
@pass_state
def list_(state: State, out: Output, cycle: str | None) -> None:
    from franchise.cli.program import at_store
    from franchise.reports import operations as reports
    from franchise.reports.kinds import report_kinds

    with at_store(state) as (app, store), app.view(store) as work:
        titles = {k.kind: k.title() for k in report_kinds(app.plugins)}
        order = {kind: n for n, kind in enumerate(titles)}
        found = reports.listed(work, reports.find_cycle(work, cycle))
    rows = [
        {
            "kind": p.kind,
            "what": titles.get(p.kind, p.kind),
            "key": p.key,
            "title": p.title,
            "revision": p.revision,
            "digest": p.digest[:12],
        }
        for p in sorted(found, key=lambda p: (order.get(p.kind, 99), p.key))
    ]
    columns = [
        Col("kind", _("Kind"), words=titles),
        Col("key", _("Key")),
        Col("title", _("Title")),
        Col("revision", _("Revision"), "number"),
        Col("digest", _("Digest")),
    ]
    out.table(columns, rows)


@report.command("show", help=_("Print one paper, ready to paste into a group."))
@click.argument("kind")
@click.argument("key", required=False)
@click.option("--cycle", help=_("Such as 2026-03-05/noon; the last one closed when none is named."))
@output_options
@pass_state
def show(state: State, out: Output, kind: str, key: str | None, cycle: str | None) -> None:
    from franchise.cli.program import at_store
    from franchise.reports import operations as reports
    from franchise.reports.formats import render

    with at_store(state) as (app, store), app.view(store) as work:
        papers = reports.load(work, reports.find_cycle(work, cycle), kind=kind, keys=[key] if key else [])
    out.lines("\n".join(render(p, "json" if out.json else "text").decode() for p in papers))


@report.command("export", help=_("Write papers as files: xlsx, csv, json, text or html."))
@click.argument("cycle", required=False)
@click.option("--kind", default="", help=_("One kind of paper only."))
@click.option("--key", "keys", multiple=True, help=_("One supplier, village … only."))
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["xlsx", "csv", "json", "text", "html"]),
    default=("xlsx",),
    show_default=True,
    help=_("As what; may be given several times."),
)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("papers"),
    show_default=True,
    help=_("The folder to write to."),
)
@click.option("--revision", type=int, help=_("An earlier closing's papers."))
@output_options
@pass_state
def export(
    state: State,
    out: Output,
    cycle: str | None,
    kind: str,
    keys: tuple[str, ...],
    formats: tuple[str, ...],
    folder: Path,
    revision: int | None,
) -> None:
    from franchise.cli.program import at_store
    from franchise.reports import operations as reports
    from franchise.reports.kinds import kind_names

    with at_store(state) as (app, store):
        with app.view(store) as work:
            found = reports.find_cycle(work, cycle)
            papers = reports.load(work, found, kind=kind, keys=keys, revision=revision)
            answers = work.answers
        names = kind_names(app.plugins, answers.language)
    target = folder / f"{found.day}-{found.session}"
    with out.progress(len(papers) * len(formats), _("Writing papers")) as advance:
        written = reports.export(papers, formats, target, names, advance)
    if out.json:
        out.data([str(p) for p in written])
    else:
        out.lines("\n".join(map(str, written)))
        out.say(_("{count} files in {folder}").format(count=len(written), folder=target))
