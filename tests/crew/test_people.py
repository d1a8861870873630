"""The crew's personal data: masked, never in a setup, gone when erased."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from tests.crew.team import Team

from franchise import NotFound, UsageProblem, admission, groups
from franchise.events import event
from franchise.setups import dump
from franchise.storage import metadata
from franchise_crew import forgetting, people, ties


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000101", "138****0101"),
        ("+86 138 0000 0101", "86138****0101"),
        ("62345678", "62****5678"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_number_is_masked(phone: str, shown: str) -> None:
    assert shown == people.mask(phone)


def test_a_person_s_representation_shows_neither_phone_nor_account(team: Team) -> None:
    person = team.see(lambda work: people.get(work, "周敏"))
    assert "13800000102" not in repr(person)
    assert "wx_zhou" not in repr(person)


@pytest.mark.parametrize("phone", ["12a", "1", "138000001011380000", "１３８"])
def test_what_is_no_phone_number_is_refused(team: Team, phone: str) -> None:
    with pytest.raises(UsageProblem, match="no phone number"):
        team.do(lambda work: people.add(work, "赵新", phone=phone))


@pytest.mark.parametrize("name", ["", " ", "x" * 33, "a\u202eb"])
def test_what_is_no_name_is_refused(team: Team, name: str) -> None:
    with pytest.raises(UsageProblem):
        team.do(lambda work: people.add(work, name))


def test_positions_and_personas_are_those_of_the_setup(team: Team) -> None:
    with pytest.raises(NotFound) as wrong:
        team.do(lambda work: people.add(work, "赵新", position="manger"))
    assert "manager" in wrong.value.hint
    with pytest.raises(NotFound, match="nobody"):
        team.do(lambda work: people.add(work, "赵新", persona="nobody"))


def test_nothing_of_the_crew_is_in_a_saved_setup_or_an_event(team: Team, tmp_path: Any) -> None:
    team.stand("early", "2026-03-05", "周敏")
    with team.view() as work:
        frozen = team.app.schema.freeze(work.setup)
        dump(frozen, tmp_path / "saved", schema=team.app.schema)
        events = work.conn.execute(select(event.c.payload, event.c.subject)).all()
    written = "".join(f.read_text("utf-8") for f in (tmp_path / "saved").iterdir()) + str(events)
    for word in ("周敏", "13800000102", "wx_zhou", "张姐"):
        assert word not in written


def everything(team: Team) -> str:
    """All that the plugin's tables and the tasks hold."""
    with team.view() as work:
        tables = [t for t in metadata.tables.values() if t.name.startswith(("crew__", "core__task"))]
        return "".join(str(work.conn.execute(select(t)).all()) for t in tables)


def test_hook_members_erased_forgets_who_the_person_of_the_crew_was(team: Team) -> None:
    team.do(lambda work: groups.join(work, groups.get(work, "base"), "小敏"))
    team.do(lambda work: ties.tie(work, "周敏", groups.get(work, "base"), "小敏"))
    team.stand("early", "2026-03-04", "周敏", days=3)
    team.stand("late", "2026-03-05", "吴倩")
    team.pass_time("2026-03-05T14:40")
    team.pass_time("2026-03-05T14:50")
    team.do(lambda work: admission.erase(work, groups.get(work, "base"), "小敏"))
    kept = everything(team)
    for word in ("13800000102", "wx_zhou", "小敏"):
        assert word not in kept
    assert "吴倩" in kept
    with pytest.raises(NotFound):
        team.see(lambda work: people.get(work, "周敏"))


def test_erasing_somebody_of_the_crew_takes_the_name_out_of_what_tasks_say(team: Team) -> None:
    team.stand("early", "2026-03-05", "周敏")
    team.stand("late", "2026-03-05", "吴倩")
    team.pass_time("2026-03-05T14:40")
    team.pass_time("2026-03-05T14:50")
    assert ["Hand 早班 over to 吴倩"] == [t.title for t in team.tasks("crew.handover")]
    team.do(lambda work: forgetting.forget(work, [people.get(work, "吴倩").id]))
    (task,) = team.tasks("crew.handover")
    assert "Hand 早班 over to ■" == task.title
    assert "吴倩" not in task.text


def test_erasing_twice_changes_nothing_and_the_name_may_come_back(team: Team) -> None:
    identity = team.see(lambda work: people.get(work, "周敏")).id
    team.do(lambda work: forgetting.forget(work, [identity]))
    before = everything(team)
    team.do(lambda work: forgetting.forget(work, [identity]))
    assert before == everything(team)
    assert identity != team.do(lambda work: people.add(work, "周敏", position="service")).id


def test_a_former_person_may_be_erased_and_come_back(team: Team) -> None:
    team.do(lambda work: people.leave(work, "周敏"))
    gone = team.see(lambda work: people.get(work, "周敏", former=True))
    assert "former" == gone.status
    again = team.do(lambda work: people.add(work, "周敏", position="service"))
    assert again.id != gone.id
    assert [] == team.see(lambda work: roles(work, again.id))


def roles(work: Any, person_id: int) -> list[str]:
    from franchise_crew import staff

    return [s.role for s in staff.load(work, shifts=False).seats if s.person_id == person_id]


def test_a_clone_of_the_store_has_its_crew_section_and_none_of_its_people(team: Team) -> None:
    doc = team.app.document
    with team.view() as work:
        frozen = doc(work.conn, work.store.version)
    team.app.create_store("other", frozen, {"store": {"name": "新店", "time_zone": "Asia/Shanghai"}})
    with team.app.view("other") as work:
        assert [] == people.listed(work)
        assert "tester" in work.setup.get("crew").ladder
