"""A scene's file: commands as their users would type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from franchise import UsageProblem
from franchise.cli import scene


def write(folder: Path, text: str) -> Path:
    path = folder / "evening.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_scene_is_read_line_by_line(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    text = "# 晚上\n2026-04-07T20:10 店长 franchise group ingest {folder}/chat.txt --note 'a b'\n\n"
    (one,) = scene.read(write(folder, text))
    assert ("晚上", "2026-04-07T20:10", "店长") == (one.heading, one.now, one.actor)
    assert ("group", "ingest", f"{folder}/chat.txt", "--note", "a b") == one.words
    assert "group ingest chat.txt --note 'a b'" == one.typed(one.words)


@pytest.mark.parametrize(
    "line",
    [
        "franchise store list",
        "2026-04-07 20:10 店长 franchise store list",
        "2026-04-07T20:10 店长 rm -r papers",
        "2026-04-07T20:10 店长 franchise task drop 1 --reason 'no end",
    ],
)
def test_a_line_that_is_no_command_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, f"# first\n\n{line}\n")
    with pytest.raises(UsageProblem, match=r"Line 3 is no command") as refused:
        scene.read(path)
    assert str(path) in str(refused.value)
