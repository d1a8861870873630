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
    from franchise.replication.saving import Saved
    from franchise.setups import Finding


@click.group(help=_("Write, check and save what makes a store's program run."))
def setup() -> None: ...


@setup.command("check", help=_("Read a setup and its tables; show every mistake with its place."))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@output_options
@pass_state
def check(state: State, out: Output, file: Path) -> None:
    from franchise.cli.program import program

    with program(state) as app:
        doc = app.load_setup(file)
        findings = app.schema.personal(doc)
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
    "save",
    help=_(
        "Freeze a store's effective setup as a version, without the store's own answers; its clones follow it"
        " from then on. With --from: an edited setup becomes the store's new version."
    ),
)
@click.argument("store", required=False)
@click.option("--note", default="", help=_("What is new in it."))
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, path_type=Path),
    help=_("A setup file or folder that becomes the store's setup."),
)
@output_options
@pass_state
def save(state: State, out: Output, store: str | None, note: str, file: Path | None) -> None:
    from franchise.cli.program import at_store
    from franchise.replication import operations as replication

    state.store = store or state.store
    with at_store(state) as (app, key), app.work(key) as work:
        if file is None:
            saved = replication.save(work, app.schema, note=note)
        else:
            saved = replication.save_from(work, app.schema, app.load_setup(file), note=note)
    _show_saved(out, key, saved, app.schema.personal(saved.document))


def _show_saved(out: Output, key: str, saved: Saved, findings: Sequence[Finding]) -> None:
    conflicts = sorted(saved.merged.conflicts) if saved.merged else []
    if out.json:
        out.data(
            {
                "store": key,
                "version": saved.digest,
                "new": saved.new,
                "conflicts": conflicts,
                "personal": [{"path": f.where, "found": f.excerpt} for f in findings],
            }
        )
        return
    warn_personal(out, findings)
    out.lines(saved.digest)
    out.say(
        _("Saved the setup of {store}.").format(store=key)
        if saved.new
        else _("Nothing has changed since this version was saved.")
    )
    if conflicts:
        out.warn(_("The store's own changes conflict at {paths}.").format(paths=", ".join(conflicts)))


@setup.command("history", help=_("The versions that were saved from a store, the newest first."))
@click.argument("store", required=False)
@output_options
@pass_state
def history(state: State, out: Output, store: str | None) -> None:
    from franchise.cli.program import at_store
    from franchise.clock import show as show_time
    from franchise.replication import lineage

    state.store = store or state.store
    with at_store(state) as (app, key), app.view(key) as work:
        found = lineage.history(work)
        zone = work.answers.time_zone
    if out.json:
        out.data(found)
        return
    rows = [
        {
            **one,
            "version": one["version"][:12],
            "at": show_time(one["at"], zone),
            "proven": _("yes") if one["proven"] else _("no"),
            "newest": _("yes") if one["newest"] else "",
        }
        for one in found
    ]
    out.table(
        [
            Col("version", _("Setup")),
            Col("at", _("Saved")),
            Col("by", _("By")),
            Col("note", _("Note")),
            Col("proven", _("Proven")),
            Col("newest", _("Newest")),
            Col("clones", _("Clones"), "number"),
        ],
        rows,
    )


@setup.command("rename", help=_("Give an entry another key, so that clones know it is the same thing."))
@click.argument("path")
@click.argument("key")
@click.option(
    "--also", multiple=True, metavar="PATH", help=_("Another entry that gets the same key at once.")
)
@click.option("--note", default="", help=_("What is new in it."))
@output_options
@pass_state
def rename(state: State, out: Output, path: str, key: str, also: tuple[str, ...], note: str) -> None:
    from franchise.cli.program import at_store
    from franchise.replication import saving

    with at_store(state) as (app, store), app.work(store) as work:
        saved = saving.rename(work, app.schema, path, key, also=also, note=note)
    _show_saved(out, store, saved, app.schema.personal(saved.document))


@setup.command("export", help=_("Write a store's setup, without its answers, into a folder to edit."))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--table", "tables", multiple=True, help=_("A table that becomes a CSV file, such as catalog."))
@output_options
@pass_state
def export(state: State, out: Output, folder: Path, tables: tuple[str, ...]) -> None:
    from franchise.cli.program import at_store
    from franchise.setups import dump

    with at_store(state) as (app, key), app.view(key) as work:
        doc = app.schema.freeze(work.setup)
        files = dump(doc, folder, tables=tables, schema=app.schema)
    if out.json:
        out.data({"store": key, "version": doc.digest, "files": [str(path) for path in files]})
    else:
        for path in files:
            out.lines(str(path))
        out.say(
            _("`franchise setup save {store} --from {folder}` takes it back.").format(
                store=key, folder=folder
            )
        )


@setup.command(
    "set",
    help=_(
        "Change a setting of a store: its own answer, or a value in place of headquarters'. With --from: several"
        " at once, such as a product of the store's own."
    ),
)
@click.argument("path", required=False)
@click.argument("value", required=False)
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("A TOML file of the setup's form, with only what changes."),
)
@output_options
@pass_state
def set_(state: State, out: Output, path: str | None, value: str | None, file: Path | None) -> None:
    from franchise.cli.program import at_store
    from franchise.errors import UsageProblem
    from franchise.stores import changes

    if (file is None) != (path is not None and value is not None) or (file is not None and path is not None):
        raise UsageProblem(_("Give a path and a value, or --from FILE."))
    with at_store(state) as (app, key), app.work(key) as work:
        doc = work.setup.document
        if file is not None:
            changed = changes.change_many(work, app.schema, doc, changes.read_changes(app.schema, file))
        else:
            changed = changes.change(work, app.schema, doc, path or "", value or "")
    if out.json:
        out.data({"store": key, "changed": changed})
    elif file is not None:
        out.say(
            _("{store} now has what {file} says.").format(store=key, file=file)
            if changed
            else _("{store} had what {file} says already.").format(store=key, file=file)
        )
    else:
        out.say(
            _("{path} is now {value}.").format(path=path, value=value)
            if changed
            else _("{path} was {value} already.").format(path=path, value=value)
        )


@setup.command("unset", help=_("Follow headquarters again at a path that the store has changed."))
@click.argument("path")
@output_options
@pass_state
def unset(state: State, out: Output, path: str) -> None:
    from franchise.cli.program import at_store
    from franchise.stores import changes

    with at_store(state) as (app, key), app.work(key) as work:
        app.schema.spot(path)
        changed = changes.follow(work, app.schema, work.setup.document, path)
    if out.json:
        out.data({"store": key, "path": path, "changed": changed})
    else:
        out.say(
            _("{store} follows headquarters at {path} again.").format(store=key, path=path)
            if changed
            else _("{store} has not changed anything at {path}.").format(store=key, path=path)
        )


@setup.command("remove", help=_("Do without an entry, or an optional value, that headquarters has."))
@click.argument("path")
@output_options
@pass_state
def remove(state: State, out: Output, path: str) -> None:
    from franchise.cli.program import at_store
    from franchise.stores import changes

    with at_store(state) as (app, key), app.work(key) as work:
        changed = changes.remove(work, app.schema, work.setup.document, path)
    if out.json:
        out.data({"store": key, "path": path, "changed": changed})
    else:
        out.say(
            _("{store} does without {path} now.").format(store=key, path=path)
            if changed
            else _("{store} did without {path} already.").format(store=key, path=path)
        )
