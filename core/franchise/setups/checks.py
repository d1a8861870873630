"""What must hold between the parts of a setup, and for what a store lays over it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import attrs

from franchise.errors import PluginFailed
from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.documents import HEAD, Document
from franchise.setups.effective import Effective
from franchise.setups.keys import VERSION_KEY
from franchise.setups.problems import (
    SHOWN,
    Note,
    Path,
    Problem,
    listing,
    pointed,
    shown,
    suggestion,
    unpointed,
)
from franchise.setups.sections import Section
from franchise.setups.settings import Rule, combined
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.versions import current

if TYPE_CHECKING:
    from franchise.setups.schema import Schema


def read_head(shape: Record, raw: Any, note: Note) -> dict[str, JSON]:
    """The ``[setup]`` table in canonical form; ``plugins`` may be a list of names."""
    if not isinstance(raw, Mapping):
        note((HEAD,), _("There is no [setup] table."), _('[setup] with name = "…" and plugins = [ … ]'))
        return {}
    head = dict(raw)
    if isinstance(head.get("plugins"), (list, tuple)):
        names = head["plugins"]
        if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            head["plugins"] = dict.fromkeys(names, "")
        else:
            note((HEAD, "plugins"), _("The list of plugins has an entry twice, or one that is no name."), "")
            head["plugins"] = {}
    if not head.get("plugins"):
        head.pop("plugins", None)
    read: dict[str, JSON] = shape.read(head, (HEAD,), note)
    return read


def missing_plugins(head: Mapping[str, JSON], installed: Collection[str]) -> tuple[str, ...]:
    """The plugins that the setup names and that are not installed, by name."""
    plugins = head.get("plugins")
    return tuple(sorted(set(plugins) - set(installed))) if isinstance(plugins, Mapping) else ()


def belongs_to_missing(
    name: str, missing: Collection[str], known: Collection[str], present: Collection[str]
) -> bool:
    """Whether an unknown section can be that of a plugin which is not installed, rather than a slip."""
    if any(name == plugin or name.startswith(f"{plugin}_") for plugin in missing):
        return True
    return bool(missing) and not suggestion(name, set(known) - set(present))


def check_required(schema: Schema, present: Collection[str], note: Note) -> None:
    """Sections that no setup can do without."""
    for name, section in schema.sections.items():
        if section.required and name not in present:
            note((name,), _("The section {name} is missing.").format(name=name), _("a table"))


def check_local(schema: Schema, body: Mapping[str, JSON], note: Note) -> None:
    """A setup holds no store's answers."""
    for name, shape in sorted(schema.shapes.items()):
        held = body.get(name)
        if shape.has_local and isinstance(held, dict):
            for leaf in walks.leaves(shape, held, (name,), schema.sections[name].rule):
                if leaf.rule == "local":
                    note(
                        leaf.path,
                        _("Each store answers this for itself; a setup cannot hold it."),
                        _("a store's own answers, in a file of their own"),
                    )


def no_owner(name: str, known: Collection[str]) -> str:
    """The sentence about a section that nobody declared."""
    message = _("No installed plugin owns a section {name}.").format(name=name)
    return message + suggestion(name, known)


def check_all(schema: Schema, effective: Effective, *, answered: bool) -> tuple[Problem, ...]:
    """See `Schema.check`; ``answered``: it may hold a store's answers."""
    problems, note = collected()
    names = effective.names
    for name, shape in sorted(schema.shapes.items()):
        if name in names:
            shape.read(effective.raw(name), (name,), note)
    check_required(schema, names, note)
    if not answered:
        check_local(schema, {name: effective.raw(name) for name in names}, note)
    unsound = {problem.path[0] for problem in problems}
    return (*problems, *cross(schema, effective, unsound=unsound))


def collected() -> tuple[list[Problem], Note]:
    """A list, and the function that notes problems in it."""
    problems: list[Problem] = []

    def note(path: Path, message: str, allowed: str) -> None:
        problems.append(Problem(message=message, allowed=allowed, path=path, where=pointed(path)))

    return problems, note


def cross(
    schema: Schema,
    effective: Effective,
    *,
    unsound: Collection[str] = (),
    touched: Collection[str] | None = None,
) -> Iterator[Problem]:
    """References that lead nowhere, and what the sections' own checks find.

    Checks run for sections that are sound themselves (``unsound`` ones are not) and read nothing unsound.
    With ``touched``, only what those sections can have made wrong is looked at.
    """
    bad = set(unsound)
    dangling = 0
    names = effective.names
    for name, shape in sorted(schema.shapes.items()):
        if name not in names:
            continue
        targets = None if touched is None or name in touched else frozenset(touched)
        for path, target, key in walks.references(shape, effective.raw(name), (name,), targets):
            keys = _keys(schema, effective, target)
            if keys is not None and key not in keys:
                bad.add(name)
                dangling += 1
                yield _dangling(path, target, key, keys, suggest=dangling <= SHOWN)
    for name, section in schema.sections.items():
        if section.check is None or name not in names or bad & {name, *section.reads}:
            continue
        if touched is None or not {name, *section.reads}.isdisjoint(touched):
            for found in _own_check(section, effective, lenient=bool(bad)):
                path = found.path or unpointed(found.where)
                path = path if path[:1] == (name,) else (name, *path)
                yield attrs.evolve(found, path=path, where=pointed(path))


def _own_check(section: Section, effective: Effective, *, lenient: bool) -> tuple[Problem, ...]:
    """What the owner of a section finds; ``lenient``: it may stumble over what is told already."""
    if section.check is None:
        return ()
    try:
        return tuple(section.check(effective.get(section.name), effective))
    except Exception as error:
        if lenient:
            return ()
        raise PluginFailed(
            _("{owner} failed while checking the section {name}: {error!r}").format(
                owner=section.owner, name=section.name, error=error
            )
        ) from error


def _keys(schema: Schema, effective: Effective, target: str) -> Mapping[str, JSON] | None:
    """The table that ``target`` names; None when the plugin that owns it is not installed."""
    section, *inside = target.split(".")
    if section not in schema.shapes:
        return None
    table = walks.lookup(effective.raw(section), tuple(inside))
    return table if isinstance(table, Mapping) else {}


def _dangling(path: Path, target: str, key: str, keys: Mapping[str, JSON], *, suggest: bool) -> Problem:
    message = _("{key} is not in {table}.").format(key=shown(key), table=target)
    return Problem(
        message=message + suggestion(key, keys) if suggest else message,
        allowed=listing(keys) or _("nothing yet: {table} is empty").format(table=target),
        path=path,
        where=pointed(path),
    )


def check_patch(
    schema: Schema, doc: Document, patch: Mapping[str, JSON], *, by: Literal["hq", "store"]
) -> tuple[Problem, ...]:
    """See `Schema.check_patch`."""
    problems, note = collected()
    before = Effective(schema, doc)
    _check_names(schema, patch, note, by=by)
    touched = sorted(set(patch) & set(schema.shapes))
    for name in touched:
        change = current(schema.sections[name], patch[name])
        rule = schema.sections[name].rule
        for path, inner in _touched(schema.shapes[name], before.raw(name), change, (name,), rule):
            if inner == "local":
                note(path, _("Each store answers this for itself; give it as an answer."), "")
            elif inner == "locked" and by == "store":
                note(path, _("Headquarters decides this for all stores."), _("what HQ has not locked"))
    if problems:
        return tuple(problems)
    after = Effective(schema, doc, patch)
    for name in touched:
        _read_changed(schema, name, after.raw(name), patch[name], note)
    return tuple(problems or cross(schema, after, touched=touched))


def _check_names(schema: Schema, patch: Mapping[str, JSON], note: Note, *, by: str) -> None:
    for name in sorted(patch):
        if name == HEAD:
            if by == "store":
                note((name,), _("Headquarters decides this for all stores."), "")
        elif name not in schema.shapes:
            note((name,), no_owner(name, schema.shapes), listing(schema.shapes))
        elif patch[name] is None and schema.sections[name].required:
            note((name,), _("The section {name} cannot be removed.").format(name=name), "")


def _touched(
    shape: Shape | None, base: JSON, change: JSON, path: Path, rule: Rule
) -> Iterator[tuple[Path, Rule]]:
    """What a patch changes, each with its rule; rows of the store's own, unknown to HQ, are free."""
    if isinstance(change, dict) and isinstance(shape, Record):
        for name in sorted(change):
            field = shape.fields.get(name)
            if field is None:
                continue  # the reading after this one says so
            held = base.get(name) if isinstance(base, dict) else None
            yield from _touched(
                field.shape, held, change[name], (*path, name), combined(rule, field.setting.rule)
            )
    elif isinstance(change, dict) and isinstance(shape, Table):
        for key in sorted(change):
            if key == VERSION_KEY:
                continue
            held = base.get(key) if isinstance(base, dict) else None
            if held is not None and change[key] is not None:
                yield from _touched(shape.item, held, change[key], (*path, key), rule)
            elif held is not None:
                yield (*path, key), _strictest(shape.item, held, (*path, key), rule)
            elif change[key] is not None:
                yield (*path, key), rule
                for leaf in walks.leaves(shape.item, change[key], (*path, key), rule):
                    if leaf.rule == "local":
                        yield leaf.path, "local"
    elif change is None and isinstance(shape, (Record, Table)):
        yield path, _strictest(shape, base, path, rule)
    else:
        yield path, rule


def _strictest(shape: Shape, base: JSON, path: Path, rule: Rule) -> Rule:
    """Removing something removes every leaf in it: locked if one of them is."""
    rules = {leaf.rule for leaf in walks.leaves(shape, base, path, rule)} if base is not None else set()
    return "locked" if "locked" in rules else rule


def _read_changed(schema: Schema, name: str, after: dict[str, JSON], change: JSON, note: Note) -> None:
    """Validate a patched section; of a table, only the rows that the patch names."""
    shape = schema.shapes[name]
    if isinstance(shape, Record) or not isinstance(change, dict):
        shape.read(after, (name,), note)
        return
    shape.read({key: after[key] for key in sorted(change) if key in after}, (name,), note)
    folded: dict[str, str] = {}
    for key in sorted(after):
        twin = folded.setdefault(key.lower(), key)
        if twin != key and (key in change or twin in change):
            note(
                (name, key),
                _("{key} and {other} differ only in capital letters.").format(key=key, other=twin),
                _("keys that differ in more"),
            )


def check_answers(schema: Schema, doc: Document, answers: Mapping[str, JSON]) -> tuple[Problem, ...]:
    """See `Schema.check_answers`."""
    problems, note = collected()
    before = Effective(schema, doc)
    _check_names(schema, answers, note, by="store")
    touched = sorted(set(answers) & set(schema.shapes))
    for name in touched:
        shape = schema.shapes[name]
        change = current(schema.sections[name], answers[name])
        for path, rule in _touched(shape, before.raw(name), change, (name,), schema.sections[name].rule):
            if rule != "local":
                note(path, _("The store does not answer this; the setup decides it."), _("local fields"))
        shape.read(change, (name,), note, partial=True)
    if problems:
        return tuple(problems)
    after = Effective(schema, doc, None, answers)
    mine = {leaf.path for leaf in schema.leaves(answers)}
    return tuple(problem for problem in cross(schema, after, touched=touched) if problem.path in mine)
