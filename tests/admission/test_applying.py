"""Coming into a group by each of the five mechanisms, and by several of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.admission.people import Camp, said
from tests.support import wish

from franchise import Conflict, NotFound, Refused, UsageProblem, admission, groups

# -------------------------------------------------------------------- invitation


@pytest.mark.practice("I-083")
def test_an_invitation_of_the_staff_admits(camp: Camp) -> None:
    (token,) = camp.invite("base")
    assert said(camp.apply("base", "小雨妈妈", token=token)) == ("admitted", "member")


@pytest.mark.practice("I-083")
def test_nobody_comes_uninvited_where_one_must_be_invited(camp: Camp) -> None:
    done = camp.apply("base", "小雨妈妈")
    assert said(done) == ("rejected", "")
    assert done.application.status == "rejected"
    assert camp.people("base") == {}


@pytest.mark.practice("I-083")
def test_a_member_may_not_invite_where_only_staff_may(camp: Camp) -> None:
    camp.apply("base", "甲", invited_by="staff")
    with pytest.raises(Refused):
        camp.invite("base", inviter="甲")


@pytest.mark.practice("I-083")
def test_an_invitation_that_a_member_made_is_denied_once_the_rule_forbids_it(
    make_camp: Callable[..., Camp],
) -> None:
    camp = make_camp(admission={"base": {"invite_by": ["staff", "member"]}})
    camp.apply("base", "甲", invited_by="staff")
    (token,) = camp.invite("base", inviter="甲")
    change(camp, "admission.base.invite_by", "staff")
    assert said(camp.apply("base", "乙", token=token)) == ("rejected", "")


def change(camp: Camp, path: str, value: str) -> None:
    from franchise.stores import operations as stores

    def run(work):
        doc = camp.app.document(work.conn, work.store.version)
        return stores.change(work, camp.app.schema, doc, path, value)

    assert camp.do(run)


def test_a_member_who_may_invite_is_known_as_the_inviter(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(admission={"base": {"invite_by": ["staff", "member"]}})
    inviter = camp.apply("base", "甲", invited_by="staff").application.member_id
    (token,) = camp.invite("base", inviter="甲")
    assert camp.apply("base", "乙", token=token).application.inviter_id == inviter


def test_one_who_is_not_in_the_group_cannot_invite_into_it(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(admission={"base": {"invite_by": ["member"]}})
    with pytest.raises(NotFound):
        camp.invite("base", inviter="甲")


def test_an_invitation_admits_one_person_once(camp: Camp) -> None:
    (token,) = camp.invite("base")
    camp.apply("base", "甲", token=token)
    with pytest.raises(Refused):
        camp.apply("base", "乙", token=token)
    assert camp.people("base") == {"甲": "member"}
    assert camp.apply("base", "甲", token=token).repeated


def test_an_invitation_is_read_however_it_is_typed(camp: Camp) -> None:
    (token,) = camp.invite("base")
    assert said(camp.apply("base", "甲", token=f" {token.lower().replace('-', '')} ")) == (
        "admitted",
        "member",
    )


def test_an_invitation_ends_with_its_last_day(camp: Camp) -> None:
    first, second = camp.invite("base", count=2)
    camp.at("2026-04-04T08:59")
    assert said(camp.apply("base", "甲", token=first)) == ("admitted", "member")
    camp.at("2026-04-04T09:00")
    with pytest.raises(Refused):
        camp.apply("base", "乙", token=second)


def test_an_invitation_into_one_group_opens_no_other(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(admission={"plain": {"mechanisms": ["invitation"]}})
    (token,) = camp.invite("base")
    with pytest.raises(Refused):
        camp.apply("plain", "甲", token=token)
    assert said(camp.apply("base", "甲", token=token)) == ("admitted", "member")


def test_an_invitation_that_never_was_is_not_found(camp: Camp) -> None:
    with pytest.raises(NotFound):
        camp.apply("base", "甲", token="AAAA-BBBB-CCCC")
    assert camp.review() == []


def test_there_are_no_invitations_where_they_would_not_help(camp: Camp) -> None:
    with pytest.raises(Refused):
        camp.invite("paying")


def test_the_token_itself_is_kept_nowhere(camp: Camp) -> None:
    from franchise.admission import tables

    (token,) = camp.invite("base")
    with camp.view() as work:
        rows = str(work.conn.execute(tables.invitation.select()).all())
    assert token not in rows
    assert token.replace("-", "") not in rows
    assert token not in str(camp.events())


@pytest.mark.practice("I-025")
def test_a_kind_without_rules_is_entered_by_invitation_of_the_staff(camp: Camp) -> None:
    assert said(camp.apply("plain", "甲")) == ("rejected", "")
    assert said(camp.apply("plain", "甲", invited_by="staff")) == ("admitted", "member")


# -------------------------------------------------------------------- task


@pytest.mark.practice("I-084")
def test_who_has_not_done_the_task_waits_and_is_let_in_once_it_is_done(camp: Camp) -> None:
    first = camp.apply("active", "甲")
    assert said(first) == ("waiting", "")
    assert "转发三条" in first.verdict.reason
    second = camp.apply("active", "甲", tasks=["share_3"])
    assert said(second) == ("admitted", "member")
    assert second.application.id == first.application.id
    assert camp.apply("active", "甲", tasks=["share_3"]).repeated
    assert len(camp.events("application.admitted")) == len(camp.events("member.joined")) == 1


def test_another_task_does_not_help(camp: Camp) -> None:
    assert said(camp.apply("active", "甲", tasks=["share_2"])) == ("waiting", "")


# -------------------------------------------------------------------- payment


@pytest.mark.practice("I-085")
@pytest.mark.parametrize(
    ("paid", "expected"), [(0, "waiting"), (989, "waiting"), (990, "admitted"), (991, "admitted")]
)
def test_who_paid_the_fee_is_in(camp: Camp, paid: int, expected: str) -> None:
    assert camp.apply("paying", "甲", paid=paid).verdict.code == expected


def test_saying_twice_what_was_paid_does_not_count_it_twice(camp: Camp) -> None:
    camp.apply("paying", "甲", paid=500)
    assert camp.apply("paying", "甲", paid=500).application.paid == 500
    assert camp.apply("paying", "甲", paid=300).application.paid == 500


@pytest.mark.practice("I-085")
def test_a_refund_asks_a_person_to_look_again(camp: Camp) -> None:
    done = camp.apply("paying", "甲", paid=990)
    camp.refund(done)
    assert [(a.name, a.status) for a in camp.review()] == [("甲", "review")]
    assert camp.people("paying") == {"甲": "member"}
    assert camp.apply("paying", "甲", paid=990).repeated


@pytest.mark.practice("I-085")
def test_after_a_refund_yes_means_that_he_stays_and_no_that_he_leaves(camp: Camp) -> None:
    stays, goes = camp.apply("paying", "甲", paid=990), camp.apply("paying", "乙", paid=990)
    camp.refund(stays)
    camp.refund(goes)
    assert said(camp.approve(stays)) == ("admitted", "member")
    camp.reject(goes, "已退款")
    assert camp.people("paying") == {"甲": "member", "乙": "left"}
    assert camp.review() == []


def test_a_refund_to_one_who_has_left_asks_nobody(camp: Camp) -> None:
    done = camp.apply("paying", "甲", paid=990)
    camp.leave("paying", "甲")
    camp.refund(done)
    assert camp.review() == []


def test_who_left_by_another_door_during_a_review_cannot_stay(camp: Camp) -> None:
    done = camp.apply("paying", "甲", paid=990)
    camp.refund(done)
    camp.do(lambda work: groups.leave(work, groups.get(work, "paying"), "甲"))
    with pytest.raises(Conflict):
        camp.approve(done)
    camp.reject(done, "已退群")
    assert camp.review() == []


def test_what_was_not_paid_cannot_be_paid_back(camp: Camp) -> None:
    done = camp.apply("paying", "甲")
    with pytest.raises(Refused):
        camp.refund(done)


# -------------------------------------------------------------------- application


@pytest.mark.practice("I-086")
def test_who_applies_is_in_once_somebody_approves(camp: Camp) -> None:
    asked = camp.apply("event", "甲")
    assert said(asked) == ("waiting", "")
    assert [(a.id, a.name) for a in camp.review("event")] == [(asked.application.id, "甲")]
    done = camp.approve(asked)
    assert said(done) == ("admitted", "member")
    assert done.application.approved_by == "tester"
    assert [e["subject"] for e in camp.events("application.approved")] == [str(asked.application.id)]
    assert camp.review() == []


@pytest.mark.practice("I-086")
@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nobody_is_rejected_without_a_reason(camp: Camp, reason: str) -> None:
    asked = camp.apply("event", "甲")
    with pytest.raises(UsageProblem):
        camp.reject(asked, reason)
    assert len(camp.review()) == 1


@pytest.mark.practice("I-086")
def test_a_rejection_keeps_its_reason_and_who_decided(camp: Camp) -> None:
    done = camp.reject(camp.apply("event", "甲"), "不是顾客")
    assert (done.application.status, done.application.reason, done.application.decided_by) == (
        "rejected",
        "不是顾客",
        "tester",
    )
    assert len(camp.events("application.rejected")) == 1
    assert "不是顾客" not in str(camp.events())


def test_one_who_was_rejected_may_ask_again(camp: Camp) -> None:
    first = camp.reject(camp.apply("event", "甲"), "资料不全")
    second = camp.apply("event", "甲")
    assert second.application.id != first.application.id
    assert said(camp.approve(second)) == ("admitted", "member")


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_what_is_settled_is_settled(camp: Camp, decide: str) -> None:
    asked = camp.apply("event", "甲")
    camp.approve(asked)
    with pytest.raises(Conflict):
        camp.approve(asked) if decide == "approve" else camp.reject(asked, "晚了")
    assert camp.people("event") == {"甲": "member"}


def test_nobody_approves_where_it_is_not_for_a_person_to_decide(camp: Camp) -> None:
    asked = camp.apply("active", "甲")
    with pytest.raises(Refused):
        camp.approve(asked)


def test_an_application_that_never_was_is_not_found(camp: Camp) -> None:
    with pytest.raises(NotFound):
        camp.do(lambda work: admission.approve(work, 17))


# -------------------------------------------------------------------- several at once


def test_all_must_agree_in_whatever_order_they_come(camp: Camp) -> None:
    steps = [{"tasks": ["share_3"]}, {"paid": 990}, {"consent": True}, {"facts": {"paid_total": 500}}]
    for name, order in (("甲", steps), ("乙", steps[::-1])):
        asked = camp.apply("core", name)
        for step in order:
            asked = camp.apply("core", name, **step)
            assert said(asked) == ("waiting", "")
        assert said(camp.approve(asked)) == ("admitted", "member")


def test_an_approval_that_comes_first_is_kept_until_the_rest_is_there(camp: Camp) -> None:
    asked = camp.apply("core", "甲", tasks=["share_3"], consent=True, facts={"paid_total": "500"})
    assert said(camp.approve(asked)) == ("waiting", "")
    assert said(camp.apply("core", "甲", paid=990)) == ("admitted", "member")


@pytest.mark.parametrize("given", [{"paid": 2990}, {"tasks": ["share_3"]}])
def test_any_one_is_enough_where_one_is_asked_for(camp: Camp, given: dict[str, object]) -> None:
    assert said(camp.apply("either", "甲")) == ("waiting", "")
    assert said(camp.apply("either", "甲", **given)) == ("admitted", "member")


def test_what_is_missing_is_told_in_the_language_of_whoever_looks(camp: Camp) -> None:
    from franchise import language

    with language("zh"):
        camp.apply("active", "甲")
    (seen,) = camp.review()
    assert seen.reason == "To be done first: 转发三条"


def test_what_is_missing_follows_the_rules_as_they_are_now(camp: Camp) -> None:
    camp.apply("paying", "甲", paid=500)
    change(camp, "admission.paying.fee", "5")
    assert [a.reason for a in camp.review()] == ["Nothing is missing any more: applying again lets in."]
    assert said(camp.apply("paying", "甲")) == ("admitted", "member")


# -------------------------------------------------------------------- facts and consent


@pytest.mark.practice("I-036")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [({}, "waiting"), ({"paid_total": "499.99"}, "rejected"), ({"paid_total": "500"}, "admitted")],
)
def test_facts_are_held_against_what_is_required(
    make_camp: Callable[..., Camp], facts: dict[str, str], expected: str
) -> None:
    camp = make_camp(admission={"camp": {"requires": {"paid_total": {"least": 500}}}})
    assert camp.apply("camp", "甲", facts=facts).verdict.code == expected


@pytest.mark.practice("I-096")
def test_nobody_comes_in_without_consent_where_it_is_asked(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(admission={"event": {"consent": True}})
    asked = camp.apply("event", "甲")
    assert said(camp.approve(asked)) == ("waiting", "")
    done = camp.apply("event", "甲", consent=True)
    assert said(done) == ("admitted", "member")
    assert done.application.consent_at == camp.app.clock.now()


@pytest.mark.parametrize(
    "facts",
    [
        {"": "1"},
        {"a b": "1"},
        {"x": ""},
        {"x": "1" * 201},
        {"x": "a\u202eb"},
        {f"f{n}": "1" for n in range(51)},
    ],
)
def test_facts_that_cannot_be_kept_are_refused(camp: Camp, facts: dict[str, str]) -> None:
    with pytest.raises(UsageProblem):
        camp.apply("event", "甲", facts=facts)
    assert camp.review() == []


# -------------------------------------------------------------------- twice, and under two names


@pytest.mark.parametrize("again", ["甲", " 甲 ", "甲\u3000"])
def test_applying_twice_goes_on_with_the_same_application(camp: Camp, again: str) -> None:
    first = camp.apply("event", "甲", facts={"a": 1})
    second = camp.apply("event", again, facts={"b": 2})
    assert second.application.id == first.application.id
    assert second.application.facts == {"a": "1", "b": "2"}
    assert len(camp.review()) == 1
    assert len(camp.events("application.made")) == 1


def test_one_who_is_in_changes_nothing_by_applying(camp: Camp) -> None:
    done = camp.approve(camp.apply("event", "甲"))
    again = camp.apply("event", "甲", paid=5)
    assert (again.repeated, said(again)) == (True, ("admitted", "member"))
    assert again.application == done.application
    assert camp.review() == []


def test_one_who_came_by_ordering_is_in_already(camp: Camp) -> None:
    camp.submit(wish("王婶", "egg", "1"))
    done = camp.apply("wang", "王婶")
    assert (done.repeated, said(done)) == (True, ("admitted", "member"))
    assert done.application.id == 0


def test_one_contact_does_not_apply_under_two_names(camp: Camp) -> None:
    camp.apply("event", "甲", contact="138 0000 0001")
    done = camp.apply("event", "乙", contact="+86 138-0000-0001")
    assert said(done) == ("rejected", "")
    assert "甲" in done.verdict.reason
    assert [a.name for a in camp.review()] == ["甲"]
    assert len(camp.events("application.doubled")) == 1


def test_one_contact_is_not_in_two_numbers_of_a_kind(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(groups={"event": {"capacity": 1}})
    camp.approve(camp.apply("event", "甲", contact="mama-01"))
    camp.approve(camp.apply("event", "丙"))
    done = camp.apply("event-2", "乙", contact="MAMA01")
    assert said(done) == ("rejected", "")


def test_one_contact_may_be_in_groups_of_two_kinds(camp: Camp) -> None:
    camp.apply("camp", "甲", contact="13800000001")
    assert said(camp.apply("paying", "乙", contact="13800000001", paid=990)) == ("admitted", "member")


def test_who_left_frees_the_contact(camp: Camp) -> None:
    camp.apply("camp", "甲", contact="13800000001")
    camp.leave("camp", "甲")
    assert said(camp.apply("camp", "乙", contact="13800000001")) == ("admitted", "member")


def test_the_contact_itself_is_kept_nowhere(camp: Camp) -> None:
    from franchise.admission import tables

    camp.apply("event", "甲", contact="13800000001")
    with camp.view() as work:
        assert "13800000001" not in str(work.conn.execute(tables.application.select()).all())


def test_a_member_of_another_group_stays_the_same_member(camp: Camp) -> None:
    known = camp.apply("plain", "甲", invited_by="staff").application.member_id
    done = camp.apply("camp", "甲", member_id=known)
    assert done.application.member_id == known
    again = camp.apply("camp", "甲家", member_id=known)
    assert (again.repeated, again.application.member_id) == (True, known)
    assert camp.people("camp") == {"甲": "member"}


def test_a_name_that_somebody_else_has_there_is_a_conflict(camp: Camp) -> None:
    known = camp.apply("plain", "甲", invited_by="staff").application.member_id
    camp.apply("camp", "甲")
    camp.leave("camp", "甲")
    with pytest.raises(Conflict):
        camp.apply("camp", "甲", member_id=known)


def test_a_member_who_never_was_is_not_found(camp: Camp) -> None:
    with pytest.raises(NotFound):
        camp.apply("camp", "甲", member_id=17)


# -------------------------------------------------------------------- leaving and coming back


@pytest.mark.practice("I-114")
def test_leaving_is_always_free(camp: Camp) -> None:
    camp.approve(camp.apply("event", "甲"))
    left = camp.leave("event", "甲")
    assert left.member_id is not None
    assert camp.people("event") == {"甲": "left"}


@pytest.mark.practice("I-114")
def test_who_has_only_applied_may_withdraw(camp: Camp) -> None:
    asked = camp.apply("event", "甲")
    assert camp.leave("event", "甲").withdrawn == asked.application.id
    assert camp.review() == []
    with pytest.raises(Conflict):
        camp.approve(asked)


def test_nobody_of_that_name_can_leave(camp: Camp) -> None:
    with pytest.raises(NotFound):
        camp.leave("event", "甲")


def test_who_comes_back_goes_through_the_same_door_and_is_the_same_member(camp: Camp) -> None:
    first = camp.apply("paying", "甲", paid=990)
    camp.leave("paying", "甲")
    assert said(camp.apply("paying", "甲")) == ("waiting", "")
    again = camp.apply("paying", "甲", paid=990)
    assert said(again) == ("admitted", "member")
    assert again.application.member_id == first.application.member_id
    assert again.application.id != first.application.id


def test_one_who_overflowed_into_the_next_number_is_not_taken_twice(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(groups={"paying": {"capacity": 1}})
    camp.apply("paying", "甲", paid=990)
    second = camp.apply("paying", "乙", paid=990)
    assert second.group.key == "paying-2"
    camp.leave("paying", "甲")
    again = camp.apply("paying", "乙", paid=990)
    assert (again.repeated, again.group.key) == (True, "paying-2")
    assert camp.people("paying") == {"甲": "left"}


def test_leaving_during_a_review_ends_the_review(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(groups={"paying": {"capacity": 1}})
    camp.apply("paying", "甲", paid=990)
    camp.refund(camp.apply("paying", "乙", paid=990))
    camp.leave("paying-2", "乙")
    assert camp.review() == []


# -------------------------------------------------------------------- events


def test_events_name_nobody(camp: Camp) -> None:
    camp.reject(camp.apply("event", "张翠花", contact="13812345678", facts={"child": "小雨"}), "张翠花是同行")
    camp.approve(camp.apply("event", "李招弟"))
    camp.leave("event", "李招弟")
    told = str([e for e in camp.events() if not e["kind"].startswith("group.")])
    for personal in ("张翠花", "李招弟", "13812345678", "小雨"):
        assert personal not in told


def test_a_store_that_asks_by_name_finds_the_rules_in_the_setup(camp: Camp) -> None:
    with camp.view() as work:
        assert admission.rules_of(work, "paying").fee == 990
        assert admission.rules_of(work, "plain").mechanisms == ("invitation",)
        assert groups.get(work, "paying").capacity == 3
