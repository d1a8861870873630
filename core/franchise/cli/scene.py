"""A scene: commands of a file, played one after the other as their users would type them.

Each line of the file is a heading (``# …``), blank, or when and by whom a command is given::

    # On Tuesday evening somebody advertises in the core group.
    2026-04-07T20:10 店长 franchise group ingest {folder}/chat.txt --group core-1

Words are split as a shell splits them; ``{folder}`` is the file's own folder.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Final

import attrs
import click

from franchise.cli.output import Output
from franchise.cli.run import run
from franchise.cli.state import State
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d) (\S+) franchise (.+)")


@attrs.frozen(kw_only=True)
class Command:
    """One command of a scene: under which heading, at which time of the store's clock, given by whom."""

    heading: str
    now: str
    actor: str
    words: tuple[str, ...]
    typed: str


def read(path: Path) -> list[Command]:
    """The commands of a scene's file.

    Raises:
        UsageProblem: A line is none.

    """
    heading, found = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.strip():
            parts = _LINE.fullmatch(line.strip())
            if parts is None:
                raise UsageProblem(
                    _("Line {number} is no command of a scene.").format(number=number), where=str(path)
                )
            now, actor, typed = parts.groups()
            words = tuple(word.replace("{folder}", str(path.parent)) for word in shlex.split(typed))
            found.append(Command(heading=heading, now=now, actor=actor, words=words, typed=typed))
            heading = ""
    return found


def play(out: Output, state: State, path: Path, *, db: Path, store: str) -> list[dict[str, Any]]:
    """Play a scene on a database; with ``--json`` nothing is shown, and what each command said is given back."""
    told, spoke = [], True
    for command in read(path):
        if not out.json:
            if command.heading:
                out.lines(f"\n## {command.heading}")
            shown = command.typed.replace("{folder}/", "")
            line = f"[{command.now.replace('T', ' ')} {command.actor}] $ franchise {shown}"
            out.lines(f"\n{line}" if spoke or command.heading else line)
            spoke = "--quiet" not in command.words
        sys.stdout.flush()
        told.append(_played(out, state, command, ["--db", str(db), "--store", store]))
    return told


def _played(out: Output, state: State, command: Command, options: list[str]) -> dict[str, Any]:
    from franchise.cli import main

    words = [*options, "--lang", state.language, *command.words]
    said = io.StringIO()
    with _pretending({"FRANCHISE_NOW": command.now, "FRANCHISE_ACTOR": command.actor}):
        if not out.json:
            return {"command": command.typed, "status": _status(main, words)}
        with redirect_stdout(said):
            status = _status(main, [*words, "--json"])
    try:
        data = json.loads(said.getvalue() or "null")
    except ValueError:  # more than one object
        data = [json.loads(line) for line in said.getvalue().splitlines() if line.strip()]
    return {"command": command.typed, "status": status, "said": data}


def _status(main: click.Command, words: Sequence[str]) -> int:
    try:
        return run(main, words, "franchise")
    except SystemExit as stop:  # a command's own status, such as 1 for a gap that was found
        return int(stop.code or 0)


@contextmanager
def _pretending(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


__all__ = ["Command", "play", "read"]
