"""Whatever a shop does in whatever order: tasks behave as a dictionary by key would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import open_program
from tests.tasks.sample import PNG, Room, wanted

from franchise import Conflict, FranchiseError, NotFound, Refused, UnitOfWork, tasks
from franchise.tasks import Evidence

KEYS = [f"k{n}" for n in range(6)]
KEY = st.sampled_from(KEYS)
STEP = st.one_of(
    st.tuples(st.just("open"), st.lists(KEY, max_size=6)),
    st.tuples(st.just("cancel"), st.lists(KEY, max_size=4)),
    st.tuples(st.just("finish"), KEY, st.booleans()),
    st.tuples(st.just("drop"), KEY),
)
SHOT = Evidence(name="a.png", data=PNG)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with open_program(f"{folder}/f.db") as app:
        yield Room.make(app)


def settle(work: UnitOfWork, what: str, number: int, files: list[Evidence]) -> str:
    """The code of the error, "" for none."""
    try:
        if what == "finish":
            tasks.finish(work, number, by="王姐", evidence=files)
        else:
            tasks.drop(work, number, by="王姐", reason="no")
    except FranchiseError as error:
        return error.code
    return ""


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=14))
def test_tasks_behave_as_a_dictionary_by_key_would(shop: Room, steps: list[Any]) -> None:
    model: dict[str, str] = {}
    with shop.app.rehearsal(shop.key) as work:
        for what, which, *more in steps:
            known = dict(model)
            if what == "open":
                fresh = list(dict.fromkeys(key for key in which if key not in known))
                made = tasks.open(work, [wanted(key, evidence=key in KEYS[:2]) for key in which])
                assert [(key, n) for n, key in enumerate(fresh, len(known) + 1)] == [
                    (task.key, task.number) for task in made
                ]
                model |= dict.fromkeys(fresh, "open")
            elif what == "cancel":
                gone = tasks.cancel(work, which, "taken back")
                assert sorted({k for k in which if known.get(k) == "open"}) == sorted(t.key for t in gone)
                model |= {task.key: "dropped" for task in gone}
            else:
                number = 1 + list(model).index(which) if which in model else 99
                proven = what == "drop" or more[0] or which not in KEYS[:2]
                expected = {
                    ("finish", "open"): "" if proven else Refused.code,
                    ("finish", "done"): "",
                    ("finish", "dropped"): Conflict.code,
                    ("drop", "open"): "",
                    ("drop", "done"): Conflict.code,
                    ("drop", "dropped"): "",
                }.get((what, known.get(which, "")), NotFound.code)
                assert expected == settle(work, what, number, files=[SHOT] if more and more[0] else [])
                if not expected:
                    model[which] = "done" if what == "finish" else "dropped"
            found = tasks.listed(work, status="")
            assert sorted(model.items()) == sorted((task.key, task.status) for task in found)
            assert list(model) == [task.key for task in sorted(found, key=lambda t: t.number)]
        assert list(model) == [task.key for task in tasks.opened(work)]
