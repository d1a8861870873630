"""`franchise task` as people and programs use it, in real processes."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path

import pytest
from tests.support import ZONE, open_program
from tests.tasks.sample import JPEG, PNG, Room, wanted
from wcwidth import wcswidth

from franchise.clock import instant

NOW = "2026-03-05T09:30"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Desk:
    """A terminal in the shop, with a store that has four tasks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with open_program(f"{folder}/f.db") as app:
            room = Room.make(app)
            mother, father = room.people("小雨妈妈", "豆豆爸爸")
            one, two = room.group().id, room.group("base-2").id
            room.open(
                wanted(
                    "warn",
                    kind="houserules.warn",
                    title="提醒小雨妈妈：连续发了10张图片",
                    text="@小雨妈妈 亲，群里一次最多发9张图片哦。\n请把照片分开发。",
                    group_id=one,
                    member_id=mother,
                    duty="warn",
                    person="王姐",
                    due_at=instant("2026-03-05T08:30", ZONE),
                ),
                wanted(
                    "kick",
                    kind="houserules.kick",
                    title="把豆豆爸爸移出群：第二次发广告链接",
                    text="依据：3月4日 22:10 https://ad.example/…",
                    group_id=one,
                    member_id=father,
                    duty="kick",
                    person="王姐",
                    evidence=True,
                    due_at=instant("2026-03-03T08:30", ZONE),
                ),
                wanted(
                    "hand_over",
                    kind="crew.hand_over",
                    title="晚班交接",
                    duty="hand_over",
                    person="小李",
                    due_at=instant("2026-03-05T17:30", ZONE),
                ),
                wanted(
                    "welcome",
                    kind="content.welcome",
                    title="欢迎 3 位新朋友",
                    text="欢迎 @甲 @乙 @丙！",
                    group_id=two,
                    duty="welcome",
                    due_at=instant("2026-03-06T07:00", ZONE),
                ),
            )

    def environment(self, lang: str, actor: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "FRANCHISE_DB": str(self.folder / "f.db"),
            "FRANCHISE_NOW": NOW,
            "FRANCHISE_LANG": lang,
            "FRANCHISE_ACTOR": actor,
        }

    def say(
        self, *args: str, data: bytes | None = None, actor: str = "王姐", lang: str = "en"
    ) -> tuple[int, str, str]:
        given = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
        done = subprocess.run(
            [sys.executable, "-m", "franchise", "task", *args],
            capture_output=True,
            env=self.environment(lang, actor),
            check=False,
            cwd=self.folder,
            **given,
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def run(self, *args: str, **more) -> str:
        status, out, err = self.say(*args, **more)
        assert 0 == status, err
        return out

    def json(self, *args: str):
        return json.loads(self.run(*args, "--json"))

    def screen(self, *args: str, columns: int, lang: str = "en") -> str:
        """What a terminal of that width shows."""
        master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "franchise", "task", *args],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=self.environment(lang, "王姐"),
        )
        os.close(slave)
        seen = b""
        while select.select([master], [], [], 30)[0]:
            try:
                more = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not more:
                break
            seen += more
        assert 0 == child.wait(30)
        os.close(master)
        return ESCAPE.sub("", seen.decode().replace("\r\n", "\n"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    return Desk(tmp_path)


def test_the_list_in_a_pipe_is_a_line_for_each_task_with_what_is_due_first_in_front(desk: Desk) -> None:
    lines = [line.split("\t") for line in desk.run("list").splitlines()]
    assert lines[0][:8] == ["number", "due_at", "overdue", "status", "person", "group", "kind", "title"]
    assert ["2", "1", "3", "4"] == [line[0] for line in lines[1:]]
    assert ["true", "true", "false", "false"] == [line[2] for line in lines[1:]]
    assert "2026-03-05T08:30:00+08:00" == lines[2][1]


def test_the_list_for_programs_says_everything(desk: Desk) -> None:
    found = desk.json("list", "--person", "王姐")
    assert [2, 1] == [task["number"] for task in found]
    assert (True, "base-1", "kick", True) == tuple(
        found[0][k] for k in ("evidence", "group", "duty", "overdue")
    )
    assert "@小雨妈妈 亲，群里一次最多发9张图片哦。\n请把照片分开发。" == found[1]["text"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--due", "today"], [2, 1, 3]),
        (["--due", "明天"], [2, 1, 3, 4]),
        (["--due", "2026-03-04"], [2]),
        (["--kind", "houserules"], [2, 1]),
        (["--kind", "crew.hand_over"], [3]),
        (["--duty", "welcome"], [4]),
        (["--group", "base-2"], [4]),
        (["--status", "done"], []),
        (["--status", "all"], [2, 1, 3, 4]),
    ],
)
def test_the_list_may_be_narrowed(desk: Desk, options: list[str], expected: list[int]) -> None:
    assert expected == [task["number"] for task in desk.json("list", *options)]


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "9999-12-31", " "])
def test_a_day_that_is_none_is_refused(desk: Desk, day: str) -> None:
    status, out, err = desk.say("list", "--due", day)
    assert (2, "") == (status, out)
    assert "is not a date such as 2026-03-08" in err


@pytest.mark.parametrize("columns", [60, 80, 140])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_on_a_screen_goes_person_by_person_and_fits(desk: Desk, columns: int, lang: str) -> None:
    shown = desk.screen("list", columns=columns, lang=lang)
    table, _rule, _talk = shown.rpartition("欢迎 3 位新朋友")
    assert max(wcswidth(line) for line in table.splitlines()) <= columns
    places = [shown.index(words) for words in ("王姐", "03-03 08:30", "小李", "17:30", "03-06 07:00")]
    assert sorted(places) == places
    joined = re.sub(r"[^\w]", "", shown)
    for words in ("晚班交接", "欢迎3位新朋友"):
        assert words in joined
    if columns == 140:
        assert "把豆豆爸爸移出群：第二次发广告链接" in shown


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_what_was_done_and_dropped_fits_on_a_screen(desk: Desk, columns: int) -> None:
    desk.run("drop", "4", "--reason", "他们已经自己介绍过了，不需要再欢迎一次")
    desk.run("done", "1", "3", "--note", "说过了")
    shown = desk.screen("list", "--status", "all", columns=columns)
    lines = shown.splitlines()
    assert max(wcswidth(line) for line in lines[: lines.index("Late: 1 of 4.")]) <= columns
    assert "dropped" in shown
    assert "to be done" in shown


def test_a_task_is_shown_with_what_is_to_be_pasted_between_rules(desk: Desk) -> None:
    shown = desk.run("show", "1")
    expected = """\
【王姐】 Task 1: 提醒小雨妈妈：连续发了10张图片
Group: 青禾1群
What for: warning
Until: 2026-03-05 08:30 (1 h late)
--------
@小雨妈妈 亲，群里一次最多发9张图片哦。
请把照片分开发。
--------
Then: franchise task done 1
"""
    assert expected == shown


def test_the_text_alone_can_be_copied(desk: Desk) -> None:
    assert "欢迎 @甲 @乙 @丙！\n" == desk.run("show", "4", "--text")
    status, out, err = desk.say("show", "3", "--text")
    assert (0, "") == (status, out)
    assert "nothing to paste" in err


def test_a_done_task_is_shown_with_who_did_it_and_its_evidence(desk: Desk) -> None:
    (desk.folder / "shot.png").write_bytes(PNG)
    desk.run("done", "2", "--evidence", "shot.png", "--note", "已移出", "--by", "小李")
    shown = desk.run("show", "2")
    assert "Done by 小李 at 2026-03-05 09:30\nNote: 已移出\nEvidence: shot.png\n" in shown
    assert "franchise task done" not in shown
    (found,) = desk.json("show", "2")
    assert ["shot.png"] == [file["name"] for file in found["files"]]


def test_done_notes_several_by_whoever_acts_and_says_so(desk: Desk) -> None:
    status, out, err = desk.say("done", "3", "1")
    assert (0, "") == (status, out)
    assert "Done: 1. 提醒小雨妈妈：连续发了10张图片\nDone: 3. 晚班交接\n" == err
    again = desk.say("done", "1", actor="小李")
    assert (0, "Done already: 1. 提醒小雨妈妈：连续发了10张图片, by 王姐, 09:30\n") == (again[0], again[2])


def test_done_is_for_all_or_none(desk: Desk) -> None:
    status, out, err = desk.say("done", "1", "2", "3")
    assert (1, "") == (status, out)
    assert "Task 2 is done only with evidence" in err
    assert "franchise task done 2 --evidence FILE" in err
    assert 4 == len(desk.json("list"))


def test_done_with_dry_run_shows_what_would_be_and_changes_nothing(desk: Desk) -> None:
    _status, _out, err = desk.say("done", "1", "--dry-run")
    assert "Done: 1. 提醒小雨妈妈：连续发了10张图片\nNothing was changed.\n" == err
    assert 4 == len(desk.json("list"))
    assert desk.json("drop", "1", "--reason", "x", "--dry-run")["dry_run"]
    assert 4 == len(desk.json("list"))


def test_done_says_to_programs_what_was_new(desk: Desk) -> None:
    first, second = desk.json("done", "1"), desk.json("done", "1", "3")
    assert [(1, False)] == [(t["number"], t["repeated"]) for t in first["tasks"]]
    assert [(1, True), (3, False)] == [(t["number"], t["repeated"]) for t in second["tasks"]]
    assert ([], []) == (second["opened"], second["failures"])


def test_evidence_may_come_through_a_pipe(desk: Desk) -> None:
    desk.run("done", "2", "--evidence", "-", data=JPEG)
    assert ["evidence.jpg"] == [file["name"] for file in desk.json("evidence", "2")]


def test_evidence_is_listed_written_and_added_to(desk: Desk) -> None:
    (desk.folder / "移出.png").write_bytes(PNG)
    (desk.folder / "second.png").write_bytes(JPEG)
    desk.run("done", "2", "--evidence", "移出.png")
    assert "These files were there before." in desk.say("evidence", "2", "--add", "移出.png")[2]
    assert "New files: 1." in desk.say("evidence", "2", "--add", "second.png")[2]
    written = desk.run("evidence", "2", "--out", "proof").splitlines()
    assert ["proof/2-1 移出.png", "proof/2-2 second.png.jpg"] == written
    assert [PNG, JPEG] == [(desk.folder / name).read_bytes() for name in written]
    assert written == desk.run("evidence", "2", "--out", "proof").splitlines()
    assert 2 == len(list((desk.folder / "proof").iterdir()))
    assert "Task 3 has no evidence." in desk.say("evidence", "3")[2]


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["done", "99"], 1, "There is no task 99."),
        (["done", "9" * 40], 1, "There is no task"),
        (["done", "0"], 2, "x>=1"),
        (["done", "two"], 2, "not a valid integer"),
        (["done"], 2, "Missing argument"),
        (["drop", "1"], 2, "Missing option '--reason'"),
        (["drop", "1", "--reason", " "], 2, "needs a reason"),
        (["done", "2", "--evidence", "gone.png"], 2, "does not exist"),
        (["done", "2", "--evidence", "f.db"], 2, "no PNG or JPEG picture"),
        (["show", "99"], 1, "franchise task list"),
        (["list", "--group", "bese-1"], 1, "base-1"),
    ],
)
def test_mistakes_are_told_with_what_to_do(desk: Desk, args: list[str], status: int, words: str) -> None:
    found, out, err = desk.say(*args)
    assert (status, "") == (found, out)
    assert words in err
    assert "Traceback" not in err
    assert 4 == len(desk.json("list"))


def test_what_a_member_wrote_does_not_steer_the_terminal(desk: Desk) -> None:
    with open_program(f"{desk.folder}/f.db") as app:
        Room(app).open(wanted("evil", title="a\x1b[2Jb", text="x\x1b]0;y\x07\u202ez", person="\u202e王"))
    shown = desk.screen("show", "5", columns=80) + desk.screen("list", columns=80)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
