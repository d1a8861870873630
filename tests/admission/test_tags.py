"""Tags: several of each family, each once."""

from __future__ import annotations

import pytest
from tests.admission.people import Camp

from franchise import NotFound, UsageProblem, admission


@pytest.fixture
def member(camp: Camp) -> int:
    found = camp.apply("camp", "甲").application.member_id
    assert found is not None
    return found


def tag(camp: Camp, member: int, family: str, name: str) -> bool:
    return camp.do(lambda work: admission.tag(work, member, family, name))


@pytest.mark.practice("I-209")
def test_a_member_has_any_number_of_tags_each_once(camp: Camp, member: int) -> None:
    assert [tag(camp, member, "activity", name) for name in ("抽奖", "签到", "抽奖")] == [True, True, False]
    assert tag(camp, member, "purchase", "奶粉")
    assert camp.see(lambda work: admission.tags_of(work, member)) == [
        ("activity", "抽奖"),
        ("activity", "签到"),
        ("purchase", "奶粉"),
    ]
    assert len(camp.events("member.tagged")) == 3


@pytest.mark.practice("I-207")
@pytest.mark.parametrize(("family", "name"), [("hobby", "钓鱼"), ("member", "VVIP"), ("", "VIP")])
def test_only_the_setups_families_and_their_tags_can_be_used(
    camp: Camp, member: int, family: str, name: str
) -> None:
    with pytest.raises(NotFound):
        tag(camp, member, family, name)


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "a\nb"])
def test_a_tag_can_be_shown(camp: Camp, member: int, name: str) -> None:
    with pytest.raises(UsageProblem):
        tag(camp, member, "activity", name)


def test_a_tag_can_be_taken_off(camp: Camp, member: int) -> None:
    tag(camp, member, "member", "VIP")
    assert camp.do(lambda work: admission.untag(work, member, "member", "VIP"))
    assert not camp.do(lambda work: admission.untag(work, member, "member", "VIP"))
    assert camp.see(lambda work: admission.tags_of(work, member)) == []


@pytest.mark.practice("I-207")
def test_members_are_found_by_their_tag(camp: Camp, member: int) -> None:
    other = camp.apply("camp", "乙").application.member_id
    camp.apply("camp", "丙")
    for one in (other, member):
        tag(camp, one, "member", "VIP")
    assert sorted(camp.see(lambda work: admission.tagged(work, "member", "VIP"))) == sorted([member, other])
