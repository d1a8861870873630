"""Evidence is what its content says, kept once, and given back as it came."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tasks.sample import JPEG, PDF, PNG, Room, wanted

from franchise import Refused, UsageProblem, tasks
from franchise.tasks import Evidence
from franchise.tasks.proving import ENDINGS, LARGEST, MOST, checked, file_name, media_of


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (PDF, "application/pdf"),
        ("3月4日 22:10 王小美：链接".encode(), "text/plain"),
        ("\ufeffwith a mark\r\n\tand a tab".encode(), "text/plain"),
        ("中文".encode("gb18030"), ""),
        (b"MZ\x90\x00\x03", ""),
        (b"PK\x03\x04", ""),
        (b"GIF89a\x01\x00", ""),
        (b"\x1b[2J", ""),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, media: str) -> None:
    assert media == media_of(data)


@pytest.mark.parametrize(
    ("name", "media", "expected"),
    [
        ("removed.png", "image/png", "removed.png"),
        ("removed.PNG", "image/png", "removed.PNG"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("photo.png", "image/jpeg", "photo.png.jpg"),
        ("C:\\Users\\王\\移出截图.png", "image/png", "移出截图.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("list.csv", "text/plain", "list.csv"),
        ("a\u202egnp.exe", "image/png", "a gnp.exe.png"),
        ("", "image/png", "evidence.png"),
        ("...", "application/pdf", "evidence.pdf"),
        ("/", "application/pdf", "evidence.pdf"),
    ],
)
def test_a_file_keeps_its_name_without_its_folders_and_with_the_ending_of_what_it_is(
    name: str, media: str, expected: str
) -> None:
    assert expected == file_name(name, media)


@given(st.text(max_size=300), st.sampled_from(sorted(ENDINGS)))
def test_every_name_becomes_one_that_any_disk_takes(name: str, media: str) -> None:
    made = file_name(name, media)
    assert 0 < len(made) <= 120
    assert made == file_name(made, media)
    assert not set(made) & set('/\\:*?"<>|\x00\n')
    assert made not in {".", ".."}
    assert not made.startswith((".", " "))


@given(st.binary(max_size=200))
def test_whatever_is_taken_is_given_back_as_it_came(data: bytes) -> None:
    try:
        kept = checked([Evidence(name="x", data=data), Evidence(name="y", data=data)])
    except UsageProblem:
        assert not data or not media_of(data)
    else:
        assert [(file_name("x", media_of(data)), media_of(data), sha256(data).hexdigest(), data)] == kept


def test_an_empty_and_a_too_large_file_are_refused_by_name() -> None:
    with pytest.raises(UsageProblem, match=r"a\.png: The file is empty"):
        checked([Evidence(name="a.png", data=b"")])
    with pytest.raises(UsageProblem, match=r"b\.png: The file is larger than 5 MiB"):
        checked([Evidence(name="b.png", data=PNG + bytes(LARGEST))])


def test_a_file_of_the_largest_size_is_kept_whole(room: Room) -> None:
    room.open(wanted("a"))
    data = PNG + bytes(range(256)) * ((LARGEST - len(PNG)) // 256)
    data += bytes(LARGEST - len(data))
    room.finish(1, evidence=Evidence(name="a.png", data=data))
    (kept,) = room.see(lambda work: tasks.evidence(work, 1))
    assert (LARGEST, sha256(data).hexdigest()) == (kept.size, kept.sha256)
    assert data == kept.data


def test_a_task_has_so_many_files_and_no_more(room: Room) -> None:
    room.open(wanted("a"))
    shots = [Evidence(name=f"{n}.png", data=PNG + bytes([n])) for n in range(MOST + 1)]
    with pytest.raises(Refused, match="would have 6 files; 5 are the most"):
        room.finish(1, evidence=shots)
    assert "open" == room.get(1).status
    room.finish(1, evidence=shots[:MOST])
    with pytest.raises(Refused):
        room.do(lambda work: tasks.attach(work, 1, shots[MOST:], by="王姐"))
    assert [f"{n}.png" for n in range(MOST)] == [p.name for p in room.see(lambda w: tasks.evidence(w, 1))]


def test_the_same_file_under_another_name_is_kept_once(room: Room) -> None:
    room.open(wanted("a"))
    room.finish(1, evidence=[Evidence(name="a.png", data=PNG), Evidence(name="b.png", data=PNG)])
    assert ["a.png"] == [proof.name for proof in room.see(lambda work: tasks.evidence(work, 1))]


def test_the_same_file_may_prove_several_tasks(room: Room) -> None:
    room.open(wanted("a", evidence=True), wanted("b", evidence=True))
    for number in (1, 2):
        room.finish(number, evidence=Evidence(name="both.png", data=PNG))
    assert [[PNG], [PNG]] == [
        [proof.data for proof in room.see(lambda work, n=n: tasks.evidence(work, n))] for n in (1, 2)
    ]


def test_the_log_knows_files_by_their_digest_alone(room: Room) -> None:
    room.open(wanted("a"))
    room.finish(1, evidence=Evidence(name="小雨妈妈.png", data=PNG))
    (found,) = room.events("task.proven")
    assert [sha256(PNG).hexdigest()] == found["files"]
    assert "小雨" not in str(found)
