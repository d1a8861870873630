import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("tools_messages", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_is_translated_and_compiled():
    done = subprocess.run([sys.executable, PROGRAM, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_messages_are_found_in_f_strings_and_over_several_lines(tool, tmp_path):
    (tmp_path / "code.py").write_text(
        'a = f"{_(\'inside\')}"\nb = _(\n    "one "\n    "two"\n)\nc = other("no")\n'
    )
    assert list(tool.collect(tmp_path, {"_": 1})) == ["inside", "one two"]


def test_messages_are_found_in_conditions_and_in_tables_of_sentences(tool, tmp_path):
    (tmp_path / "code.py").write_text(
        'T: dict[str, str] = {"a": "first", "b": "second"}\nU = {"a": "third"}\nV = {"a": "not asked for"}\n'
        'x = _(T.get(code, "default"))\ny = _(U[code])\nz = _("yes" if ok else "no")\n'
    )
    assert list(tool.collect(tmp_path, {"_": 1})) == ["default", "first", "no", "second", "third", "yes"]


@pytest.mark.parametrize("change", ["remove", "translate wrongly", "leave empty", "do not compile", "add"])
def test_the_check_sees_a_catalogue_that_is_not_complete(tool, tmp_path, monkeypatch, change):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    path = tmp_path / "messages.po"
    sentences = dict.fromkeys(["Hello {name}.", "Good bye."])
    catalogue = tool.merge(sentences, Catalog(), keep=False)
    for message in catalogue:
        if message.id:
            message.string = {"Hello {name}.": "你好，{name}。", "Good bye.": "再见。"}[message.id]
    tool.update(path, catalogue)
    assert list(tool.faults(path, sentences)) == []

    if change == "remove":
        sentences.pop("Good bye.")
    elif change == "add":
        sentences["New."] = None
    else:
        old, new = {
            "translate wrongly": ("{name}。", "{nme}。"),
            "leave empty": ("再见。", ""),
            "do not compile": ("再见", "拜拜"),
        }[change]
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        if change == "translate wrongly":
            tool.update(path, tool.read(path))
    expected = {
        "remove": "obsolete",
        "add": "missing",
        "translate wrongly": "other placeholders",
        "leave empty": "untranslated",
        "do not compile": "not compiled",
    }[change]
    assert any(expected in fault for fault in tool.faults(path, sentences))


def test_a_catalogue_is_written_the_same_twice(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    catalogue = tool.read(tool.catalogue_path(ROOT / "core" / "franchise", "messages"))
    for name in ("a", "b"):
        tool.update(tmp_path / f"{name}.po", catalogue)
    assert (tmp_path / "a.po").read_bytes() == (tmp_path / "b.po").read_bytes()
    assert (tmp_path / "a.mo").read_bytes() == (tmp_path / "b.mo").read_bytes()
    assert b"Date" not in (tmp_path / "a.mo").read_bytes().split(b"\x00")[-1]
