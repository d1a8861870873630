"""`franchise group ingest` and `franchise group chat` as people and programs use them, in real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SETUP = """
[setup]
name = "mother"

[groups.base]
unit = "store"
name = "{store}会员{number}群"
"""
GOOD = """王小美 2026-03-05 12:30:01
大家好

张三 2026-03-05 12:30:09
[链接] 今日特价 https://shop.example.com/today

2026-03-05 12:40
张三邀请"钱七"、"孙八"加入了群聊
2026-03-05 12:42 张三修改群昵称为王小美
2026-03-05 12:43 "孙八"被移出群聊
"""
BAD = """没有主人的话
王小美 2026-03-05 12:30
大家好
张三 05/03/2026 12:30
[图片]
"""


class Desk:
    """A terminal in the shop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file("setup.toml", SETUP)

    def file(self, name: str, text: str, encoding: str = "utf-8") -> str:
        (self.folder / name).write_bytes(text.encode(encoding))
        return name

    def say(
        self, *args: str, text: str | None = None, now: str = "2026-03-06T18:00"
    ) -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "FRANCHISE_DB": str(self.folder / "f.db"),
            "FRANCHISE_NOW": now,
            "FRANCHISE_LANG": "en",
        }
        command = [sys.executable, "-m", "franchise", *args]
        return subprocess.run(
            command, capture_output=True, text=True, env=env, check=False, cwd=self.folder, input=text
        )

    def run(self, *args: str, status: int = 0, **more: str) -> str:
        done = self.say(*args, **more)
        assert status == done.returncode, done.stderr
        return done.stdout

    def data(self, *args: str, **more: str):
        return json.loads(self.run(*args, "--json", **more))

    def ingest(self, name: str, *more: str, **extra: str):
        return self.data("group", "ingest", name, "--group", "base-1", *more, **extra)

    def chat(self, *more: str):
        return self.data("group", "chat", "--group", "base-1", *more)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run("store", "new", "qh", "--setup", "setup.toml", "--set", "store.name=青禾")
    made.run("group", "new", "base")
    return made


def test_an_export_is_taken_in_and_told(desk: Desk) -> None:
    done = desk.say("group", "ingest", desk.file("chat.txt", GOOD), "--group", "base-1")
    assert (0, "") == (done.returncode, done.stdout)
    expected = [
        "青禾会员1群: new messages: 6, from 2026-03-05 12:30 to 2026-03-05 12:43; known already: 0.",
        "text 1, link 1, came in 2, left 1, new name 1",
        "Taken in, not known before: 王小美, 张三, 钱七, 孙八",
        "Came in: 钱七",
        "Left: 孙八",
        (
            "Warning: 张三 is called 王小美 now, but somebody else goes by that name; if they are one person:"
            " franchise member merge 张三 王小美 --group base-1"
        ),
    ]
    assert expected == done.stderr.splitlines()
    again = desk.say("group", "ingest", "chat.txt", "--group", "base-1")
    assert ["青禾会员1群: nothing new; known already: 6."] == again.stderr.splitlines()


def test_programs_get_the_same_as_json(desk: Desk) -> None:
    done = desk.ingest(desk.file("chat.txt", GOOD))
    assert ("base-1", "plain", 6, 0, False) == tuple(
        done[key] for key in ("group", "form", "new", "known", "dry_run")
    )
    assert {"text": 1, "link": 1, "join": 2, "leave": 1, "rename": 1} == done["kinds"]
    assert ("2026-03-05T12:30:01+08:00", "2026-03-05T12:43:00+08:00") == (done["from"], done["to"])
    assert (["王小美", "张三", "钱七", "孙八"], ["钱七"], ["孙八"]) == (
        done["registered"],
        done["joined"],
        done["left"],
    )
    assert ([{"old": "张三", "new": "王小美"}], [], [], []) == tuple(
        done[key] for key in ("clashes", "skipped", "tasks", "failures")
    )


def test_a_dry_run_shows_the_same_and_changes_nothing(desk: Desk) -> None:
    desk.file("chat.txt", GOOD)
    rehearsed = desk.ingest("chat.txt", "--dry-run")
    assert [] == desk.chat()
    done = desk.ingest("chat.txt")
    assert rehearsed | {"dry_run": False} == done
    assert (
        "Nothing was changed."
        in desk.say("group", "ingest", "chat.txt", "--group", "base-1", "--dry-run").stderr
    )


def test_bad_places_are_all_listed_and_nothing_is_taken_in(desk: Desk) -> None:
    done = desk.say("group", "ingest", desk.file("chat.txt", BAD), "--group", "base-1")
    expected = [
        "Error: Nothing was taken in: 2 places cannot be read.",
        "  line 1: These words belong to nobody: a line with name and time is missing above: 没有主人的话",
        "  line 4: This time cannot be read; write it as 2026-03-05 12:30:01: 张三 05/03/2026 12:30",
        "→ Put them right, or take the rest in with --skip-bad.",
    ]
    assert (1, "", expected) == (done.returncode, done.stdout, done.stderr.splitlines())
    assert [] == desk.chat()
    error = json.loads(desk.say("group", "ingest", "chat.txt", "--group", "base-1", "--json").stderr)["error"]
    assert ("chat_invalid", [(1, "no_header"), (4, "unknown_time")]) == (
        error["code"],
        [(p["line"], p["code"]) for p in error["problems"]],
    )


def test_the_rest_is_taken_in_when_asked_for(desk: Desk) -> None:
    desk.file("chat.txt", BAD)
    done = desk.say("group", "ingest", "chat.txt", "--group", "base-1", "--skip-bad")
    assert 0 == done.returncode
    assert 2 == done.stderr.count("Warning: left out, line ")
    assert ["大家好"] == [m["text"] for m in desk.chat()]
    assert [1, 4] == [p["line"] for p in desk.ingest("chat.txt", "--skip-bad")["skipped"]]


def test_an_export_may_come_through_a_pipe_in_either_form(desk: Desk) -> None:
    line = '{"id": 1, "at": "2026-03-05T12:30:01", "name": "王小美", "text": "好"}\n'
    assert "jsonl" == desk.ingest("-", text=line)["form"]
    assert "plain" == desk.ingest("-", "--form", "plain", text=GOOD)["form"]
    assert 1 == desk.say("group", "ingest", "--group", "base-1", "--form", "jsonl", text=GOOD).returncode


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_files_as_other_programs_save_them_are_read(desk: Desk, encoding: str) -> None:
    assert 6 == desk.ingest(desk.file("chat.txt", GOOD.replace("\n", "\r\n"), encoding))["new"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD.encode()[:20] + b"\xff\xfe\xe5" + GOOD.encode()[20:], "neither UTF-8 nor GB18030"),
        (b"PK\x03\x04rest", "not a text"),
        (b"a" * (8 * 1024 * 1024 + 1), "longer than 8 MB"),
    ],
)
def test_files_that_cannot_be_an_export_are_refused(desk: Desk, data: bytes, said: str) -> None:
    (desk.folder / "chat.txt").write_bytes(data)
    done = desk.say("group", "ingest", "chat.txt", "--group", "base-1")
    assert 2 == done.returncode
    assert said in done.stderr


def test_a_year_may_be_given(desk: Desk) -> None:
    text = "王小美 3月5日 下午12:30\n好\n"
    assert "--year" in desk.say("group", "ingest", "--group", "base-1", text=text).stderr
    assert "2026-03-05T12:30:00+08:00" == desk.ingest("-", "--year", "2026", text=text)["from"]


def test_an_unknown_group_or_file_is_told_first(desk: Desk) -> None:
    done = desk.say("group", "ingest", "missing.txt", "--group", "base-1")
    assert (2, True) == (done.returncode, "no such file" in done.stderr)
    done = desk.say("group", "ingest", desk.file("chat.txt", BAD), "--group", "base-9")
    assert (1, True) == (done.returncode, "no group 'base-9'" in done.stderr)


def test_what_is_kept_can_be_looked_at(desk: Desk) -> None:
    desk.ingest(desk.file("chat.txt", GOOD))
    rows = desk.run("group", "chat", "--group", "base-1").splitlines()
    expected = [
        "at\tname\tkind\ttext",
        "2026-03-05 12:30:01\t王小美\ttext\t大家好",
        "2026-03-05 12:30:09\t张三\tlink\t今日特价 https://shop.example.com/today",
        "2026-03-05 12:40:00\t钱七\tjoin\tinvited by 张三",
        "2026-03-05 12:40:00\t孙八\tjoin\tinvited by 张三",
        "2026-03-05 12:42:00\t张三\trename\tis called 王小美 now",
        "2026-03-05 12:43:00\t孙八\tleave\t",
    ]
    assert expected == rows
    assert ["大家好"] == [m["text"] for m in desk.chat("--member", "王小美")]
    assert ["钱七", "孙八"] == [
        m["member"] for m in desk.chat("--since", "2026-03-05T12:40", "--until", "2026-03-05 12:42")
    ]
    assert [] == desk.chat("--since", "today")
    assert 6 == len(desk.chat("--since", "yesterday", "--until", "2026-03-06"))
    done = desk.say("group", "chat", "--group", "base-1", "--since", "soon")
    assert (2, True) == (done.returncode, "neither a date" in done.stderr)


def test_words_that_are_no_longer_kept_are_shown_as_such(desk: Desk) -> None:
    desk.ingest(desk.file("chat.txt", GOOD), now="2026-05-06T18:00")
    rows = desk.run("group", "chat", "--group", "base-1", "--since", "2026-03-01").splitlines()
    assert "2026-03-05 12:30:01\t王小美\ttext\t(no longer kept)" == rows[1]
    assert "2026-03-05 12:43:00\t孙八\tleave\t" == rows[-1]
