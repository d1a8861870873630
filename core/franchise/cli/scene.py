"""A scene: commands of a file, played one after the other as their users would type them.

Each line of the file is a heading (``# …``), blank, or when and by whom a command is given::

    # On Tuesday evening somebody advertises in the core group.
    2026-04-07T20:10 店长 franchise group ingest {folder}/chat.txt --group core-1

Words are split as a shell splits them; ``{folder}`` is the file's own folder, ``{houserules.warn}`` the numbers of the
open tasks of that kind, and ``{houserules.warn:1}`` the first of them.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Final

import attrs
import click

from franchise.cli.output import Output
from franchise.cli.run import run
from franchise.cli.state import State
from franchise.errors import NotFound, UsageProblem
from franchise.messages import gettext as _

_TASKS: Final = re.compile(r"\{([a-z_]+\.[a-z_]+)(?::(\d+))?\}")
_SPECIAL: Final = re.compile(r"[\s\"'$`\\|&;<>()*?#~]")
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d) (\S+) franchise (.+)")


@attrs.frozen(kw_only=True)
class Command:
    """One command of a scene: under which heading, at which time of the store's clock, given by whom."""

    heading: str
    now: str
    actor: str
    words: tuple[str, ...]
    folder: str

    def typed(self, words: Sequence[str]) -> str:
        """The command as it is typed in the scene's folder."""
        short = (word.replace(f"{self.folder}/", "") for word in words)
        return " ".join(shlex.quote(word) if _SPECIAL.search(word) else word for word in short)


def example_folder(name: str) -> Path:
    """An example's folder: below this one, or in the source tree that the program is installed from.

    Raises:
        NotFound: Neither has it.

    """
    for root in (Path.cwd(), Path(__file__).resolve().parents[3]):
        if (folder := root / "examples" / name).is_dir():
            return folder
    raise NotFound(_("The example's files are not here."), hint=_("Run it in a checkout of the project."))


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
            typed = None if parts is None else _split(parts[3])
            if parts is None or typed is None:
                raise UsageProblem(
                    _("Line {number} is no command of a scene.").format(number=number), where=str(path)
                )
            folder = str(path.parent)
            words = tuple(word.replace("{folder}", folder) for word in typed)
            found.append(Command(heading=heading, now=parts[1], actor=parts[2], words=words, folder=folder))
            heading = ""
    return found


def _split(typed: str) -> list[str] | None:
    """The words of a command; None where a quotation has no end."""
    try:
        return shlex.split(typed)
    except ValueError:
        return None


def play(out: Output, state: State, path: Path, *, db: Path, store: str) -> list[dict[str, Any]]:
    """Play a scene on a database; with ``--json`` nothing is shown, and what each command said is given back."""
    told, spoke = [], True
    for command in read(path):
        with _pretending({"FRANCHISE_NOW": command.now, "FRANCHISE_ACTOR": command.actor}):
            options = ["--db", str(db), "--store", store, "--lang", state.language]
            words = [word for given in command.words for word in _numbered(options, given)]
            if not out.json:
                if command.heading:
                    out.lines(f"\n## {command.heading}")
                line = f"[{command.now.replace('T', ' ')} {command.actor}] $ franchise {command.typed(words)}"
                out.lines(f"\n{line}" if spoke or command.heading else line)
                spoke = "--quiet" not in words
            sys.stdout.flush()
            status, said = _run([*options, *words], heard=out.json)
            told.append({"command": command.typed(words), "status": status, "said": said})
    return told


def _numbered(options: Sequence[str], word: str) -> list[str]:
    """The word itself, or the numbers of the open tasks that it stands for."""
    found = _TASKS.fullmatch(word)
    if found is None:
        return [word]
    kind, nth = found.groups()
    _done, tasks = _run([*options, "task", "list", "--kind", kind], heard=True)
    numbers = sorted(task["number"] for task in tasks)
    return [str(n) for n in (numbers[int(nth) - 1 : int(nth)] if nth else numbers)]


def _run(words: Sequence[str], *, heard: bool) -> tuple[int, Any]:
    """Run a command; its status, and what it said as JSON when it is ``heard`` instead of shown."""
    from franchise.cli import main

    if not heard:
        return _status(main, words), None
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        status = _status(main, [*words, "--json"])
    try:
        return status, json.loads(said.getvalue() or "null")
    except ValueError:  # more than one object
        return status, [json.loads(line) for line in said.getvalue().splitlines() if line.strip()]


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


__all__ = ["Command", "example_folder", "play", "read"]
