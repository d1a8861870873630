"""docs/reference/chat-export.md says what the readers do."""

from __future__ import annotations

import re
from pathlib import Path

from tests.chat.sample import said

from franchise.chat import KINDS, limits

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "chat-export.md").read_text(encoding="utf-8")
CODES = set(re.findall(r'(?:_Wrong|problem)\(\s*(?:\w+(?:\.\w+)?,\s*)?"(\w+)"', "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((Path(limits.__file__).parent).glob("*.py"))
)))  # fmt: skip


def block(title: str) -> str:
    """The first example below a heading."""
    lines = PAGE.split(f"## {title}\n", 1)[1].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("    "))
    end = next(i for i in range(start, len(lines)) if lines[i].strip() and not lines[i].startswith("    "))
    return "\n".join(line[4:] for line in lines[start:end])


def test_the_example_in_jsonl_is_read() -> None:
    assert [("text", "王小美"), ("image", "张三"), ("link", "李四"), ("join", "钱七")] == [
        row[1:3] for row in said(block("JSONL"))
    ]


def test_the_example_in_plain_text_is_read() -> None:
    expected = [
        ("03-05 12:30:01", "text", "王小美", "鸡蛋到了吗\n我要两斤"),
        ("03-05 12:30:09", "image", "张三", ""),
        ("03-05 12:40:00", "join", "钱七", "张三"),
    ]
    assert expected == said(block("Plain"))


def test_every_kind_and_every_problem_is_described() -> None:
    table = PAGE.split("| kind |", 1)[1].split("## Plain", 1)[0]
    assert [] == [kind for kind in KINDS if f"`{kind}`" not in table]
    problems = PAGE.split("## What is wrong", 1)[1]
    assert CODES >= {"not_json", "no_time", "future", "no_header", "no_words", "same_id", "too_long"}
    assert [] == sorted(code for code in CODES if f"`{code}`" not in problems)


def test_the_limits_are_those_of_the_program() -> None:
    for number in (limits.MOST_LINES, limits.MOST_MESSAGES, limits.LONGEST_TEXT, limits.LONGEST_LINK):
        assert f"{number:,}" in PAGE
    assert f"{limits.LONGEST // 1024**2} MB" in PAGE
    assert f"at most {limits.LONGEST_ID} characters" in PAGE
