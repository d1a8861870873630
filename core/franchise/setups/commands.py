"""`franchise setup`: writing, checking and saving what makes a program run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from franchise.cli.output import Col, Output, output_options
from franchise.cli.state import State, pass_state
from franchise.cli.words import rule_words
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.setups import Finding


@click.group(help=_("Write, check and save what makes a store's program run."))
def setup() -> None: ...


@setup.command("check", help=_("Read a setup and its tables; show every mistake with its place."))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@output_options
@pass_state
def check(state: State, out: Output, file: Path) -> None:
    from franchise.cli.program import program
    from franchise.setups import scan_personal

    with program(state) as app:
        doc = app.load_setup(file)
        findings = scan_personal(doc)
        sections = {name: digest[:12] for name, digest in doc.sections.items()}
    if out.json:
        out.data(
            {
                "name": doc.meta.name,
                "digest": doc.digest,
                "plugins": sorted(doc.meta.plugins),
                "sections": sections,
                "unknown": list(doc.unknown),
                "personal": [{"path": f.where, "found": f.excerpt} for f in findings],
            }
        )
        return
    out.table(
        [Col("section", _("Section")), Col("digest", _("Digest")), Col("entries", _("Entries"), "number")],
        [{"section": n, "digest": d, "entries": len(doc.body[n])} for n, d in sections.items()],
    )
    warn_personal(out, findings)
    for name in doc.unknown:
        out.warn(_("The section {name} belongs to a plugin that is not installed.").format(name=name))
    out.say(_("{name} is a valid setup, {digest}.").format(name=doc.meta.name, digest=doc.digest[:12]))


@setup.command(
    "show", help=_("The setup that a store runs by: HQ's version, the store's changes, its answers.")
)
@click.argument("store", required=False)
@click.option("--section", help=_("One section only."))
@output_options
@pass_state
def show(state: State, out: Output, store: str | None, section: str | None) -> None:
    from franchise.cli.program import at_store

    state.store = store or state.store
    with at_store(state) as (app, key), app.view(key) as work:
        effective = work.setup
        names = [section] if section else list(effective.names)
        body = {name: effective.raw(name) for name in names if effective.get(name) is not None}
        if out.json:
            out.data(
                {"store": key, "version": work.store.version, "overlay": work.store.overlay, "setup": body}
            )
            return
        local = {leaf.path: _("answer") for leaf in app.schema.leaves(work.store.answers)}
        local |= {leaf.path: _("changed here") for leaf in app.schema.leaves(work.store.overlay)}
        rows = [
            {"path": ".".join(leaf.path), "value": _said(leaf.value), "rule": local.get(leaf.path, leaf.rule)}
            for leaf in app.schema.leaves(body)
        ]
    out.table(
        [Col("path", _("Path")), Col("value", _("Value")), Col("rule", _("Who decides"), words=rule_words())],
        rows,
    )


def warn_personal(out: Output, findings: Sequence[Finding]) -> None:
    """Say once what looks like personal data: it would travel with every clone."""
    if findings:
        places = _(", ").join(f"{f.where} ({f.excerpt})" for f in findings[:5])
        more = " …" if len(findings) > 5 else ""
        out.warn(
            _("{count} values look like personal data and would travel with every clone: {places}").format(
                count=len(findings), places=places + more
            )
        )


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value))
    return str(value)


@setup.command(
    "save", help=_("Freeze a store's effective setup as a version, without the store's own answers.")
)
@click.argument("store", required=False)
@click.option("--note", default="", help=_("What is new in it."))
@output_options
@pass_state
def save(state: State, out: Output, store: str | None, note: str) -> None:
    from franchise.cli.program import at_store
    from franchise.replication import operations as replication

    state.store = store or state.store
    with at_store(state) as (app, key), app.work(key) as work:
        saved = replication.save(work, app.schema, note=note)
    if out.json:
        out.data(
            {
                "store": key,
                "version": saved.digest,
                "new": saved.new,
                "personal": [{"path": f.where, "found": f.excerpt} for f in saved.findings],
            }
        )
        return
    warn_personal(out, saved.findings)
    out.lines(saved.digest)
    out.say(
        _("Saved the setup of {store}.").format(store=key)
        if saved.new
        else _("Nothing has changed since this version was saved.")
    )


@setup.command("set", help=_("Change one setting of a store: its own answer, or a value in place of HQ's."))
@click.argument("path")
@click.argument("value")
@output_options
@pass_state
def set_(state: State, out: Output, path: str, value: str) -> None:
    from franchise.cli.program import at_store
    from franchise.stores import operations as stores

    with at_store(state) as (app, key), app.work(key) as work:
        changed = stores.change(work, app.schema, work.setup.document, path, value)
    out.say(
        _("{path} is now {value}.").format(path=path, value=value)
        if changed
        else _("{path} was {value} already.").format(path=path, value=value)
    )
