"""Which plugins are taken in, and what is said of those that are not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from franchise.hooks import hookspec
from franchise.plugins import Plugins, Problem

ANSWER = """
from franchise.hooks import hookimpl

@hookimpl
def franchise_price(sku):
    return 1
"""


class Specs:
    @hookspec
    def franchise_price(self, sku): ...

    @hookspec
    def franchise_sections(self): ...

    @hookspec
    def franchise_may_submit(self, work, group=None): ...


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    monkeypatch.delenv("FRANCHISE_PLUGINS", raising=False)
    monkeypatch.delenv("FRANCHISE_WITHOUT", raising=False)


def load(site, **options):
    return Plugins.load(site.entry_points(), specs=Specs, **options)


def names(plugins):
    return [info.name for info in plugins.infos]


def test_installed_plugins_are_known_by_name_origin_and_hooks(site):
    site.install("b", ANSWER, dist="franchise-extra-b", version="2.1")
    site.install(
        "a", ANSWER + "\n@hookimpl\ndef franchise_may_submit(work):\n    pass\n", dist="acme", version="0.3"
    )

    plugins = load(site)

    assert [
        ("a", "acme", "0.3", ("franchise_may_submit", "franchise_price"), None),
        ("b", "franchise-extra-b", "2.1", ("franchise_price",), None),
    ] == [(info.name, info.dist, info.version, info.hooks, info.problem) for info in plugins.infos]
    assert () == plugins.problems


def test_an_entry_point_may_name_an_object(site):
    source = """
from franchise.hooks import hookimpl

class Pricing:
    @hookimpl
    def franchise_price(self, sku):
        return 7

pricing = Pricing()
"""
    site.install("a", source, attribute="pricing")

    assert 7 == load(site).single("franchise_price", scope=None, sku="egg")


@pytest.mark.parametrize(
    ("source", "stage", "message"),
    [
        (
            "import nowhere_to_be_found",
            "import",
            "ModuleNotFoundError: No module named 'nowhere_to_be_found'",
        ),
        ("1 / 0", "import", "ZeroDivisionError: division by zero"),
        ("def broken(:", "import", "SyntaxError: "),
        ("raise SystemExit('licence expired')", "import", "SystemExit: licence expired"),
        (
            ANSWER.replace("sku", "product"),
            "register",
            "Argument(s) {'product'} are declared in the hookimpl",
        ),
        (
            ANSWER.replace("franchise_price", "franchise_prise"),
            "validate",
            "there is no hook of this name: franchise_prise (did you mean franchise_price?)",
        ),
        (
            ANSWER.replace("franchise_price", "franchise_weather"),
            "validate",
            "there is no hook of this name: franchise_weather",
        ),
        (
            ANSWER + "\ndef franchise_sections():\n    return []\n",
            "validate",
            "@hookimpl is missing above franchise_sections",
        ),
        ("def price(sku): ...", "validate", "it answers no hook; is @hookimpl missing?"),
        (
            ANSWER.replace("@hookimpl", "@hookimpl(wrapper=True)").replace("return 1", "return (yield)"),
            "validate",
            "hooks cannot be wrapped: franchise_price",
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_is_reported_and_the_others_load(site, source, stage, message):
    site.install("a", ANSWER)
    site.install("bad", source, dist="acme-bad", version="0.9")
    site.install("c", ANSWER.replace("return 1", "return None"))

    plugins = load(site)

    assert 1 == len(plugins.problems)
    problem = plugins.problems[0]
    assert ("bad", "acme-bad 0.9", stage) == (problem.plugin, problem.dist, problem.stage)
    assert message in problem.message
    assert "\n" not in problem.message
    assert {"a": None, "bad": problem, "c": None} == {info.name: info.problem for info in plugins.infos}
    assert 1 == plugins.single("franchise_price", scope=None, sku="egg")
    assert ("bad",) == plugins.missing(["a", "bad"])


def test_a_class_is_no_plugin_until_it_is_made_an_object(site):
    source = "from franchise.hooks import hookimpl\nclass P:\n    @hookimpl\n    def franchise_price(self, sku): ...\n"
    site.install("a", source, attribute="P")

    assert ["the entry point names a class; name a module or an object"] == [
        problem.message for problem in load(site).problems
    ]


def test_a_helper_that_only_begins_like_a_hook_is_nobodys_business(site):
    site.install("a", ANSWER + "\ndef franchise_helper_of_mine():\n    pass\n")

    assert () == load(site).problems


def test_of_two_plugins_with_one_name_none_is_loaded(site):
    site.install("a", ANSWER, dist="acme-one", version="1.0")
    site.install("a", ANSWER, dist="acme-two", version="2.0")
    site.install("b", ANSWER)

    plugins = load(site)

    assert [("a", "acme-one 1.0 + acme-two 2.0", "discover")] == [
        (problem.plugin, problem.dist, problem.stage) for problem in plugins.problems
    ]
    assert ["a", "b"] == names(plugins)
    assert ("a",) == plugins.missing(["a", "b"])


def test_one_module_under_two_names_is_reported(site):
    site.install("a", ANSWER)
    points = site.entry_points()
    again = type(points[0])("b", points[0].value, points[0].group)

    plugins = Plugins.load([again, *points], specs=Specs)

    assert [("b", "register")] == [(problem.plugin, problem.stage) for problem in plugins.problems]


class TestChoosing:
    @pytest.fixture(autouse=True)
    def _three(self, site):
        for name in "abc":
            site.install(name, ANSWER)

    def test_by_default_all_are_loaded(self, site):
        assert ["a", "b", "c"] == names(load(site))

    def test_only_the_named_ones(self, site, monkeypatch):
        monkeypatch.setenv("FRANCHISE_PLUGINS", " c , a")
        plugins = load(site)
        assert (["a", "c"], ("b",)) == (names(plugins), plugins.off)

    def test_what_the_program_asks_for_goes_before_the_environment(self, site, monkeypatch):
        monkeypatch.setenv("FRANCHISE_PLUGINS", "c")
        assert ["b"] == names(load(site, only=["b"]))
        assert [] == names(load(site, only=[]))

    def test_an_empty_setting_is_none(self, site, monkeypatch):
        monkeypatch.setenv("FRANCHISE_PLUGINS", " ")
        monkeypatch.setenv("FRANCHISE_WITHOUT", ",")
        assert ["a", "b", "c"] == names(load(site))

    def test_all_but_the_named_ones(self, site, monkeypatch):
        monkeypatch.setenv("FRANCHISE_WITHOUT", "a")
        plugins = load(site, without=["c"])
        assert (["b"], ("a", "c")) == (names(plugins), plugins.off)
        assert () == plugins.problems

    def test_a_plugin_that_is_switched_off_is_not_imported(self, site):
        site.install("loud", "raise RuntimeError('imported')")
        assert () == load(site, without=["loud"]).problems

    def test_a_name_that_nothing_has_is_reported(self, site):
        plugins = load(site, only=["a", "bb"], without=["zebra"])

        assert (
            Problem(
                plugin="bb",
                dist="-",
                stage="select",
                message="no plugin of this name is installed (did you mean b?)",
            ),
            Problem(plugin="zebra", dist="-", stage="select", message="no plugin of this name is installed"),
        ) == plugins.problems
        assert ["a"] == names(plugins)


def test_order_depends_neither_on_entry_points_nor_on_the_hash_seed(site):
    for name in ("mid", "zoo", "abc", "beta"):
        site.install(name, ANSWER.replace("return 1", f"return {name!r}"))
    script = """
import sys
from importlib.metadata import distributions
from franchise.hooks import hookspec
from franchise.plugins import Plugins

class Specs:
    @hookspec
    def franchise_price(self, sku): ...

sys.path.insert(0, sys.argv[1])
points = {point for dist in distributions(path=[sys.argv[1]]) for point in dist.entry_points}
plugins = Plugins.load(points, specs=Specs)
print([answer.value for answer in plugins.collect("franchise_price", sku="egg")])
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(site.folder)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert {"['abc', 'beta', 'mid', 'zoo']\n"} == outputs


def test_the_installed_plugins_are_found_by_themselves():
    from importlib.metadata import entry_points

    installed = sorted({point.name for point in entry_points(group="franchise.plugins")})

    plugins = Plugins.load(specs=Specs, without=installed)

    assert tuple(installed) == plugins.off
    assert "village" in installed
