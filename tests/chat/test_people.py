"""Who an export speaks of: speakers are in the group, and what happened last counts."""

from __future__ import annotations

from tests.chat.sample import Room, at, export

from franchise import admission, chat, groups
from franchise.groups import persons as people
from franchise.groups.redacting import redactor


def event(time: str, what: str) -> str:
    return f"2026-03-05 {time}\n{what}\n\n"


def words(time: str, name: str, text: str = "好") -> str:
    return export((f"2026-03-05 {time}", name, text)) + "\n"


def test_a_speaker_is_in_the_group(room: Room) -> None:
    room.ingest(words("09:00", "王小美") + words("09:01", "李四") + words("09:02", "王小美", "的"))
    assert {"王小美": "member", "李四": "member"} == room.states()


def test_a_speaker_is_in_the_group_even_beyond_its_capacity(make_room) -> None:
    room = make_room(capacity=2)
    room.ingest("".join(words(f"09:0{n}", f"人{n}") for n in range(3)))
    assert {"人0": "member", "人1": "member", "人2": "member"} == room.states()


def test_one_who_comes_back_by_writing_into_a_full_group_is_in_it(make_room) -> None:
    room = make_room(capacity=1)
    room.ingest(words("09:00", "王小美") + event("09:10", "“王小美”退出了群聊"))
    room.join("李四")
    room.at("2026-03-05T21:00").ingest(words("20:30", "王小美", "回来了"))
    assert {"王小美": "member", "李四": "member"} == room.states()


def test_one_who_waits_for_a_place_and_writes_in_the_group_is_in_it(make_room) -> None:
    room = make_room(capacity=1)
    room.join("王小美")
    room.join("李四")
    assert {"王小美": "member", "李四": "waiting"} == room.states()
    done = room.ingest(event("10:00", "“李四”加入了群聊") + words("10:01", "李四"))
    assert {"王小美": "member", "李四": "member"} == room.states()
    assert (room.member("李四"),) == done.joined


def test_the_place_of_one_who_left_goes_to_one_who_has_not_come_in_yet(make_room) -> None:
    room = make_room(capacity=2)
    for name in ("王小美", "赵五", "李四", "钱七"):
        room.join(name)
    room.ingest(event("10:00", "“王小美”退出了群聊") + words("10:01", "李四"))
    assert {"王小美": "left", "赵五": "member", "李四": "member", "钱七": "waiting"} == room.states()
    room.ingest(event("10:02", "“赵五”退出了群聊"))
    assert {"王小美": "left", "赵五": "left", "李四": "member", "钱七": "member"} == room.states()


def test_whoever_came_in_is_a_member_since_then(room: Room) -> None:
    room.ingest(event("09:00:30", "“王小美”加入了群聊"))
    (found,) = room.see(lambda work: groups.members(work, groups.get(work, "base-1")))
    assert ("王小美", "member", at("2026-03-05T09:00:30")) == (found.name, found.state, found.joined_at)


def test_names_are_the_same_however_they_are_spaced_or_written(room: Room) -> None:
    done = room.ingest(words("09:00", "Lily 妈妈") + words("09:01", "lily妈妈", "的"))
    assert 1 == len(done.registered)


def test_whoever_left_is_out_and_the_first_who_waits_moves_up(make_room) -> None:
    room = make_room(capacity=1)
    room.ingest(words("09:00", "王小美"))
    room.do(lambda work: groups.join(work, groups.get(work, "base-1"), "李四"))
    assert {"王小美": "member", "李四": "waiting"} == room.states()
    done = room.ingest(event("10:00", "“王小美”被移出群聊"))
    assert {"王小美": "left", "李四": "member"} == room.states()
    assert (room.member("王小美"),) == done.departed


def test_nobody_is_made_a_member_only_to_leave(room: Room) -> None:
    done = room.ingest(event("09:00", "“王小美”退出了群聊"))
    assert ({}, ()) == (room.states(), done.departed)
    assert [None] == [m.member_id for m in room.kept()]


def test_whoever_left_and_wrote_again_is_back(room: Room) -> None:
    room.ingest(words("09:00", "王小美") + event("09:10", "“王小美”退出了群聊"))
    assert {"王小美": "left"} == room.states()
    room.at("2026-03-05T21:00").ingest(
        event("09:20", "“王小美”加入了群聊") + words("09:21", "王小美", "回来了")
    )
    assert {"王小美": "member"} == room.states()


def test_leaving_and_coming_back_in_one_export_is_staying(room: Room) -> None:
    room.join("王小美")
    done = room.ingest(event("09:10", "“王小美”退出了群聊") + event("09:20", "“王小美”加入了群聊"))
    assert {"王小美": "member"} == room.states()
    assert ((), ()) == (done.departed, done.joined)


def test_an_old_export_puts_nobody_out_who_wrote_since(room: Room) -> None:
    room.ingest(words("12:00", "王小美"))
    room.ingest(words("08:00", "王小美") + event("09:00", "“王小美”退出了群聊"))
    assert {"王小美": "member"} == room.states()


def test_what_he_wrote_before_he_was_put_out_takes_nobody_back(room: Room) -> None:
    room.join("王小美")
    room.at("2026-03-05T15:00").leave("王小美")
    room.at("2026-03-05T18:00").ingest(words("14:00", "王小美"))
    assert {"王小美": "left"} == room.states()
    room.ingest(words("16:00", "王小美", "我又来了"))
    assert {"王小美": "member"} == room.states()


def test_a_new_name_is_a_further_name_of_the_same_member(room: Room) -> None:
    room.ingest(
        words("09:00", "王小美")
        + event("09:10", "王小美修改群昵称为小雨妈妈")
        + words("09:20", "小雨妈妈", "改名了")
        + event("09:30", "小雨妈妈修改群昵称为小雨")
        + words("09:40", "小雨", "又改了")
    )
    assert {"王小美/小雨/小雨妈妈": "member"} == room.states()
    assert 1 == len({m.member_id for m in room.kept()})


def test_a_rename_of_somebody_known_by_the_new_name_alone_gives_the_old_one_to_him(room: Room) -> None:
    (known,) = room.join("小雨妈妈")
    done = room.ingest(event("09:10", "王小美修改群昵称为小雨妈妈"))
    assert (known, ()) == (room.member("王小美"), done.registered)


def test_a_new_name_that_is_somebody_elses_is_shown_to_a_person(room: Room) -> None:
    room.join("王小美", "李四")
    done = room.ingest(event("09:10", "王小美修改群昵称为李四"))
    assert (("王小美", "李四"),) == done.clashes
    assert {"王小美": "member", "李四": "member"} == room.states()


def test_an_export_under_the_newest_name_meets_the_one_under_the_old(room: Room) -> None:
    early = words("09:00", "王小美", "早") + words("09:01", "李四", "早")
    room.ingest(early + event("09:10", "王小美修改群昵称为小雨妈妈"))
    done = room.ingest(early.replace("王小美", "小雨妈妈") + words("09:20", "小雨妈妈", "新的"))
    assert (["新的"], 2) == ([m.text for m in done.messages], done.known)


def test_the_app_itself_is_no_member(room: Room) -> None:
    room.ingest(event("09:00", "“王小美”拍了拍“李四”") + event("09:01", "你撤回了一条消息"))
    assert {} == room.states()
    assert [None, None] == [m.member_id for m in room.kept()]


def test_a_merged_member_keeps_one_chat(room: Room) -> None:
    room.ingest(words("09:00", "王小美") + words("09:01", "小雨妈妈", "的"))

    def merge(work):
        group = groups.get(work, "base-1")
        gone = groups.find_member(work, group, "小雨妈妈")
        into = people.merge(work, group, "王小美", "小雨妈妈")
        return chat.merge(work, into, gone), chat.merge(work, into, gone)

    assert (1, 0) == room.do(merge)
    assert {room.member("王小美")} == {m.member_id for m in room.kept()}
    assert 0 == len(room.ingest(words("09:01", "小雨妈妈", "的")).messages)


def test_what_an_erased_member_wrote_does_not_come_back_with_the_same_export(room: Room) -> None:
    text = (
        words("09:00", "王小美", "我叫王小美")
        + words("09:01", "李四", "王小美好")
        + words("09:02", "王小", "在")
    )
    room.ingest(text)
    member = room.member("王小美")

    def forget(work):
        group = groups.get(work, "base-1")
        gone = groups.erase(work, member)
        hide = {i: redactor(n, groups.roster(work, group).names()) for i, n in gone.names.items()}
        return chat.forget(work, gone.member_ids, hide), chat.forget(work, gone.member_ids, hide)

    assert (2, 0) == room.do(forget)
    assert [("text", "■", ""), ("text", "李四", "■好"), ("text", "王小", "在")] == room.lines()
    assert [True, False, False] == [m.forgotten for m in room.kept()]
    done = room.ingest(text)
    assert (0, 3) == (len(done.messages), done.known)
    assert {"李四": "member", "王小": "member"} == room.states()


def test_erasing_by_the_operation_that_people_use_reaches_the_chat(room: Room) -> None:
    room.ingest(words("09:00", "王小美", "我叫王小美") + words("09:01", "李四", "王小美好"))
    room.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "王小美"))
    assert [("text", "■", ""), ("text", "李四", "■好")] == room.lines()


def test_merging_by_the_operation_that_people_use_reaches_the_chat(room: Room) -> None:
    room.ingest(words("09:00", "王小美") + words("09:01", "小雨妈妈", "的"))
    room.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "王小美", "小雨妈妈"))
    assert {room.member("王小美")} == {m.member_id for m in room.kept()}
