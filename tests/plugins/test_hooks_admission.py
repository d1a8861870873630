"""The hooks of admission at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from tests.admission.people import Camp, said
from tests.support import open_program

from franchise import Franchise, Refused, Rejected, Waiting
from franchise.plugins import Plugins

QUIZ = """
from franchise import Admitted, Mechanism, Waiting, hookimpl

@hookimpl
def franchise_admission_mechanisms():
    judge = lambda work, application, rules: Admitted() if "quiz" in application.tasks else Waiting("Quiz first.")
    return [Mechanism(name="quiz", title=lambda: "quiz", judge=judge)]
"""
GATE = """
from franchise import Admitted, Rejected, Waiting, groups, hookimpl

@hookimpl
def franchise_may_admit(work, application):
    {answer}
"""


@pytest.fixture
def program(site, tmp_path) -> Iterator[Callable[[str], Franchise]]:
    """Opens a program with a plugin ``extra`` of this source besides the shipped ones."""
    opened: list[Franchise] = []

    def make(source: str) -> Franchise:
        site.install("extra", source)
        opened.append(open_program(f"{tmp_path}/f.db", plugins=Plugins.load()))
        return opened[-1]

    yield make
    for app in opened:
        app.close()


def camp_with(
    program: Callable[[str], Franchise], answer: str, *, used: Sequence[str] = ("village", "extra")
) -> Camp:
    return Camp.make_camp(program(GATE.format(answer=answer)), setup={"plugins": list(used)})


@pytest.mark.practice("I-088")
def test_hook_admission_mechanisms_adds_a_way_into_a_group(program: Callable[[str], Franchise]) -> None:
    camp = Camp.make_camp(
        program(QUIZ), setup={"plugins": ["village", "extra"]}, admission={"event": {"mechanisms": ["quiz"]}}
    )
    assert camp.apply("event", "甲").verdict == Waiting("Quiz first.")
    assert said(camp.apply("event", "甲", tasks=["quiz"])) == ("admitted", "member")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("return None", ("admitted", "member")),
        ('return "Too young."', ("rejected", "")),
        ('return Rejected("Too young.")', ("rejected", "")),
        ('return Waiting("A photo is missing.")', ("waiting", "")),
        ("return Admitted()", ("admitted", "member")),
        ('return None if application.facts.get("age") == "4" else "Too young."', ("admitted", "member")),
    ],
)
def test_hook_may_admit_is_the_last_word_before_a_place_is_given(
    program: Callable[[str], Franchise], answer: str, expected: tuple[str, str]
) -> None:
    camp = camp_with(program, answer)
    assert said(camp.apply("camp", "甲", facts={"age": 4})) == expected


def test_hook_may_admit_gives_its_reason_to_the_applicant(program: Callable[[str], Franchise]) -> None:
    camp = camp_with(program, 'return "Too young."')
    done = camp.apply("camp", "甲")
    assert done.verdict == Rejected("Too young.")
    assert done.application.reason == "Too young."


def test_hook_may_admit_is_asked_again_when_something_is_added(program: Callable[[str], Franchise]) -> None:
    camp = camp_with(
        program, 'return None if "photo" in application.tasks else Waiting("A photo is missing.")'
    )
    assert camp.apply("camp", "甲").verdict == Waiting("A photo is missing.")
    assert [a.reason for a in camp.review()] == ["A photo is missing."]
    assert said(camp.apply("camp", "甲", tasks=["photo"])) == ("admitted", "member")


def test_hook_may_admit_sees_who_is_known_from_another_group(program: Callable[[str], Franchise]) -> None:
    camp = camp_with(
        program,
        'inside = groups.state(work, groups.get(work, "plain"), application.member_id or 0) == "member"\n'
        '    return None if inside or application.group.kind == "plain" else "Join the plain group first."',
    )
    known = camp.apply("plain", "甲", invited_by="staff").application.member_id
    assert said(camp.apply("camp", "乙")) == ("rejected", "")
    assert said(camp.apply("camp", "甲", member_id=known)) == ("admitted", "member")


def test_hook_may_admit_that_fails_stops_the_operation_and_nothing_is_kept(
    program: Callable[[str], Franchise],
) -> None:
    camp = camp_with(program, "return 1 / 0")
    with pytest.raises(Refused, match="extra"):
        camp.apply("camp", "甲")
    assert (camp.people("camp"), camp.review()) == ({}, [])


def test_hook_may_admit_is_not_asked_by_a_setup_that_does_not_use_the_plugin(
    program: Callable[[str], Franchise],
) -> None:
    camp = camp_with(program, 'return "Never."', used=["village"])
    assert said(camp.apply("camp", "甲")) == ("admitted", "member")
