import json
import re

import pytest
from cli_terminal import ESCAPE, SAMPLE, Screen, environment, on_screen, sample
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from franchise.cli.wide import clean, width, wrap

TABLE = [*SAMPLE, "sample", "table"]


def test_in_a_pipe_a_table_is_tsv_with_the_keys_as_header():
    done = sample("table")
    assert done.stderr == "talk\n"
    assert done.stdout.splitlines() == [
        "name\tsupplier\tlines\tquantity\tamount",
        "散养土鸡蛋（30枚装）[red]\t王家湾合作社\t12\t110.9\t262.90",
        "'=cmd|' /C calc'!A0\ta b c\\u001b[31m\t3\t9999\t1234567.89",
    ]


def test_json_keeps_the_given_order_and_writes_amounts_as_strings():
    rows = json.loads(sample("table", "--json").stdout)
    assert list(rows[0]) == ["name", "supplier", "lines", "quantity", "amount"]
    assert (rows[0]["lines"], rows[0]["quantity"], rows[0]["amount"]) == (12, "110.9", "262.90")
    assert rows[1]["name"] == "=cmd|' /C calc'!A0"
    assert rows[1]["supplier"] == "a\tb\nc\x1b[31m"


def test_json_is_readable_chinese_and_cannot_steer_a_terminal():
    shown = sample("value", "--json").stdout
    assert '"鸡蛋\\u009b"' in shown
    assert json.loads(shown) == {"b": "1.30", "a": "鸡蛋\x9b", "none": None}
    assert shown.index('"b"') < shown.index('"a"')


def test_quiet_leaves_only_data():
    assert sample("table", "-q").stderr == ""
    assert sample("table", "--quiet").stderr == ""


@pytest.mark.parametrize("columns", [24, 30, 40, 50, 60, 80, 120])
def test_numbers_are_never_shortened_however_narrow_the_terminal(columns):
    status, shown = on_screen(TABLE, columns=columns)
    plain = ESCAPE.sub("", shown)
    assert status == 0
    for number in ("12", "110.9", "262.90", "3", "9999", "1234567.89"):
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", plain), (number, plain)
    assert "…" not in plain
    assert [line for line in plain.splitlines() if wcswidth(line) > columns] == []


def test_nothing_of_a_text_is_lost_when_it_folds():
    plain = ESCAPE.sub("", on_screen(TABLE, columns=60)[1])
    for char in "散养土鸡蛋（30枚装）王家湾合作社":
        assert char in plain


def test_columns_of_a_wide_terminal_stand_under_each_other():
    lines = ESCAPE.sub("", on_screen(TABLE, columns=100)[1]).splitlines()
    rows = [line.rstrip() for line in lines if line.rstrip().endswith(("金额", "262.90", "1234567.89"))]
    assert len(rows) == 3
    assert len({wcswidth(row) for row in rows}) == 1


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (60, ["时间", "代码", "名称", "原因"]),
        (36, ["时间", "代码", "名称"]),  # what is empty goes first
        (24, ["时间", "名称"]),  # then what is spare
    ],
)
def test_a_narrow_terminal_goes_without_empty_and_spare_columns(columns, expected):
    lines = ESCAPE.sub("", on_screen([*SAMPLE, "sample", "agenda"], columns=columns)[1]).splitlines()
    assert expected == lines[0].split()
    assert lines[-1].startswith("07:30-09:00 ")


def test_where_not_even_the_needed_columns_fit_nothing_is_left_out():
    shown = ESCAPE.sub("", on_screen([*SAMPLE, "sample", "agenda"], columns=18)[1])
    assert ["时间", "代码", "名称", "原因"] == [
        line.split()[0] for line in shown.splitlines() if line[:1].strip()
    ]
    assert "good_morning" in shown


def test_a_text_with_markup_or_escape_codes_is_shown_not_obeyed():
    shown = on_screen(TABLE, columns=100)[1]
    assert "[red]" in shown
    assert "\\u001b[31m" in shown
    assert "\x1b[31m" not in shown


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}], ids=" ".join
)
@pytest.mark.parametrize("args", [["table"], ["fail", "refused"], ["--help"]], ids=" ".join)
def test_a_terminal_without_colour_gets_none(env, args):
    assert None is ESCAPE.search(on_screen([*SAMPLE, "sample"], *args, env=environment(**env))[1])


def test_a_terminal_has_colour_unless_told_otherwise():
    assert ESCAPE.search(on_screen([*SAMPLE, "sample", "fail", "refused"])[1])
    assert None is ESCAPE.search(on_screen([*SAMPLE, "--color", "never", "sample", "fail", "refused"])[1])
    assert None is ESCAPE.search(on_screen([*SAMPLE, "sample", "table", "--color=never"])[1])


def test_colour_can_be_forced_into_a_pipe_but_never_into_data():
    assert ESCAPE.search(sample("fail", "refused", env=environment(FORCE_COLOR="1")).stderr)
    assert ESCAPE.search(sample("fail", "refused", "--color", "always").stderr)
    assert None is ESCAPE.search(sample("table", "--color", "always").stdout)


def test_progress_is_shown_on_a_terminal_and_silent_in_a_pipe():
    assert ((done := sample("work")).stdout, done.stderr) == ("done\n", "")
    assert "汇总" in on_screen([*SAMPLE, "sample", "work"])[1]
    assert "汇总" not in on_screen([*SAMPLE, "sample", "work", "--quiet"])[1]


def test_what_cannot_be_undone_is_refused_where_nobody_can_answer():
    done = sample("danger")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes" in done.stderr
    assert ((done := sample("danger", "--yes")).returncode, done.stdout) == (0, "deleted\n")


@pytest.mark.parametrize(
    ("answer", "status"), [("y", 0), ("是", 0), ("n", 1), ("", 1), ("maybe\nyes", 0), ("\x04", 1)], ids=repr
)
def test_on_a_terminal_the_answer_decides(answer, status):
    screen = Screen([*SAMPLE, "sample", "danger"])
    screen.read_until("[y/N]")
    screen.type(answer if answer == "\x04" else f"{answer}\n")
    ended, shown = screen.finish()
    assert status == ended
    assert ("deleted" in shown) == (status == 0)


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "zh_CN.GBK", None])
def test_data_is_utf8_whatever_the_locale(locale):
    env = environment(LC_ALL=locale, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert "散养土鸡蛋" in sample("table", env=env).stdout
    assert "没有这个村" in sample("fail", "refused", env=env).stderr


def test_an_argument_that_is_no_utf8_ends_in_words_not_in_a_crash():
    done = sample(b"echo", b"--group", b"\xff\xe9\xb8\xa1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\udcff鸡" in done.stdout
    assert "\\udcff" in sample(b"\xff").stderr


@given(st.text(alphabet=st.sampled_from("鸡蛋，。（）ab c1 -—"), max_size=80), st.integers(4, 40))
def test_wrapping_keeps_every_sign_and_no_line_is_too_wide(text, columns):
    lines = wrap(text, columns)
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(lines))
    assert [line for line in lines if width(line) > columns] == []


def test_a_word_with_an_accent_is_not_broken():
    assert wrap("un café à côté", 8) == ["un café", "à côté"]


@given(st.text(max_size=60))
def test_cleaned_text_cannot_steer_a_terminal(text):
    assert None is re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", clean(text))
