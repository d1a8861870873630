"""Start-up is counted in imported modules, because milliseconds depend on the machine."""

import sys
from pathlib import Path

import click
import pytest
from cli_terminal import environment, piped
from cli_terminal import franchise as run

import franchise
from franchise.cli import COMMANDS, main
from franchise.cli.group import adopt, entry_points

_LIST_MODULES = """
import sys
from franchise.cli import main
try:
    main(prog_name="franchise")
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""
LIST_MODULES = [sys.executable, "-c", _LIST_MODULES]
CORE = Path(franchise.__file__).parents[1]
ROOTS = (CORE, CORE.parent / "plugins")
HEAVY = {
    "sqlalchemy",
    "alembic",
    "structlog",
    "mako",
    "rich",
    "cattrs",
    "tomlkit",
    "xlsxwriter",
    "asyncio",
    "pluggy",
}


def imported(*args, **env):
    return set(piped(LIST_MODULES, *args, env=environment(**env)).stderr.split())


@pytest.mark.parametrize(
    "args",
    [["--help"], ["--lang", "zh", "--help"], ["--version"], ["completion", "bash"], ["ordr"]],
    ids=" ".join,
)
def test_help_and_talk_import_nothing_heavy(args):
    assert set() == HEAVY & imported(*args)


def test_the_list_of_commands_imports_no_command_and_no_plugin():
    modules = imported("--help")
    assert "click" in modules
    assert set() == {
        m for m in modules if m.startswith("franchise_") or m.endswith(".commands") or m == "attr"
    }


def test_the_width_of_chinese_is_looked_up_only_where_there_is_chinese():
    assert "wcwidth" not in imported("--lang", "en", "--help")
    assert "wcwidth" in imported("--lang", "zh", "--help")


def test_completion_of_the_first_word_imports_no_command():
    modules = imported(_FRANCHISE_COMPLETE="bash_complete", COMP_WORDS="franchise o", COMP_CWORD="1")
    assert {"click.shell_completion"} <= modules
    assert set() == {m for m in modules if m.endswith(".commands")}


def exists(target):
    """Whether there is a file for it, without importing anything."""
    place = target.partition(":")[0].replace(".", "/")
    return any((root / f"{place}.py").exists() or (root / place).is_dir() for root in ROOTS)


@pytest.mark.parametrize("name", [name for name, lazy in COMMANDS.items() if exists(lazy.target)])
def test_a_core_command_loads_and_its_help_can_be_shown(name):
    command = main.get_command(click.Context(main), name)
    assert isinstance(command, click.Command)
    assert name == command.name
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Usage: franchise {name}" in done.stdout


@pytest.mark.parametrize("name", [e.name for e in entry_points("franchise.commands") if exists(e.value)])
def test_a_plugins_command_loads(name):
    assert isinstance(main.get_command(click.Context(main), name), click.Command)


@pytest.mark.parametrize("name", [name for name, lazy in COMMANDS.items() if exists(lazy.target)])
def test_help_of_a_command_imports_nothing_heavy(name):
    assert (HEAVY - {"pluggy"}) & imported(name, "--help") == set()


def test_adopting_a_command_twice_changes_nothing():
    command = click.Command("x", params=[click.Option(["--store"])])
    once = [param.opts for param in adopt(command).params]
    assert once == [param.opts for param in adopt(command).params]
    assert sum("--store" in opts for opts in once) == 1
