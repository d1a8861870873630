"""Asking plugins: four policies, and failures that stay where they belong."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

from franchise.errors import Conflict, PluginFailed
from franchise.hooks import hookspec
from franchise.plugins import Answer, Plugins


class Specs:
    @hookspec
    def franchise_sections(self): ...

    @hookspec
    def franchise_admit(self, applicant, group=None): ...

    @hookspec
    def franchise_price(self, sku): ...

    @hookspec
    def franchise_told(self, rows): ...

    @hookspec
    def franchise_unheard(self, rows): ...


def source(body, hook="franchise_price", arguments="sku"):
    return f"from franchise.hooks import hookimpl\n\n@hookimpl\ndef {hook}({arguments}):\n    {body}\n"


@pytest.fixture
def load(site):
    def load(hook, arguments, **bodies):
        for name, body in bodies.items():
            site.install(name, source(body, hook, arguments), dist=f"acme-{name}", version="1.2")
        plugins = Plugins.load(site.entry_points(), specs=Specs)
        assert () == plugins.problems
        return plugins

    return load


class TestCollect:
    def test_all_answers_come_in_the_order_of_the_plugins_names(self, load):
        plugins = load(
            "franchise_sections", "", c="return [3]", a="return [1]", b="return None", d="return []"
        )

        assert [Answer("a", [1]), Answer("c", [3]), Answer("d", [])] == plugins.collect("franchise_sections")

    def test_a_plugin_that_crashes_is_out_of_use_for_every_hook(self, site):
        both = source("return 1 / 0", "franchise_sections", "") + source("return 5")
        site.install("a", both, dist="acme-a", version="1.2")
        site.install("b", source("return [2]", "franchise_sections", ""))
        plugins = Plugins.load(site.entry_points(), specs=Specs)

        with capture_logs() as logged:
            assert [Answer("b", [2])] == plugins.collect("franchise_sections")

        assert [
            ("a", "acme-a 1.2", "collect", "franchise_sections: ZeroDivisionError: division by zero")
        ] == [(p.plugin, p.dist, p.stage, p.message) for p in plugins.problems]
        assert [("a", "franchise_sections")] == [(one["plugin"], one["hook"]) for one in logged]
        assert None is plugins.single("franchise_price", scope=None, sku="egg")
        assert ("a",) == plugins.missing(["a", "b"])
        assert [Answer("b", [2])] == plugins.collect("franchise_sections")


VERDICT = """
    class Verdict:
        allowed = {allowed}
        reason = "{reason}"
        strictness = {strictness}
    return Verdict()"""


class TestDecide:
    def decide(self, plugins, scope=None):
        with capture_logs():
            return plugins.decide("franchise_admit", scope=scope, applicant="Wang", group=None)

    def test_silence_and_consent_are_no_objection(self, load):
        allowed = VERDICT.format(allowed=True, reason="", strictness=9)
        plugins = load("franchise_admit", "applicant", a="return None", b="return True", c=allowed)

        assert [] == self.decide(plugins)

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("return 'the group is full'", "the group is full"),
            ("return f'not {applicant}'", "not Wang"),
            ("return False", "b does not allow it"),
            ("return ''", "b does not allow it"),
            (VERDICT.format(allowed=False, reason="come back in May", strictness=0), "come back in May"),
            (VERDICT.format(allowed=False, reason="", strictness=0), "b does not allow it"),
        ],
    )
    def test_one_no_is_enough(self, load, body, reason):
        plugins = load("franchise_admit", "applicant", a="return True", b=body, c="return None")

        assert [("b", reason, "acme-b 1.2", None)] == [
            (r.plugin, r.reason, r.origin, r.failure) for r in self.decide(plugins)
        ]

    def test_the_strictest_comes_first_then_names_decide(self, load):
        wait = VERDICT.format(allowed=False, reason="wait", strictness=1)
        never = VERDICT.format(allowed=False, reason="never", strictness=2)
        plugins = load(
            "franchise_admit", "applicant", d="return 'no'", a=wait, b=never, c="return 'no'", e="1 / 0"
        )

        assert ["e", "b", "a", "c", "d"] == [refusal.plugin for refusal in self.decide(plugins)]

    @pytest.mark.parametrize(
        ("body", "told", "logged"),
        [
            ("raise KeyError('phone')", "KeyError", "KeyError: 'phone'"),
            ("raise SystemExit(3)", "SystemExit", "SystemExit: 3"),
            (
                "return 5",
                "answered int, which is no verdict",
                "TypeError: answered int, which is no verdict",
            ),
        ],
    )
    def test_a_crash_refuses_and_names_its_plugin_and_hook_but_not_its_data(self, load, body, told, logged):
        plugins = load("franchise_admit", "applicant", bad=body)

        refusal = self.decide(plugins)[0]

        assert (
            f"the plugin bad (acme-bad 1.2) failed in franchise_admit and so could not agree: {told}"
        ) == refusal.reason
        assert logged == refusal.failure.told

    def test_only_the_plugins_that_the_store_enables_are_asked(self, load):
        plugins = load("franchise_admit", "applicant", a="return 'a'", b="return 'b'", c="return 'c'")

        assert ["b", "c"] == [refusal.reason for refusal in self.decide(plugins, scope=frozenset({"c", "b"}))]
        assert [] == self.decide(plugins, scope=())

    def test_an_enabled_plugin_that_could_not_be_loaded_refuses(self, site):
        site.install("rules", "import nowhere_to_be_found", dist="acme-rules", version="1.2")
        plugins = Plugins.load(site.entry_points(), specs=Specs)

        refusals = self.decide(plugins, scope=["rules"])

        assert [("rules", "acme-rules 1.2")] == [(refusal.plugin, refusal.origin) for refusal in refusals]
        assert "is not in use and so could not agree: ModuleNotFoundError" in refusals[0].reason
        assert [] == self.decide(plugins, scope=["another"])


class TestSingle:
    def test_the_one_answer_counts(self, load):
        plugins = load("franchise_price", "sku", a="return None", b="return len(sku)")

        assert 3 == plugins.single("franchise_price", scope=None, sku="egg")
        assert None is plugins.single("franchise_price", scope=["a"], sku="egg")

    def test_nothing_and_zero_are_answers_too(self, load):
        plugins = load("franchise_price", "sku", a="return 0")

        assert 0 == plugins.single("franchise_price", scope=None, sku="egg")

    def test_two_answers_are_a_conflict_that_names_both_and_a_way_out(self, load):
        plugins = load("franchise_price", "sku", b="return 2", a="return 1")

        with pytest.raises(Conflict, match="a and b both answer franchise_price") as caught:
            plugins.single("franchise_price", scope=None, sku="egg")

        assert "Take one of them out of the setup, or switch it off: FRANCHISE_WITHOUT=b" == caught.value.hint
        assert 2 == plugins.single("franchise_price", scope=["b"], sku="egg")

    def test_a_crash_is_raised_from_the_plugins_own_error(self, load):
        plugins = load("franchise_price", "sku", a="return 1", b="raise KeyError(sku)")

        with pytest.raises(PluginFailed) as caught, capture_logs():
            plugins.single("franchise_price", scope=None, sku="egg")

        assert "the plugin b (acme-b 1.2) failed in franchise_price: KeyError: 'egg'" == str(caught.value)
        assert isinstance(caught.value.__cause__, KeyError)


class Ledger:
    """Rows that can be undone to a savepoint."""

    def __init__(self):
        self.rows = []
        self.savepoints = 0

    @contextmanager
    def savepoint(self):
        self.savepoints += 1
        mark = len(self.rows)
        try:
            yield
        except BaseException:
            del self.rows[mark:]
            raise


class TestNotify:
    def notify(self, plugins, ledger, hook="franchise_told", scope=None):
        with capture_logs() as logged:
            failures = plugins.notify(hook, scope=scope, savepoint=ledger.savepoint, rows=ledger.rows)
        return failures, logged

    def test_every_plugin_is_told_and_a_failure_undoes_its_own_part_alone(self, load):
        plugins = load(
            "franchise_told",
            "rows",
            c="rows.append('c')",
            a="rows.append('a')",
            b="rows.append('b'); raise RuntimeError('lost')",
        )
        ledger = Ledger()

        failures, logged = self.notify(plugins, ledger)

        assert ["a", "c"] == ledger.rows
        assert ["b (acme-b 1.2), franchise_told: RuntimeError: lost"] == [
            str(failure) for failure in failures
        ]
        assert [("error", "b", "acme-b", "1.2", "franchise_told")] == [
            (one["log_level"], one["plugin"], one["dist"], one["version"], one["hook"]) for one in logged
        ]
        assert failures[0].error is logged[0]["exc_info"]

    def test_a_plugin_that_exits_has_failed_and_an_interrupt_goes_through(self, load):
        plugins = load("franchise_told", "rows", a="raise SystemExit", b="rows.append('b')")
        ledger = Ledger()
        assert ["a"] == [failure.plugin for failure in self.notify(plugins, ledger)[0]]
        assert ["b"] == ledger.rows

    def test_an_interrupt_is_nobodys_failure(self, load):
        plugins = load("franchise_told", "rows", a="raise KeyboardInterrupt")

        with pytest.raises(KeyboardInterrupt):
            self.notify(plugins, Ledger())

    def test_a_broken_savepoint_is_not_blamed_on_the_plugin(self, load):
        plugins = load("franchise_told", "rows", a="rows.append('a')")

        class Broken(Ledger):
            @contextmanager
            def savepoint(self):
                yield
                raise ConnectionError("the transaction is gone")

        with pytest.raises(ConnectionError, match="the transaction is gone"):
            self.notify(plugins, Broken())

    def test_a_hook_that_nobody_answers_takes_no_savepoint(self, load):
        plugins = load("franchise_told", "rows", a="rows.append('a')")
        ledger = Ledger()

        assert [] == self.notify(plugins, ledger, "franchise_unheard")[0]
        assert [] == self.notify(plugins, ledger, scope=["b"])[0]
        assert 0 == ledger.savepoints


class TestArguments:
    def test_a_plugin_takes_what_it_wants_of_them_with_or_without_a_default(self, load):
        plugins = load("franchise_admit", "group='?'", a="return f'a {group}'")

        found = plugins.decide("franchise_admit", scope=None, applicant="Wang", group="Liu village")

        assert ["a Liu village"] == [refusal.reason for refusal in found]

    def test_a_call_with_other_arguments_than_the_hooks_is_a_mistake_of_the_caller(self, load):
        plugins = load("franchise_price", "sku", a="return 1")

        with pytest.raises(TypeError, match="franchise_price takes sku, not sku, sum"):
            plugins.single("franchise_price", scope=None, sku="egg", sum=1)

    def test_a_hook_that_is_not_specified_cannot_be_called(self, load):
        with pytest.raises(KeyError, match="franchise_no_such"):
            load("franchise_price", "sku", a="return 1").collect("franchise_no_such")
