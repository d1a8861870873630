"""What must hold between the parts of a setup, and for what a store lays over it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from franchise.errors import PluginFailed
from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.effective import Effective
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

if TYPE_CHECKING:
    from franchise.setups.schema import Schema


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
