"""How verdicts are weighed, and how a plugin adds a sixth mechanism."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.admission.people import Camp, said
from tests.support import open_program

from franchise import Admitted, Franchise, PluginFailed, Rejected, SetupInvalid, Waiting, admission
from franchise.admission.mechanisms import CORE, by_facts, combined
from franchise.admission.section import Need
from franchise.plugins import Plugins

VERDICTS = st.lists(
    st.one_of(st.just(Admitted()), st.text(max_size=5).map(Waiting), st.text(max_size=5).map(Rejected)),
    min_size=1,
    max_size=6,
)
NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
SIXTH = """
from franchise import Admitted, Mechanism, Rejected, Waiting, hookimpl

def by_quiz(work, application, rules):
    points = application.facts.get("quiz")
    if points is None:
        return Waiting("Answer the quiz first.")
    return Admitted() if int(points) >= 3 else Rejected("Too many wrong answers.")

@hookimpl
def franchise_admission_mechanisms():
    return [Mechanism(name="quiz", title=lambda: "quiz", judge=by_quiz)]
"""


@given(VERDICTS)
def test_all_is_a_no_if_one_says_no_and_a_yes_only_if_all_say_yes(verdicts: list) -> None:
    strictest = max(v.strictness for v in verdicts)
    assert combined(verdicts, "all").strictness == strictest


@given(VERDICTS)
def test_any_is_a_yes_if_one_says_yes_and_a_no_only_if_all_say_no(verdicts: list) -> None:
    mildest = min(v.strictness for v in verdicts)
    assert combined(verdicts, "any").strictness == mildest


@given(VERDICTS, st.randoms(use_true_random=False), st.sampled_from(["all", "any"]))
def test_the_order_of_mechanisms_decides_nothing(verdicts: list, random, combine: str) -> None:
    mixed = list(verdicts)
    random.shuffle(mixed)
    assert combined(mixed, combine).code == combined(verdicts, combine).code


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert combined([Waiting("A."), Admitted(), Waiting("B.")], "all") == Waiting("A. B.")
    assert combined([Rejected("A."), Waiting("B."), Rejected("C.")], "all") == Rejected("A. C.")


@pytest.mark.practice("I-036")
@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_number_is_allowed_exactly_between_its_bounds(value: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    verdict = by_facts({"paid": str(value)}, {"paid": Need(least=low, most=high)})
    assert verdict.allowed == (low <= value <= high)


@pytest.mark.parametrize(
    ("value", "expected"), [("499.99", False), ("500", True), ("500.00", True), ("5e2", True)]
)
def test_the_bound_itself_is_enough(value: str, expected: bool) -> None:
    assert by_facts({"paid": value}, {"paid": Need(least=Decimal(500))}).allowed is expected


@pytest.mark.parametrize("value", ["", "many", "NaN", "Infinity", "１２a", "--1"])
def test_what_is_no_number_is_rejected_where_one_is_required(value: str) -> None:
    assert isinstance(by_facts({"paid": value}, {"paid": Need(least=Decimal(0))}), Rejected)


def test_a_fact_that_nobody_gave_is_waited_for() -> None:
    verdict = by_facts({}, {"city": Need(one_of=("杭州",), name="城市")})
    assert isinstance(verdict, Waiting)
    assert "城市" in verdict.reason


@pytest.mark.parametrize(("value", "expected"), [("杭州", True), ("宁波", False)])
def test_a_text_must_be_one_of_those_allowed(value: str, expected: bool) -> None:
    assert by_facts({"city": value}, {"city": Need(one_of=("杭州",))}).allowed is expected


# -------------------------------------------------------------------- the sixth


@pytest.mark.practice("I-088")
def test_the_core_has_exactly_five() -> None:
    assert sorted(one.name for one in CORE) == [
        "application",
        "invitation",
        "payment",
        "task",
        "waiting_pool",
    ]
    known = admission.known_mechanisms(Plugins.load())
    assert [name for name, (_one, plugin) in known.items() if not plugin] == [one.name for one in CORE]


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def with_plugins(site, tmp_path) -> Iterator[Callable[..., Franchise]]:
    """Opens a program that has these plugins besides the shipped ones."""
    opened: list[Franchise] = []

    def make(**sources: str) -> Franchise:
        for name, source in sources.items():
            site.install(name, source)
        opened.append(open_program(f"{tmp_path}/sixth.db", plugins=Plugins.load()))
        return opened[-1]

    yield make
    for app in opened:
        app.close()


QUIZ = {
    "setup": {"plugins": ["village", "quiz"]},
    "groups": {"event": {"unit": "store", "name": "{store}{number}", "capacity": 3}},
    "admission": {"event": {"mechanisms": ["quiz", "application"]}},
}


@pytest.mark.practice("I-088")
def test_a_plugin_adds_a_sixth_mechanism_which_combines_with_the_others(with_plugins) -> None:
    camp = Camp.make_camp(with_plugins(quiz=SIXTH), **QUIZ)
    asked = camp.apply("event", "甲")
    assert asked.verdict == Waiting("Answer the quiz first. Somebody has to approve it.")
    camp.apply("event", "甲", facts={"quiz": 3})
    assert said(camp.approve(asked)) == ("admitted", "member")
    assert said(camp.apply("event", "乙", facts={"quiz": 2})) == ("rejected", "")


def test_a_mechanism_of_a_plugin_that_the_setup_does_not_use_is_told_with_its_place(with_plugins) -> None:
    app = with_plugins(quiz=SIXTH)
    with pytest.raises(SetupInvalid) as invalid:
        Camp.make_camp(app, **QUIZ | {"setup": {"plugins": ["village"]}})
    (told,) = invalid.value.problems
    assert (told.where, told.allowed) == ("[admission.event] mechanisms", '[setup] plugins = ["quiz"]')


def test_a_mechanism_whose_name_is_taken_is_refused_with_the_plugins_name(with_plugins) -> None:
    app = with_plugins(other=SIXTH.replace('"quiz", title', '"task", title'))
    with pytest.raises(PluginFailed, match="other"):
        admission.known_mechanisms(app.plugins)


@pytest.mark.parametrize("answer", ["1 / 0", "None", "True"])
def test_a_mechanism_that_fails_stops_the_operation_and_is_named(with_plugins, answer: str) -> None:
    source = SIXTH.replace('points = application.facts.get("quiz")', f"return {answer}")
    camp = Camp.make_camp(with_plugins(quiz=source), **QUIZ)
    with pytest.raises(PluginFailed, match="quiz"):
        camp.apply("event", "甲")
    assert camp.review() == []
