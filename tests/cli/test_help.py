import os
import sys
from pathlib import Path

import pytest
from cli_terminal import SAMPLE, environment, franchise, on_screen, piped, sample
from click.testing import CliRunner
from wcwidth import wcswidth

from franchise.cli.help import examples, first_sentence


@pytest.mark.parametrize("columns", [40, 60, 80, 132])
@pytest.mark.parametrize("args", [["--help"], ["sample", "--help"], ["sample", "echo", "-h"]], ids=" ".join)
def test_no_line_of_chinese_help_is_wider_than_the_terminal(columns, args):
    status, shown = on_screen(SAMPLE, "--lang", "zh", *args, columns=columns)
    assert status == 0
    assert [line for line in shown.splitlines() if wcswidth(line) > columns] == []


def test_help_follows_columns_in_the_environment():
    lines = sample("--help", "--lang", "zh", env=environment(COLUMNS="40")).stdout.splitlines()
    assert [line for line in lines if wcswidth(line) > 40] == []
    assert max(map(wcswidth, lines)) > 30


def test_chinese_punctuation_never_begins_a_line():
    for columns in range(30, 80):
        for line in sample("--help", env=environment(COLUMNS=str(columns))).stdout.splitlines()[::20]:
            assert not line.strip().startswith(("，", "。", "；", "："))


def test_an_option_with_chinese_choices_keeps_the_help_column_straight():
    lines = sample("echo", "--help", "--lang", "zh").stdout.splitlines()
    columns = {wcswidth(line[: line.index(text)]) for line, text in (
        (next(line for line in lines if "--quantity" in line), "数量的单位"),
        (next(line for line in lines if "--help" in line), "显示本帮助"),
    )}  # fmt: skip
    assert len(columns) == 1


def test_clicks_own_words_are_chinese_too():
    shown = franchise("--lang", "zh", "--help").stdout
    assert shown.startswith("用法：franchise")
    for words in ("选项：", "命令：", "显示本帮助并退出。", "从群里写的文字收集报单。"):
        assert words in shown
    done = sample("echo", "--lang", "zh")
    assert "缺少选项 '--group'" in done.stderr


def test_english_is_spoken_where_nothing_else_is_asked_for():
    assert franchise("-h").stdout.startswith("Usage: franchise")


def test_examples_stand_in_the_help_as_they_are_typed():
    shown = sample("table", "--help", env=environment(COLUMNS="30")).stdout
    assert "Examples:\n" in shown
    assert "franchise sample table --json\n" in shown


def test_examples_without_a_line_are_a_mistake_of_the_caller_that_is_visible():
    assert examples("franchise x") == "\b\nExamples:\n  franchise x"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Set store.name. More.\n\nMuch more.", "Set store.name."),
        ("合并两个名字。\n以后算一家。", "合并两个名字。"),
        ("No full stop\nbut two lines\n\nMore", "No full stop but two lines"),
    ],
)
def test_a_list_of_commands_shows_the_whole_first_sentence(text, line):
    assert first_sentence(text) == line


def test_a_unit_is_another_name_for_the_group():
    assert "--group, --village KEY" in sample("echo", "--help").stdout
    assert sample("echo", "--village", "wangjiawan").stdout == sample("echo", "--group", "wangjiawan").stdout


def test_root_options_work_before_and_after_the_command():
    before = sample("echo", "--group", "g", "--store", "s", "--db", "d", "--lang", "zh", "--quiet")
    after = sample(
        "echo", "--group", "g", env=environment(FRANCHISE_STORE="s", FRANCHISE_DB="d", FRANCHISE_LANG="zh")
    )
    assert before.stdout == "('g', 's', 's', 'd', 'zh_CN', None, True, None)\n"
    assert after.stdout == "('g', 's', 's', 'd', 'zh_CN', None, False, None)\n"


def test_a_commands_own_short_option_stays_its_own():
    assert sample("own", "-q", "7", "--quiet").stdout == "(7, True)\n"


def test_the_examples_of_plugins_are_listed_and_an_unknown_one_is_answered():
    assert "rural_supermarket\tfranchise" in franchise("demo").stdout
    done = franchise("demo", "rural_supermarkt")
    assert done.returncode == 1
    assert "rural_supermarket?" in done.stderr


@pytest.mark.parametrize(
    ("language", "hint"), [("en", "Did you mean 二婶, 二叔?"), ("zh", "是不是 二婶、二叔？")]
)
def test_near_names_are_listed_with_the_separator_of_the_users_language(language, hint):
    from franchise import did_you_mean
    from franchise import language as spoken

    with spoken(language):
        assert did_you_mean("二姨", ["二婶", "二叔", "王婶"]) == hint
        assert did_you_mean("小芳", ["二婶", "二叔", "王婶"]) == ""


def test_an_option_wins_over_the_environment():
    shown = sample("echo", "--group", "g", "--store", "mine", env=environment(FRANCHISE_STORE="other")).stdout
    assert "('g', 'mine', 'mine'," in shown


def test_the_language_of_one_run_does_not_stay_in_the_process():
    from franchise.cli import main

    runner = CliRunner()
    assert runner.invoke(main, ["--lang", "zh", "--help"]).output.startswith("用法：")
    assert runner.invoke(main, ["--lang", "en", "--help"]).output.startswith("Usage:")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_a_script_that_calls_the_program(shell):
    done = franchise("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_FRANCHISE_COMPLETE" in done.stdout


def test_completion_takes_the_shell_from_the_environment():
    assert "complete -o nosort -F" in franchise("completion", env=environment(SHELL="/bin/bash")).stdout
    assert franchise("completion", env=environment(SHELL="/bin/tcsh")).returncode == 2


def test_bash_completes_with_the_script():
    env = environment(PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    script = 'eval "$(franchise completion bash)"; COMP_WORDS=(franchise ord); COMP_CWORD=1;'
    done = piped(
        ["bash", "-c", f'{script} _franchise_completion franchise; echo "${{COMPREPLY[*]}}"'], env=env
    )
    assert done.stdout == "order\n"


def completed(*words, **more):
    env = environment(
        _FRANCHISE_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["franchise", *words]),
        COMP_CWORD=str(len(words)),
        **more,
    )
    done = piped(SAMPLE, env=env)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_completion_knows_commands_options_and_chinese_values():
    assert completed("ord") == ["order"]
    assert completed("vil") == ["village"]
    assert completed("sample", "ta") == ["table"]
    assert completed("sample", "echo", "--vi") == ["--village"]
    assert completed("sample", "echo", "--quantity", "") == ["斤", "箱", "瓶"]


def test_completion_stays_silent_where_a_plugin_is_broken(tmp_path):
    info = tmp_path / "broken_plugin-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[franchise.commands]\nbroken = broken_plugin:cli\n")
    assert completed("brok", PYTHONPATH=str(tmp_path)) == ["broken"]
    assert completed("broken", "", PYTHONPATH=str(tmp_path)) == []
