import pytest
from click.testing import CliRunner

from franchise.cli.group import adopt
from franchise.cli.state import State, login_name
from franchise.clock import SystemClock, instant
from franchise.errors import UsageProblem


def test_the_clock_is_the_machines_unless_a_rehearsal_sets_it():
    assert isinstance(State().clock(), SystemClock)


def test_a_rehearsals_time_is_read_in_the_stores_zone():
    clock = State(now="2026-03-05T11:40").clock("Asia/Shanghai")
    assert clock.now() == instant("2026-03-05T03:40Z")
    assert State(now="2026-03-05T11:40+09:00").clock("Asia/Shanghai").now() == instant("2026-03-05T02:40Z")


def test_a_rehearsals_time_that_is_none_is_refused_by_name():
    with pytest.raises(UsageProblem, match="FRANCHISE_NOW"):
        State(now="noon").clock()


def test_the_actor_is_named_by_the_environment_or_the_login(monkeypatch):
    monkeypatch.setenv("FRANCHISE_ACTOR", "李店长")
    assert login_name() == "李店长"
    monkeypatch.delenv("FRANCHISE_ACTOR")
    monkeypatch.setenv("LOGNAME", "li")
    assert login_name() == "li"


def test_a_command_called_by_itself_has_a_state_of_its_own():
    from cli_sample import echo

    assert (
        CliRunner()
        .invoke(adopt(echo), ["--group", "g", "--db", "d"])
        .output.startswith("('g', None, None, 'd',")
    )
