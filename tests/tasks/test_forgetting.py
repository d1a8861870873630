"""Erasing a member and merging two, and what tasks say of them afterwards."""

from __future__ import annotations

import pytest
from tests.support import ZONE
from tests.tasks.sample import PNG, Room, wanted

from franchise import UnitOfWork, admission, groups, tasks
from franchise.clock import instant
from franchise.tasks import Evidence

NINE = instant("2026-03-05T09:00", ZONE)
SHOT = Evidence(name="removed.png", data=PNG)


def erase(room: Room, name: str, group: str = "base-1") -> None:
    room.do(lambda work: admission.erase(work, groups.get(work, group), name))


@pytest.fixture
def busy(room: Room) -> Room:
    """Tasks about 小雨妈妈, about 小雨 and about both, done and open ones."""
    mother, other = room.people("小雨妈妈", "小雨")
    group, second = room.group().id, room.group("base-2").id
    excerpt = {"violation": 7, "said": "买我家的", "by": ["小雨妈妈", 3]}
    room.open(
        wanted("1", title="提醒小雨妈妈", text="@小雨妈妈 亲", group_id=group, member_id=mother, payload=excerpt),
        wanted("2", title="移出小雨妈妈", text="依据：买我家的", group_id=group, member_id=mother, evidence=True),
        wanted("3", title="提醒小雨", text="@小雨", group_id=group, member_id=other),
        wanted("4", title="欢迎", text="欢迎 @小雨妈妈 @小雨！", group_id=group, payload={"names": ["小雨妈妈", "小雨"]}),
        wanted("5", title="给小雨 妈妈回电", text=""),
        wanted("6", title="提醒小雨妈妈", text="", group_id=second),
    )  # fmt: skip
    room.finish(2, by="王姐", note="小雨妈妈很生气", evidence=SHOT)
    room.finish(4, by="王姐", evidence=SHOT)
    return room


def test_who_is_erased_is_gone_from_what_was_to_be_done_about_him(busy: Room) -> None:
    erase(busy, "小雨妈妈")
    one, two = busy.get(1), busy.get(2)
    assert ("提醒■", "■", "dropped", "erased") == (one.title, one.text, one.status, one.note)
    assert {"violation": 7, "said": "■", "by": ["■", 3]} == one.payload
    assert ("移出■", "■", "done", "■") == (two.title, two.text, two.status, two.note)
    assert ("王姐", NINE) == (two.finished_by, two.finished_at)
    assert [] == busy.see(lambda work: tasks.evidence(work, 2))
    assert "cancelled" == busy.outbox()["task/1"][1]


def test_other_tasks_of_his_groups_and_of_no_group_lose_his_name_alone(busy: Room) -> None:
    erase(busy, "小雨妈妈")
    four, five = busy.get(4), busy.get(5)
    assert ("欢迎", "欢迎 @■ @小雨！") == (four.title, four.text)
    assert {"names": ["■", "小雨"]} == four.payload
    assert [PNG] == [proof.data for proof in busy.see(lambda work: tasks.evidence(work, 4))]
    assert "给■回电" == five.title


def test_somebody_else_with_a_like_name_stays_and_so_do_groups_he_never_was_in(busy: Room) -> None:
    three, six = busy.get(3), busy.get(6)
    erase(busy, "小雨妈妈")
    assert [three, six] == [busy.get(3), busy.get(6)]


def test_erasing_the_shorter_name_leaves_the_longer_one_whole(busy: Room) -> None:
    erase(busy, "小雨")
    assert ("提醒■", "■") == (busy.get(3).title, busy.get(3).text)
    assert "欢迎 @小雨妈妈 @■！" == busy.get(4).text
    assert "提醒小雨妈妈" == busy.get(1).title


def test_nothing_of_the_name_or_the_words_is_left_in_any_row(busy: Room) -> None:
    busy.drop(6)
    busy.people("小雨妈妈", group="base-2")
    busy.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "小雨妈妈"))
    busy.do(lambda work: admission.erase(work, groups.get(work, "base-2"), "小雨妈妈"))
    left = busy.everything()
    for words in ("小雨妈妈", "小雨 妈妈", "买我家的", "很生气"):
        assert words not in left


def test_forgetting_again_changes_nothing(busy: Room) -> None:
    mother = busy.get(1).member_id
    hide = {busy.group().id: lambda text: text.replace("小雨妈妈", "■")}

    def forget(work: UnitOfWork) -> int:
        return tasks.forget(work, [mother], hide)

    assert 3 == busy.do(forget)
    before = busy.everything()
    assert 0 == busy.do(forget)
    assert before == busy.everything()


def test_tasks_about_a_merged_member_are_about_the_one_that_is_left(busy: Room) -> None:
    mother, other = busy.get(1).member_id, busy.get(3).member_id
    assert 2 == busy.do(lambda work: tasks.merge(work, other, mother))
    assert [other] * 3 == [busy.get(number).member_id for number in (1, 2, 3)]
    assert 0 == busy.do(lambda work: tasks.merge(work, other, mother))


def test_another_stores_tasks_stay_as_they_are(busy: Room) -> None:
    second = Room.make(busy.app, "second")
    second.open(wanted("5", title="给小雨妈妈回电"))
    before = second.get(1)
    erase(busy, "小雨妈妈")
    busy.do(lambda work: tasks.merge(work, 1, 2))
    assert before == second.get(1)


def test_files_of_tasks_that_stay_are_not_called_by_his_name_any_more(busy: Room) -> None:
    busy.finish(3, by="王姐", evidence=Evidence(name="小雨妈妈和小雨.png", data=PNG))
    erase(busy, "小雨妈妈")
    (proof,) = busy.see(lambda work: tasks.evidence(work, 3))
    assert ("■和小雨.png", PNG) == (proof.name, proof.data)


def test_a_plugin_takes_the_name_out_of_its_own_words_in_the_same_transaction(busy: Room) -> None:
    words = "小雨妈妈骂了小雨"

    def run(work: UnitOfWork) -> list[str]:
        first = groups.get(work, "base-1")
        before = tasks.redact(work, first.id, words)
        admission.erase(work, first, "小雨妈妈")
        places = (first.id, None, groups.get(work, "base-2").id)  # in the last one somebody else is called so
        return [before, *(tasks.redact(work, place, words) for place in places)]

    assert [words, "■骂了小雨", "■骂了小雨", words] == busy.do(run)
    assert "小雨妈妈" == busy.see(lambda work: tasks.redact(work, None, "小雨妈妈"))


def test_who_is_erased_did_none_of_the_tasks_by_name_any_more(room: Room) -> None:
    room.people("张三", "张三丰")
    group = room.group().id
    room.open(
        wanted("1", group_id=group, person="张三"),
        wanted("2", group_id=group, person="张 三"),
        wanted("3", person="张三丰"),
        wanted("4", person="小张三"),
        wanted("5", group_id=room.group("base-2").id, person="张三"),
    )
    room.finish(2, by="张三", evidence=SHOT)
    room.drop(4, by="小张三")
    erase(room, "张三")
    assert [
        ("", ""),  # still to be done, by whoever is on duty
        ("■", "■"),
        ("张三丰", ""),
        ("小张三", "小张三"),  # nobody of the group, and yet somebody else
        ("张三", ""),  # a group in which somebody else may be called so
    ] == [(task.person, task.finished_by) for task in map(room.get, range(1, 6))]
    (proof,) = room.see(lambda work: tasks.evidence(work, 2))
    assert "■" == proof.given_by
