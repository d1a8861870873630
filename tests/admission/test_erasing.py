"""An erased member is nowhere to be found, and every sum is what it was."""

from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.admission.people import Camp, said
from tests.support import unknown, wish

from franchise import NotFound, Outcome, admission, groups, orders, reports
from franchise.groups.redacting import GONE, redactor
from franchise.groups.values import nickname_key
from franchise.orders import tables as o
from franchise.storage import metadata

TEXT = "#接龙\n1. 张翠花 鸡蛋2斤\n2. 李叔 豆腐1块\n张 翠 花不要辣"


def everything(camp: Camp) -> str:
    """Every row of the store, in words; papers unpacked."""
    out: list[str] = []
    with camp.view() as work:
        for table in metadata.sorted_tables:
            if "store_id" in table.c:
                rows = work.conn.execute(select(table).where(table.c.store_id == work.store_id))
                out += [f"{table.name}{list(map(unpacked, row))}" for row in rows]
    return "\n".join(out)


def unpacked(value: object) -> object:
    return zlib.decompress(value).decode() if isinstance(value, bytes) else value


def sums(camp: Camp) -> list[tuple[object, ...]]:
    with camp.view() as work:
        c = o.line.c
        rows = work.conn.execute(
            select(c.product, func.sum(c.stock_quantity), func.sum(c.amount), func.count())
            .where(c.store_id == work.store_id, c.status == "active")
            .group_by(c.product)
            .order_by(c.product)
        )
        return [tuple(map(str, row)) for row in rows]


def hand_in(camp: Camp) -> Outcome:
    return camp.submit(
        wish("张翠花", "egg", "2", raw="张翠花 鸡蛋2斤", note="送到张翠花家"),
        wish("李叔", "tofu", "1", raw="李叔 豆腐1块"),
        questions=[unknown("张翠花", "红糖"), unknown("李叔", "白糖")],
        text=TEXT,
    )


@pytest.fixture
def busy(camp: Camp) -> Camp:
    """张翠花 has done everything that leaves a trace."""
    camp.do(lambda work: groups.create(work, "base", key="other"))
    hand_in(camp)
    member = camp.apply("wang", "张翠花").application.member_id
    camp.apply(
        "paying", "张翠花", paid=990, contact="13812345678", facts={"child": "小雨三岁"}, member_id=member
    )
    camp.reject(camp.apply("event", "张翠花", contact="13812345678"), "张翠花资料不全")
    camp.apply("event", "张翠花", contact="13812345678")
    camp.do(lambda work: admission.tag(work, member, "activity", "抽奖"))
    return camp


@pytest.mark.practice("I-114")
def test_who_is_erased_is_nowhere_and_every_sum_is_as_it_was(busy: Camp) -> None:
    before = sums(busy)
    assert "张翠花" in everything(busy)
    done = busy.erase("wang", "张翠花")
    left = everything(busy)
    for personal in ("张翠花", "张 翠 花", "13812345678", "小雨"):
        assert personal not in left
    assert sums(busy) == before
    assert done.applications == 3
    assert "李叔 豆腐1块" in left
    assert busy.people("wang") == {"李叔": "member"}


def test_what_was_paid_is_still_counted(busy: Camp) -> None:
    from franchise.admission.tables import application

    busy.erase("wang", "张翠花")
    with busy.view() as work:
        assert work.conn.execute(select(func.sum(application.c.paid))).scalar_one() == 990


def test_the_other_lines_of_a_text_stay_as_they_were_written(busy: Camp) -> None:
    busy.erase("wang", "张翠花")
    with busy.view() as work:
        (text,) = work.conn.execute(select(o.submission.c.text)).scalars()
    assert text == f"#接龙\n1. {GONE} 鸡蛋2斤\n2. 李叔 豆腐1块\n{GONE}不要辣"


def test_the_same_text_again_is_still_known(busy: Camp) -> None:
    busy.erase("wang", "张翠花")
    assert hand_in(busy).repeated
    assert busy.people("wang") == {"李叔": "member"}


def test_questions_about_the_erased_are_settled_and_others_stay_open(busy: Camp) -> None:
    busy.erase("wang", "张翠花")
    assert [q.question.member for q in busy.questions()] == ["李叔"]


def test_issued_papers_lose_the_name_and_stay_sound(busy: Camp) -> None:
    busy.at("2026-03-05T12:00").close("2026-03-05/noon")

    def load(work):
        return reports.load(work, orders.find(work, "2026-03-05/noon"))

    before = busy.see(load)
    done = busy.erase("wang", "张翠花")
    after = busy.see(load)  # which proves every digest
    assert "张翠花" in str(before)
    assert "张翠花" not in str(after)
    assert done.papers == 2
    assert len(busy.events("report.redacted")) == 2
    assert str(before).replace("张翠花", GONE) == str(after)


def test_papers_made_later_show_a_number_and_the_same_sums(busy: Camp) -> None:
    busy.erase("wang", "张翠花")
    busy.at("2026-03-05T12:00").close("2026-03-05/noon")
    with busy.view() as work:
        cycle = orders.find(work, "2026-03-05/noon")
        assert {p.product: p.wanted for p in orders.purchases(work, cycle)} == {"egg": 2000, "tofu": 1000}
        (paper,) = reports.load(work, cycle, kind="packing_list", keys=["wang"])
    assert [row[0][:1] for row in paper.tables[0].rows] == ["#", "李"]


def test_what_is_listed_of_an_open_cycle_still_has_the_line(busy: Camp) -> None:
    from franchise.orders import show

    busy.erase("wang", "张翠花")
    with busy.view() as work:
        names = groups.roster(work, groups.get(work, "wang")).shown
    rows = [show.line_row(line, names) for line in busy.lines("2026-03-05/noon")]
    assert [row["code"] for row in rows] == ["egg", "tofu"]


def test_the_place_of_the_erased_goes_to_the_first_who_waits(camp: Camp) -> None:
    for name in "甲乙丙丁":
        camp.apply("camp", name)
    done = camp.erase("camp", "甲")
    assert len(done.promoted) == 1
    assert camp.people("camp") == {"乙": "member", "丙": "member", "丁": "waiting"}


def test_one_who_only_applied_is_forgotten_too(camp: Camp) -> None:
    camp.apply("event", "张翠花", facts={"child": "小雨"})
    assert camp.erase("event", "张翠花").applications == 1
    assert "张翠花" not in everything(camp)
    assert camp.review() == []


def test_every_name_of_a_household_goes(camp: Camp) -> None:
    camp.submit(wish("张翠花", "egg", "1", raw="张翠花 1"), wish("翠花婶", "tofu", "2", raw="翠花婶 2"))
    camp.do(lambda work: admission.merge(work, groups.get(work, "wang"), "张翠花", "翠花婶"))
    assert len(camp.erase("wang", "翠花婶").member_ids) == 2
    assert "翠花" not in everything(camp)


def test_whoever_came_with_the_same_contact_is_the_same_person(camp: Camp) -> None:
    camp.apply("camp", "张翠花", contact="13812345678")
    camp.apply("paying", "花姐", contact="13812345678", paid=990)
    assert len(camp.erase("camp", "张翠花").member_ids) == 2
    assert "花姐" not in everything(camp)


def test_a_namesake_in_another_group_stays(camp: Camp) -> None:
    camp.submit(wish("王婶", "egg", "1"))
    camp.submit(wish("王婶", "egg", "1"), group="shang")
    camp.erase("wang", "王婶")
    assert camp.people("shang") == {"王婶": "member"}


def test_who_was_erased_and_comes_again_is_somebody_new(camp: Camp) -> None:
    first = camp.apply("camp", "甲").application.member_id
    camp.erase("camp", "甲")
    again = camp.apply("camp", "甲")
    assert said(again) == ("admitted", "member")
    assert again.application.member_id != first


def test_nobody_of_that_name_can_be_erased(camp: Camp) -> None:
    camp.apply("camp", "张翠花")
    with pytest.raises(NotFound) as missing:
        camp.erase("camp", "张翠华")
    assert "张翠花" in missing.value.hint


def test_the_event_of_erasing_tells_the_number_only(busy: Camp) -> None:
    done = busy.erase("wang", "张翠花")
    (event,) = busy.events("member.erased")
    assert event["member_ids"] == list(done.member_ids)


# -------------------------------------------------------------------- taking names out of texts


@pytest.mark.parametrize(
    ("names", "others", "text", "expected"),
    [
        (["王"], ["王婶"], "王 鸡蛋, 王婶 豆腐", f"{GONE} 鸡蛋, 王婶 豆腐"),
        (["王婶"], ["王"], "王 鸡蛋, 王婶 豆腐", f"王 鸡蛋, {GONE} 豆腐"),
        (["Alice"], [], "ＡＬＩＣＥ 2, alice3", f"{GONE} 2, {GONE}3"),
        (["小 明"], [], "小明1 小\u3000明2", f"{GONE}1 {GONE}2"),
        (["straße"], [], "STRASSE 5", f"{GONE} 5"),
        (["甲", "乙"], [], "甲乙甲", GONE * 3),
        (["甲"], [], "", ""),
    ],
)
def test_a_name_is_found_however_it_is_written_and_longer_names_are_left_whole(
    names: list[str], others: list[str], text: str, expected: str
) -> None:
    assert redactor(names, others)(text) == expected


PEOPLE = st.text("王李张翠花婶aB", min_size=1, max_size=4)


@given(
    PEOPLE, st.lists(st.one_of(PEOPLE, st.sampled_from([" ", "\n", "2斤", "，"])), max_size=12).map("".join)
)
def test_after_taking_a_name_out_it_is_not_in_the_text_and_doing_it_twice_changes_nothing(
    name: str, text: str
) -> None:
    hide = redactor([name], [])
    once = hide(text)
    assert nickname_key(name) not in nickname_key_of(once)
    assert hide(once) == once
    assert json.loads(json.dumps(once)) == once


def nickname_key_of(text: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if not c.isspace())
