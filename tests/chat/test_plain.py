"""The plain form: a line with name and time, the words below."""

from __future__ import annotations

import pytest
from tests.chat.sample import read, said, wrong


@pytest.mark.parametrize(
    "head",
    [
        "王小美 2026-03-05 12:30:00",
        "2026-03-05 12:30 王小美",
        "王小美 2026/3/5 12:30",
        "王小美  2026.03.05 12:30:00:",
        "王小美\t2026年3月5日 12:30",
        "王小美 2026年3月5日 下午12:30",
        "王小美 2026年3月5日 星期四 中午 12:30",
        "2026-03-05T12:30:00 王小美",
        "2026-03-05 12:30 PM 王小美",
        "　王小美　2026-03-05　12：30",
    ],
)
def test_a_header_may_be_written_in_many_ways(head: str) -> None:
    assert [("03-05 12:30:00", "text", "王小美", "大家好")] == said(f"{head}\n大家好\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("凌晨12:10", "00:10"),
        ("上午12:10", "00:10"),
        ("早上7:05", "07:05"),
        ("中午1:05", "13:05"),
        ("下午3:05", "15:05"),
        ("下午12:30", "12:30"),
        ("傍晚6:05", "18:05"),
        ("晚上11:59", "23:59"),
        ("晚上23:59", "23:59"),
        ("12:10 AM", "00:10"),
        ("12:10 pm", "12:10"),
    ],
)
def test_the_halves_of_the_day_are_understood(words: str, expected: str) -> None:
    assert [f"03-05 {expected}:00"] == [row[0] for row in said(f"王小美 2026年3月5日 {words}\n好\n")]


def test_a_name_may_have_spaces_signs_and_emoji() -> None:
    text = "小 雨：妈妈👩\u200d👧 2026-03-05 12:30:01\n好\n"
    assert [("03-05 12:30:01", "text", "小 雨：妈妈👩👧", "好")] == said(text)


def test_the_words_go_on_until_the_next_header() -> None:
    text = "王 2026-03-05 12:30:01\n一\n\n二 12:30\n今天 12:30 开会\n三\n\n\n李 2026-03-05 12:31:00\n四"
    assert ["一\n\n二 12:30\n今天 12:30 开会\n三", "四"] == [row[3] for row in said(text)]


def test_words_that_begin_with_a_time_are_no_header_where_names_come_first() -> None:
    text = "王 2026-03-05 12:30:01\n安排\n2026-03-06 09:00 开会\n李 2026-03-05 12:31:00\n好\n"
    assert [("王", "安排\n2026-03-06 09:00 开会"), ("李", "好")] == [row[2:] for row in said(text)]


def test_exports_of_both_orders_one_after_the_other_are_read() -> None:
    text = "王 2026-03-05 12:30:01\n一\n2026-03-05 12:31 王\n二\n\n2026-03-05 12:32 李\n三\n"
    assert [("王", "一"), ("王", "二"), ("李", "三")] == [row[2:] for row in said(text)]


@pytest.mark.parametrize(
    ("words", "kind", "text", "link"),
    [
        ("[图片]", "image", "", ""),
        ("[Photo]", "image", "", ""),
        ("［视频］", "video", "", ""),
        ("[语音]", "voice", "", ""),
        ("[动画表情]", "sticker", "", ""),
        ("[文件] 价目表.xlsx", "file", "价目表.xlsx", ""),
        ("[链接] 今日特价 https://shop.example.com/a?b=1，快看", "link", "今日特价 https://shop.example.com/a?b=1，快看",
         "https://shop.example.com/a?b=1"),
        ("[名片]李四", "card", "李四", ""),
        ("[小程序] 接龙", "mini_program", "接龙", ""),
        ("[二维码]", "qr", "", ""),
        ("[微信红包] 恭喜发财", "red_packet", "恭喜发财", ""),
        ("[微笑] 好", "text", "[微笑] 好", ""),
        ("看 [图片]", "text", "看 [图片]", ""),
    ],
)  # fmt: skip
def test_what_is_no_words_is_known_by_its_mark(words: str, kind: str, text: str, link: str) -> None:
    (found,) = read(f"王 2026-03-05 12:30:01\n{words}\n").messages
    assert (kind, text, link) == (found.kind, found.text, found.link)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("@所有人 开团啦", True), ("@all 开团", True), ("@小王 开团", False), ("a@allen.example", False)],
)
def test_calling_everybody_is_noticed(words: str, expected: bool) -> None:
    (found,) = read(f"王 2026-03-05 12:30:01\n{words}\n").messages
    assert expected is found.mentions_all


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("“王小美”加入了群聊", [("join", "王小美", "")]),
        ('"王小美"加入群聊', [("join", "王小美", "")]),
        ("李四邀请王小美加入了群聊", [("join", "王小美", "李四")]),
        ("“李四”邀请“王小美”、“张三”加入了群聊", [("join", "王小美", "李四"), ("join", "张三", "李四")]),
        ("李四邀请王小美、张三加入了群聊", [("join", "王小美", "李四"), ("join", "张三", "李四")]),
        ("你邀请“王小美”加入了群聊", [("join", "王小美", "")]),
        ("“王小美”通过扫描“李四”分享的二维码加入群聊", [("join", "王小美", "李四")]),
        ("“王小美”被移出群聊", [("leave", "王小美", "")]),
        ("你将“王小美”移出了群聊", [("leave", "王小美", "")]),
        ("“王小美”退出了群聊", [("leave", "王小美", "")]),
        ("王小美撤回了一条消息", [("recall", "王小美", "")]),
        ("你撤回了一条消息", [("recall", "", "")]),
        ("王小美修改群昵称为小雨妈妈", [("rename", "王小美", "小雨妈妈")]),
        ("“王小美”将群昵称改为“小雨妈妈”", [("rename", "王小美", "小雨妈妈")]),
        ("“王小美”拍了拍“李四”", [("system", "", "“王小美”拍了拍“李四”")]),
        ("“王小美”修改群名为“青禾一群”", [("system", "", "“王小美”修改群名为“青禾一群”")]),
    ],
)
def test_what_the_app_says_is_understood(line: str, expected: list[tuple[str, str, str]]) -> None:
    for text in (
        f"2026-03-05 12:30:01\n{line}\n",
        f"2026-03-05 12:30:01 {line}\n",
        f"系统消息 2026-03-05 12:30:01\n{line}\n",
        f"张三 2026-03-05 12:30:01\n好\n\n{line}\n",
    ):
        assert expected == [row[1:] for row in said(text) if row[3] != "好"]


def test_what_the_app_says_without_a_time_has_that_of_the_message_before() -> None:
    text = "张三 2026-03-05 12:30:01\n好\n\n“王小美”加入了群聊\n“李四”加入了群聊\n\n张三 2026-03-05 12:31:00\n好\n"
    found = [row[:3] for row in said(text) if row[1] == "join"]
    assert [("03-05 12:30:01", "join", "王小美"), ("03-05 12:30:01", "join", "李四")] == found


def test_members_cannot_put_each_other_out_with_words_of_their_own() -> None:
    text = "张三 2026-03-05 12:30:01\n听说\n“王小美”被移出群聊\n真的\n\n“李四”被移出群聊\n\n是吗\n"
    assert ["text"] == [row[1] for row in said(text)]


def test_somebody_may_be_called_like_what_the_app_says() -> None:
    text = "2026-03-05 12:30 张三加入了群聊\n大家好\n"
    assert [("03-05 12:30:00", "text", "张三加入了群聊", "大家好")] == said(text)


def test_dates_between_the_messages_give_the_day_of_times_alone() -> None:
    text = (
        "—————  2026-03-04  —————\n\n王小美  23:50\n晚安\n\n—————  2026-03-05  —————\n\n王小美  7:10\n早\n\n"
        "下午3:00\n“李四”加入了群聊\n"
    )
    expected = [
        ("03-04 23:50:00", "text", "王小美", "晚安"),
        ("03-05 07:10:00", "text", "王小美", "早"),
        ("03-05 15:00:00", "join", "李四", ""),
    ]
    assert expected == said(text)


def test_dates_without_a_year_take_the_one_given_and_go_over_into_the_next() -> None:
    text = "王 12月31日 晚上11:59\n一\n王 1月1日 凌晨12:01\n二\n"
    found = read(text, year=2025)
    assert () == found.problems
    assert [2 * 60_000] == [b.at - a.at for a, b in zip(found.messages, found.messages[1:], strict=False)]


def test_messages_are_by_time_and_of_one_time_as_they_stand() -> None:
    text = "王 2026-03-05 12:31\n三\n李 2026-03-05 12:30\n一\n王 2026-03-05 12:30\n二\n"
    assert ["一", "二", "三"] == [row[3] for row in said(text)]
    assert (3, 5, 1) == read(text).lines


# ------------------------------------------------------------ bad input


def test_all_that_is_wrong_is_listed_with_its_line() -> None:
    text = "\n".join(
        [
            "没有主人的话",  # 1
            "第二句",
            "王小美 2026-03-05 12:30:01",
            "好",
            "王小美 2026-13-45 25:61:00",  # 5
            "这句丢不得",
            "李四 05/03/2026 12:30",  # 7
            "第二",
            "",
            "李四 昨天 12:30",  # 10
            "第三",
            "",
            "李四 2026-03-05 12:31:00",  # 13
            "李四 2026-03-05 12:32:00",
            f"{'长' * 33} 2026-03-05 12:33:00",  # 15
            "第四",
            "李四 2026-03-05 12:34:00",  # 17
            "字" * 4001,
            "张三：你好 2026-03-05 12:35:00",  # 19
        ]
    )
    expected = [
        (1, "no_header"),
        (5, "unknown_time"),
        (7, "unknown_time"),
        (10, "unknown_time"),
        (13, "no_words"),
        (14, "no_words"),
        (15, "name"),
        (17, "too_long"),
        (19, "no_words"),
    ]
    assert expected == wrong(text)
    assert [("王小美", "好")] == [(m.name, m.text) for m in read(text).messages]


def test_a_date_without_a_year_asks_for_it() -> None:
    text = "王 3月5日 下午12:30\n一\n王 3月5日 下午12:31\n二\n"
    assert [(1, "no_year"), (3, "no_year")] == wrong(text)
    assert "--year" in str(read(text).problems[0])
    assert [] == wrong(text, year=2026)


def test_a_year_once_told_holds_for_what_follows() -> None:
    assert [] == wrong("王 2026年3月5日 12:30\n一\n王 3月6日 12:31\n二\n")


@pytest.mark.parametrize("time", ["2026-02-30 12:30", "2026-03-05 24:30", "2026-03-05 12:60", "1999-03-05 12:30",
                                  "2026年3月5日 晚上12:10"])  # fmt: skip
def test_times_that_do_not_exist_or_are_in_doubt_are_not_guessed(time: str) -> None:
    assert [(1, "unknown_time")] == wrong(f"王 {time}\n好\n")


def test_what_the_app_says_before_any_time_is_a_problem() -> None:
    assert [(1, "no_time")] == wrong("“李四”加入了群聊\n")


def test_future_messages_are_problems_but_a_phone_may_be_some_minutes_ahead() -> None:
    now = read("王 2026-03-05 12:30\n好\n").messages[0].at
    text = "王 2026-03-05 12:34\n好\n王 2026-03-05 12:36\n好\n"
    assert [(3, "future")] == wrong(text, now=now)


def test_nothing_at_all_is_no_problem() -> None:
    assert [] == said("") == said("\n\n \n")


def test_control_and_direction_marks_are_left_out() -> None:
    text = "王\u202e小美 2026-03-05 12:30:01\n你\u202e好\x00\x1b[31m呀\u2066\n"
    assert [("03-05 12:30:01", "text", "王小美", "你好[31m呀")] == said(text)


def test_windows_lines_and_a_mark_at_the_beginning_are_read() -> None:
    assert ["好\n的"] == [row[3] for row in said("\ufeff王 2026-03-05 12:30\r\n好\r\n的\r\n")]
