"""Write the reference pages that come from the code: hooks and commands.

python tools/reference.py            write docs/reference/hooks.md and docs/reference/commands.md
python tools/reference.py --check    exit 1 when one of them is not what the code says
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"


def hooks() -> str:
    """Every hook: its kind, exact signature and docstring, in the order of the specification."""
    from franchise import hookspecs

    source = inspect.getsource(hookspecs)
    out = [
        "# Hooks",
        "",
        "Every hook of the framework, as `core/franchise/hookspecs.py` declares it. A plugin implements one with a",
        "function of the same name, marked with `franchise.hookimpl`; it may take fewer arguments.",
        "",
        inspect.cleandoc(hookspecs.__doc__ or ""),
        "",
    ]
    pattern = r"^# -+ ([^\n]*)$|^@hookspec\ndef (\w+)\((.*?)\) -> (.*?):$"
    for found in re.finditer(pattern, source, re.MULTILINE | re.DOTALL):
        if found[1]:
            out += [f"## {found[1].capitalize()}", ""]
            continue
        name = found[2]
        arguments = " ".join(found[3].split())
        out += [f"### `{name}`", "", "```python", f"def {name}({arguments}) -> {found[4]}", "```", ""]
        out += [_prose(inspect.getdoc(getattr(hookspecs, name)) or "").replace("``", "`"), ""]
    return "\n".join(out).rstrip() + "\n"


def _prose(doc: str) -> str:
    """A docstring as Markdown: its sections as bold words, arguments as a list."""
    out = []
    for line in doc.split("\n"):
        if re.fullmatch(r"(Args|Returns|Raises):", line):
            out += [f"**{line[:-1]}**", ""]
        elif found := re.fullmatch(r"    (\w+): (.*)", line):
            out.append(f"* `{found[1]}`: {found[2]}")
        else:
            out.append(line.strip())
    return "\n".join(out)


def commands() -> str:
    """Every command's help text, in English."""
    os.environ.update(FRANCHISE_LANG="en", NO_COLOR="1", COLUMNS="100")
    import click

    from franchise.cli import main

    out = [
        "# Commands",
        "",
        "What `--help` says of every command. Exit status: 0 done, 1 refused or failed, 2 usage; `diff` has 2 for",
        "changes and 3 for conflicts. Data goes to standard output, talk to standard error; every command that",
        "prints data takes `--json`.",
        "",
    ]
    root = click.Context(main, info_name="franchise", terminal_width=100, max_content_width=100)

    def walk(command: click.Command, ctx: click.Context) -> None:
        out.extend([f"## `{ctx.command_path}`", "", "```text", command.get_help(ctx).rstrip(), "```", ""])
        if isinstance(command, click.Group):
            for name in command.list_commands(ctx):
                child = command.get_command(ctx, name)
                if child is not None:
                    walk(child, click.Context(child, info_name=name, parent=ctx, terminal_width=100))

    walk(main, root)
    return "\n".join(out).rstrip() + "\n"


def main() -> int:
    wrong = []
    for name, make in (("hooks.md", hooks), ("commands.md", commands)):
        path = REFERENCE / name
        text = make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        wrong.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if wrong and "--check" in sys.argv:
        sys.stderr.write(f"Not up to date: {', '.join(wrong)}. Run: python tools/reference.py\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
