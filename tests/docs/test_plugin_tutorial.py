"""The plugin of the page *Write a plugin*, taken out of the page and run."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from franchise import orders, reports
from franchise.plugins import Plugins
from franchise.storage import Database, metadata, migrate
from franchise.storage.sources import CORE_SOURCE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-plugin.md"
FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PACKAGE = "franchise_crates"
FILES = dict(FILE.findall(PAGE.read_text(encoding="utf-8")))
PAGES_TESTS = re.findall(r"^def (test_\w+)", FILES["tests/test_crates.py"], re.MULTILINE)


@pytest.fixture
def plugin(site):
    """The page's files, installed as pip would leave them; gives the page's own tests as a module."""
    for name, text in {**FILES, f"{PACKAGE}/__init__.py": ""}.items():
        file = site.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    info = site.folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points))
    importlib.invalidate_caches()
    yield load(site.folder / "tests" / "test_crates.py")
    for table in [t for t in metadata.tables.values() if t.name.startswith("crates__")]:
        metadata.remove(table)


def load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_every_file_that_it_lists():
    listed = {
        "pyproject.toml",
        "make_revision.py",
        "tests/test_crates.py",
        f"{PACKAGE}/versions/crates_0001.py",
        *(
            f"{PACKAGE}/{name}.py"
            for name in ("plugin", "section", "tables", "operations", "papers", "commands", "messages")
        ),
    }
    assert listed == set(FILES)


@pytest.mark.parametrize("name", PAGES_TESTS)
def test_the_pages_own_test_passes(plugin, name, tmp_path):
    test = getattr(plugin, name)
    test(*([tmp_path] if test.__code__.co_argcount else []))


def test_the_plugin_is_found_with_its_hooks_and_nothing_is_wrong_with_it(plugin):
    (info,) = [info for info in Plugins.load().infos if info.name == "crates"]
    hooks = {"cycle_closed", "may_submit", "migrations", "report_kinds", "setup_sections"}
    assert ("franchise-crates 0.1.0", {f"franchise_{hook}" for hook in hooks}, None) == (
        info.origin,
        set(info.hooks),
        info.problem,
    )


def test_the_migration_makes_what_the_tables_declare(plugin, tmp_path):
    from franchise_crates.plugin import franchise_migrations

    (source,) = franchise_migrations()
    with Database.open(str(tmp_path / "new.db"), [CORE_SOURCE, source]) as database:
        migrate.upgrade(database)
        assert [] == migrate.differences(database, source)


def test_the_script_writes_the_revision_that_the_page_shows(plugin, site, capsys):
    shown = site.folder / PACKAGE / "versions" / "crates_0001.py"
    shown.unlink()
    exec(compile(FILES["make_revision.py"], "make_revision.py", "exec"), {})
    assert f"{shown}\n" == capsys.readouterr().out
    assert tokens(FILES[f"{PACKAGE}/versions/crates_0001.py"]) == tokens(shown.read_text(encoding="utf-8"))


def tokens(source: str) -> str:
    """A source without what a formatter changes: spaces, kinds of quotes, a last comma."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"\s+", "", source).replace("'", '"'))


def test_the_commands_list_crates_and_take_them_back(plugin, tmp_path):
    from franchise_crates.commands import crates

    from franchise.cli.state import State

    with plugin.shop(tmp_path) as app:
        plugin.order(app, "Ann", "Ben", "Cleo")
        plugin.close(app, "2026-03-05")
    state = State(db=str(tmp_path / "test.db"), now="2026-03-05T13:00")

    def run(*words: str) -> str:
        done = CliRunner().invoke(crates, words, obj=state, catch_exceptions=False)
        assert 0 == done.exit_code
        return done.output

    assert "group\tout\nMill Street1\t2\n" == run("list")
    assert "1 crates are still out.\n" == run("back", "1", "--group", "mill")


def test_a_store_whose_setup_does_not_name_the_plugin_has_no_crates_and_no_crate_list(
    plugin, tmp_path, monkeypatch
):
    from franchise_crates import operations

    monkeypatch.setitem(plugin.SETUP, "setup", {"name": "none"})
    with plugin.shop(tmp_path) as app:
        plugin.order(app, "Ann")
        plugin.close(app, "2026-03-05")
        with app.view("here") as work:
            issued = reports.listed(work, orders.find(work, "2026-03-05/noon"))
            assert ({}, []) == (operations.out(work), [x for x in issued if x.kind == "crate_list"])
