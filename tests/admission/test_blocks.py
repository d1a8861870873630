"""The block list keeps people out and says so."""

from __future__ import annotations

import pytest
from tests.admission.people import Camp, said

from franchise import NotFound, UsageProblem, admission


@pytest.mark.practice("I-082")
@pytest.mark.parametrize(
    ("field", "entry", "name", "contact"),
    [
        ("name", "隔壁母婴店", "隔壁 母婴店", ""),
        ("name", "Competitor", "ＣＯＭＰＥＴＩＴＯＲ", ""),
        ("word", "母婴店", "小李（城东母婴店）", ""),
        ("contact", "138 0000 0001", "小李", "+8613800000001"),
    ],
)
def test_who_is_on_the_list_is_rejected_and_that_is_logged(
    camp: Camp, field: str, entry: str, name: str, contact: str
) -> None:
    camp.block(field, entry)
    done = camp.apply("camp", name, contact=contact)
    assert said(done) == ("rejected", "")
    assert "同行" in done.verdict.reason
    assert camp.people("camp") == {}
    assert done.application.status == "rejected"
    (event,) = camp.events("application.blocked")
    assert (event["subject"], event["field"]) == (str(done.application.id), field)


@pytest.mark.practice("I-082")
def test_an_invitation_does_not_help_who_is_on_the_list_and_stays_unused(camp: Camp) -> None:
    (token,) = camp.invite("base")
    camp.block("name", "同行老王")
    assert said(camp.apply("base", "同行老王", token=token)) == ("rejected", "")
    assert said(camp.apply("base", "小雨妈妈", token=token)) == ("admitted", "member")


@pytest.mark.practice("I-082")
def test_even_the_staff_cannot_bring_in_who_is_on_the_list(camp: Camp) -> None:
    camp.block("name", "同行老王")
    assert said(camp.apply("plain", "同行老王", invited_by="staff")) == ("rejected", "")


@pytest.mark.parametrize("name", ["母婴", "小李母婴馆", "李四"])
def test_others_come_in(camp: Camp, name: str) -> None:
    camp.block("word", "母婴店")
    camp.block("name", "小李")
    camp.block("contact", "13800000001")
    assert said(camp.apply("camp", name, contact="13800000002")) == ("admitted", "member")


def test_what_is_open_is_rejected_and_places_in_the_pool_are_given_up(camp: Camp) -> None:
    asked = camp.apply("event", "同行老王")
    for name in ("甲", "乙", "同行老王", "丙"):
        camp.apply("camp", name)
    done = camp.block("word", "同行")
    assert done.rejected == (asked.application.id,)
    assert len(done.removed) == 1
    assert camp.review() == []
    assert camp.waiting("camp") == ["丙"]


def test_who_is_in_already_is_told_and_left_to_a_person(camp: Camp) -> None:
    camp.apply("camp", "同行老王", contact="13800000001")
    assert camp.block("contact", "13800000001").members == (("camp", "同行老王"),)
    assert camp.block("name", "同行老王").members == (("camp", "同行老王"),)
    assert camp.people("camp") == {"同行老王": "member"}


def test_an_entry_stands_once_and_can_be_taken_off(camp: Camp) -> None:
    assert not camp.block("name", "老王").already
    assert camp.block("name", " 老 王 ").already
    assert len(camp.see(admission.blocked)) == 1
    camp.do(lambda work: admission.unblock(work, "name", "老王"))
    assert camp.see(admission.blocked) == []
    assert said(camp.apply("camp", "老王")) == ("admitted", "member")


def test_the_list_shows_only_the_ends_of_a_contact(camp: Camp) -> None:
    camp.block("contact", "13800000001")
    (entry,) = camp.see(admission.blocked)
    assert entry.shown == "138****01"
    assert "13800000001" not in str(entry)


@pytest.mark.parametrize(("field", "text"), [("word", "王"), ("name", ""), ("contact", " - "), ("word", "")])
def test_an_entry_that_would_keep_out_anybody_or_nobody_is_refused(camp: Camp, field: str, text: str) -> None:
    with pytest.raises(UsageProblem):
        camp.block(field, text)


def test_an_entry_needs_a_reason(camp: Camp) -> None:
    with pytest.raises(UsageProblem):
        camp.block("name", "老王", " ")


def test_who_is_not_on_the_list_cannot_be_taken_off(camp: Camp) -> None:
    with pytest.raises(NotFound):
        camp.do(lambda work: admission.unblock(work, "name", "老王"))


def test_a_single_character_is_refused_in_words_that_every_program_understands(camp: Camp) -> None:
    with pytest.raises(UsageProblem) as refused:
        camp.block("word", "王")
    assert "A single character is in too many names; give at least 2." == str(refused.value)
