import pytest
from cli_terminal import SAMPLE, Screen, sample
from hypothesis import given
from hypothesis import strategies as st

from franchise.cli.source import decode, read_source
from franchise.errors import UsageProblem

TEXT = "今日接龙\n1. 张三 鸡蛋 2斤\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_file_is_read_in_what_windows_and_others_save(tmp_path, encoding):
    path = tmp_path / "接龙.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert read_source(str(path)).text == TEXT


def test_standard_input_is_read_for_a_dash():
    assert repr(("-", TEXT)) + "\n" == sample("read", "-", text=TEXT).stdout
    assert repr(("-", TEXT)) + "\n" == sample("read", "-", text=TEXT.encode("gb18030")).stdout


def test_a_person_at_a_terminal_is_told_how_to_end_the_text():
    screen = Screen([*SAMPLE, "sample", "read", "-"])
    screen.read_until("Ctrl-D")
    screen.type("张三 1斤\n\x04")
    status, shown = screen.finish()
    assert status == 0
    assert repr(("-", "张三 1斤\n")) in shown


def test_a_damaged_utf8_text_is_refused_with_its_line_instead_of_read_wrongly():
    data = TEXT.encode()[:-2] + b"\n"
    with pytest.raises(UsageProblem, match="Line 2"):
        decode(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"a\x00b"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UsageProblem):
        decode(data)


def test_a_text_that_is_too_long_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * 2049)
    done = sample("read", str(path))
    assert done.returncode == 2
    assert "longer than 2 KB" in done.stderr
    assert "longer than 2 KB" in sample("read", "-", text="a" * 2049).stderr
    assert sample("read", "-", text="a" * 2048).returncode == 0


def test_an_endless_device_does_not_hang():
    done = sample("read", "/dev/zero")
    assert done.returncode == 2


def test_a_missing_file_is_told_with_the_one_that_may_be_meant(tmp_path):
    (tmp_path / "jielong.txt").write_text("x")
    done = sample("read", str(tmp_path / "jielnog.txt"))
    assert done.returncode == 2
    assert "There is no such file." in done.stderr
    assert "jielong.txt?" in done.stderr


def test_a_folder_is_no_file(tmp_path):
    assert "folder" in sample("read", str(tmp_path)).stderr


@given(st.text(alphabet=st.characters(exclude_characters="\x00\ufeff", exclude_categories=["Cs"])))
def test_every_utf8_text_is_read_as_it_is(text):
    data = text.encode()
    if not data.startswith(b"PK\x03\x04"):
        assert text == decode(data)


@given(st.text(alphabet="鸡蛋斤两张三李四青菜豆腐一二三", min_size=1))
def test_a_list_in_gb18030_is_read_or_refused_never_changed(text):
    text = f"今日接龙：{text}"
    try:
        found = decode(text.encode("gb18030"))
    except UsageProblem:
        return
    assert text == found
