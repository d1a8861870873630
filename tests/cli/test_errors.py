import json
import signal
import subprocess
from pathlib import Path

import pytest
from cli_terminal import FRANCHISE, SAMPLE, Screen, environment, franchise, sample


def test_a_refusal_tells_place_message_and_what_to_do_next():
    done = sample("fail", "refused")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: V0001.txt:7: 没有这个村。\n→ 看看 `franchise group list`\n"


def test_a_refusal_is_in_the_users_language():
    assert sample("fail", "refused", "--lang", "zh").stderr.startswith("错误：V0001.txt:7")
    assert sample("fail", "refused", env=environment(FRANCHISE_LANG="zh")).stderr.startswith("错误：")
    assert sample("fail", "refused", env=environment(LC_ALL="zh_CN.UTF-8")).stderr.startswith("错误：")


def test_lang_wins_over_the_environment():
    assert sample("--lang", "en", "fail", "refused", env=environment(FRANCHISE_LANG="zh")).stderr.startswith(
        "Error: "
    )


def test_a_setups_mistakes_are_listed_one_a_line():
    done = sample("fail", "setup")
    assert done.stderr == "Error: setup.toml: 2 mistakes.\n  groups.core: size\n  catalog.egg: price\n"


def test_under_json_a_refusal_is_one_object_on_standard_error():
    done = sample("fail", "setup", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(done.stderr) == {
        "error": {
            "code": "setup_invalid",
            "message": "2 mistakes.",
            "hint": "",
            "where": "setup.toml",
            "problems": ["groups.core: size", "catalog.egg: price"],
        }
    }


def test_under_json_a_usage_error_is_an_object_too():
    done = sample("table", "--jso", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert json.loads(done.stderr)["error"]["code"] == "usage"


@pytest.mark.parametrize(
    ("args", "suggestion"),
    [(["ordr"], "'order'"), (["vilage"], "'village'"), (["--stor", "x", "db"], "'--store'")],
    ids=["command", "plugin command", "option"],
)
def test_a_slip_of_the_finger_is_answered_with_what_may_be_meant(args, suggestion):
    done = franchise(*args)
    assert done.returncode == 2
    assert "Did you mean" in done.stderr
    assert suggestion in done.stderr
    assert "是不是想用" in franchise("--lang", "zh", *args).stderr


def test_a_subcommand_and_its_options_are_suggested_too():
    assert "'table'" in sample("tabel").stderr
    assert "'--village'" in sample("echo", "--vilage", "x").stderr


def test_a_bug_shows_no_traceback_and_tells_where_it_is_kept(tmp_path):
    env = environment(HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path / "state"))
    done = sample("fail", "bug", env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "secret thing" not in done.stderr
    path = Path(done.stderr.rsplit(": ", 1)[1].strip())
    assert path.is_relative_to(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError: secret thing" in path.read_text(encoding="utf-8")


def test_a_bug_whose_traceback_cannot_be_kept_says_how_to_see_it(tmp_path):
    (tmp_path / "file").write_text("")
    done = sample("fail", "bug", env=environment(XDG_STATE_HOME=str(tmp_path / "file")))
    assert done.returncode == 1
    assert "FRANCHISE_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr


def test_debugging_shows_the_traceback():
    done = sample("fail", "bug", env=environment(FRANCHISE_DEBUG="1"))
    assert done.returncode == 1
    assert "RuntimeError: secret thing" in done.stderr


def test_a_command_may_choose_its_exit_status():
    assert sample("fail", "exit").returncode == 3


def test_stopping_with_ctrl_c_is_one_line_and_status_130():
    screen = Screen([*SAMPLE, "sample", "fail", "wait"])
    screen.read_until("waiting")
    screen.type("\x03")
    status, shown = screen.finish()
    assert status == 130
    assert shown.endswith("Stopped.\n")
    assert "Traceback" not in shown


def test_an_interrupt_from_outside_is_the_same():
    with subprocess.Popen(
        [*SAMPLE, "sample", "fail", "wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"Stopped.\n")


def test_a_reader_that_goes_away_ends_it_quietly():
    with subprocess.Popen(
        [*SAMPLE, "sample", "many", "200000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout.readline() == b"0\n"
        process.stdout.close()
        err = process.stderr.read()
        process.wait(30)
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_a_redirection_is_told():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*SAMPLE, "sample", "many", "3"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"Error: No space left on device\n"


def test_a_command_of_a_plugin_that_is_broken_says_so_and_the_rest_works(tmp_path):
    info = tmp_path / "broken_plugin-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[franchise.commands]\nbroken = broken_plugin:cli\n")
    (tmp_path / "broken_plugin.py").write_text("raise ValueError('no luck')\n")
    env = environment(PYTHONPATH=str(tmp_path))
    listed = franchise("--help", env=env)
    assert listed.returncode == 0
    assert "broken" in listed.stdout
    done = franchise("broken", env=env)
    assert done.returncode == 1
    assert "broken-plugin 1.2 cannot be loaded: ValueError: no luck" in done.stderr
    assert "Traceback" not in done.stderr
    assert "broken_plugin.py" in franchise("broken", env={**env, "FRANCHISE_DEBUG": "1"}).stderr


def test_two_plugins_with_one_command_name_are_a_conflict_not_a_race(tmp_path):
    for number in (1, 2):
        info = tmp_path / f"twin{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: twin{number}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[franchise.commands]\ntwin = twin{number}:cli\n")
    done = franchise("twin", env=environment(PYTHONPATH=str(tmp_path)))
    assert done.returncode == 1
    assert "twin1 1.0, twin2 1.0" in done.stderr


def test_an_unknown_language_is_refused_with_the_known_ones():
    done = franchise("--lang", "klingon", "db")
    assert done.returncode == 2
    assert "zh, en" in done.stderr


def test_a_missing_command_shows_the_help_and_is_a_usage_error():
    done = franchise()
    assert done.returncode == 2
    assert "Commands:" in done.stderr


def test_the_module_can_be_run_and_tells_its_version():
    done = franchise("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("franchise 0.")
    assert [*FRANCHISE[1:]] == ["-m", "franchise"]
