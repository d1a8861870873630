"""Villages, their groups and the one partner each has."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest
from sqlalchemy import func, select
from tests.support import VILLAGES, Shop, wish

from franchise import Conflict, Franchise, NotFound, Refused, UsageProblem, groups
from franchise_village import lists
from franchise_village import operations as villages
from franchise_village import tables as t
from franchise_village.operations import Village

EGG = wish("王婶", "egg", "1")


def active(shop: Shop, key: str = "wang") -> list[str]:
    with shop.view() as work:
        query = select(t.partner.c.name).where(
            t.partner.c.store_id == work.store_id, t.partner.c.village == key, t.partner.c.status == "active"
        )
        return list(work.conn.execute(query).scalars())


def appoint(shop: Shop, name: str, *, replace: bool = False, phone: str = "") -> None:
    shop.do(lambda work: villages.set_partner(work, "wang", name, phone, replace=replace))


@pytest.mark.practice("I-210")
def test_a_village_comes_with_its_group_route_and_partner(shop: Shop) -> None:
    with shop.view() as work:
        village = villages.get(work, "wang")
        group = groups.get(work, "wang")
    assert (village.partner, village.route, village.stop, village.group_id) == ("王春梅", "east", 1, group.id)
    assert group.name == "王家湾1"


@pytest.mark.practice("I-131")
def test_a_second_partner_is_refused_unless_he_replaces_the_first(shop: Shop) -> None:
    with pytest.raises(Conflict) as refused:
        appoint(shop, "赵新")
    assert "王春梅" in str(refused.value)
    assert "--replace" in refused.value.hint
    assert active(shop) == ["王春梅"]
    appoint(shop, "赵新", replace=True)
    assert active(shop) == ["赵新"]


def test_the_former_partner_stays_in_the_books(shop: Shop) -> None:
    shop.at("2026-03-05T10:00")
    appoint(shop, "赵新", replace=True)
    with shop.view() as work:
        rows = work.conn.execute(
            select(t.partner.c.name, t.partner.c.status, t.partner.c.until).where(
                t.partner.c.village == "wang"
            )
        ).all()
    assert sorted((r.name, r.status, r.until is None) for r in rows) == [
        ("王春梅", "former", False), ("赵新", "active", True)
    ]  # fmt: skip


def test_the_same_appointment_again_changes_nothing(shop: Shop) -> None:
    appoint(shop, "王春梅", phone="13800000301")
    assert len(shop.events("partner.appointed")) == len(VILLAGES)
    assert shop.events("partner.changed") == []


def test_a_new_phone_is_the_same_partner(shop: Shop) -> None:
    appoint(shop, "王春梅", phone="13899999999")
    with shop.view() as work:
        assert villages.get(work, "wang").phone == "13899999999"
    assert active(shop) == ["王春梅"]


@pytest.mark.practice("I-131")
@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("dialect", ["postgresql"])
def test_two_appointments_at_once_leave_one_partner(app: Franchise, replace: bool) -> None:
    shop = Shop.make(app, places=[Village(key="wang", name="王家湾")])
    start = threading.Barrier(4)

    def one(name: str) -> str:
        start.wait()
        try:
            appoint(shop, name, replace=replace)
        except Conflict:
            return "refused"
        return "appointed"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(one, ["甲", "乙", "丙", "丁"]))
    assert said == (["appointed"] * 4 if replace else ["appointed", "refused", "refused", "refused"])
    assert len(active(shop)) == 1
    assert len(shop.events("partner.appointed")) == said.count("appointed")


def test_a_village_without_partner_cannot_hand_in(app: Franchise) -> None:
    shop = Shop.make(app, places=[Village(key="wang", name="王家湾")])
    with pytest.raises(Refused) as refused:
        shop.submit(EGG)
    assert "village partner wang" in str(refused.value)
    assert "franchise" in refused.value.hint
    appoint(shop, "王春梅")
    assert shop.submit(EGG).added


def test_a_group_that_is_no_villages_needs_no_partner(shop: Shop) -> None:
    shop.do(lambda work: groups.create(work, "base", key="base"))
    assert shop.submit(EGG, group="base").added


def test_adding_a_village_again_changes_only_what_is_different(shop: Shop) -> None:
    shop.do(lambda work: villages.add(work, VILLAGES[0]))
    assert shop.events("village.changed") == []
    moved = attrs.evolve(VILLAGES[0], route="south", stop=9)
    shop.do(lambda work: villages.add(work, moved))
    with shop.view() as work:
        assert [v.key for v in villages.by_key(work).values()] == ["shang", "dong", "wang"]
    assert len(shop.events("village.changed")) == 1


def test_a_village_that_was_renamed_still_overflows_into_its_second_group(app: Franchise) -> None:
    shop = Shop.make(app, groups={"village": {"capacity": 1}})
    shop.do(lambda work: villages.add(work, attrs.evolve(VILLAGES[0], name="王家新村")))
    for name in ("甲", "乙"):
        done = shop.do(lambda work, n=name: groups.join(work, groups.get(work, "wang"), n))
    assert (done.group.key, done.state) == ("wang-2", "member")
    assert shop.submit(EGG, group="wang-2").added


@pytest.mark.parametrize(
    ("village", "error"),
    [
        (Village(key="Wang", name="x"), UsageProblem),
        (Village(key="a/b", name="x"), UsageProblem),
        (Village(key="x", name=""), UsageProblem),
        (Village(key="x", name="x" * 41), UsageProblem),
        (Village(key="x", name="a\nb"), UsageProblem),
        (Village(key="x", name="x", route="west"), NotFound),
        (Village(key="x", name="x", partner="p" * 41), UsageProblem),
    ],
)
def test_a_malformed_village_is_refused(shop: Shop, village: Village, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.do(lambda work: villages.add(work, village))
    with shop.view() as work:
        assert len(villages.by_key(work)) == len(VILLAGES)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13800000301", "138****0301"),
        ("春梅13800000301/13900000302", "春梅138****0301/139****0302"),
        ("+8613800000301", "+86138****0301"),
        ("138-0000-0301", "138****0301"),
        ("138 0000 0301", "138****0301"),
        ("0571-88880000", "0571-88880000"),
        ("订单20260305138000003011", "订单20260305138000003011"),
    ],
)
def test_mobile_numbers_are_masked_however_they_are_written(written: str, shown: str) -> None:
    assert villages.mask(written) == shown


# -------------------------------------------------------------------- from a table

TABLE = """key,name,partner,phone,address,route,stop,households
li,李庄,李大姐,13800000400,村口,east,3,120
"zhao",赵家楼,赵新,13800000401,"桥头, 小卖部",south,2,88
"""


def take(shop: Shop, text: str, *, replace: bool = False) -> int:
    return shop.do(lambda work: villages.add_all(work, lists.read_table(text, "v.csv"), replace=replace))


def test_a_table_of_villages_is_taken_in_and_again_changes_nothing(shop: Shop) -> None:
    assert (take(shop, TABLE), take(shop, TABLE)) == (2, 0)
    with shop.view() as work:
        found = villages.get(work, "zhao")
        assert work.conn.execute(select(func.count()).select_from(t.partner)).scalar_one() == 5
    assert (found.address, found.partner, found.households) == ("桥头, 小卖部", "赵新", 88)
    assert shop.events("village.changed") == []
    assert len(shop.events("village.added")) == 5


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name\nx\n", "v.csv:1"),
        ("key,name,colour\na,b,c\n", "v.csv:1"),
        ("key,name,stop\na,甲,1\nb,乙,zwei\n", "v.csv:3"),
        ("key,name,stop\na,甲,1\nb,乙,-1\n", "v.csv:3"),
        ("key,name,route\na,甲,east\nb,乙,west\n", "v.csv:3"),
        ("key,name\na,甲\nB B,乙\n", "v.csv:3"),
        ("key,name\na,甲\nb,\n", "v.csv:3"),
        ("key,name\na,甲\nb,乙,多了一格\n", "v.csv:3"),
        ("key,name\na,甲\na,乙\n", "v.csv:3"),
        ("key,name,key\na,甲,b\n", "v.csv:1"),
        ("key,name\na,甲\nb,   \n", "v.csv:3"),
        pytest.param(f"key,name\na,甲\nb,{'x' * 200_000}\n", "v.csv", id="an endless cell"),
        ("key,name,partner\na,甲,x\nwang,王家湾,别人\n", "v.csv:3"),
    ],
)
def test_a_bad_row_names_its_line_and_nothing_is_taken_in(shop: Shop, text: str, where: str) -> None:
    with pytest.raises((UsageProblem, NotFound, Conflict)) as refused:
        take(shop, text)
    assert where in str(refused.value)
    with shop.view() as work:
        assert len(villages.by_key(work)) == len(VILLAGES)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "甲\n乙"},
        {"partner": "x" * 41},
        {"partner": "王\t王"},
        {"phone": "1" * 41},
        {"stop": -1},
        {"stop": 10**20},
        {"households": -1},
        {"households": 1_000_000},
    ],
    ids=str,
)
def test_a_village_with_a_field_that_cannot_be_is_not_added(shop: Shop, wrong: dict[str, Any]) -> None:
    given = {"key": "new", "name": "新村", **wrong}
    with pytest.raises(UsageProblem, match="new"):
        shop.do(lambda work: villages.add(work, Village(**given)))
    with shop.view() as work:
        assert "new" not in villages.by_key(work)


@pytest.mark.parametrize(
    ("name", "phone"), [("", ""), ("  ", ""), ("x" * 41, ""), ("王\t王", ""), ("赵新", "1" * 41)]
)
def test_what_cannot_be_a_name_or_a_number_makes_no_partner(shop: Shop, name: str, phone: str) -> None:
    with pytest.raises(UsageProblem, match="wang"):
        appoint(shop, name, replace=True, phone=phone)
    assert ["王春梅"] == active(shop)


def test_space_around_words_is_no_part_of_them(shop: Shop) -> None:
    made = shop.do(lambda work: villages.add(work, Village(key="new", name=" 新村 ", partner=" 赵新 ")))
    appoint(shop, " 王春梅 ")
    assert ("新村", "赵新", ["王春梅"]) == (made.name, made.partner, active(shop))


def test_a_table_may_replace_partners(shop: Shop) -> None:
    text = "key,name,partner,route,stop\nwang,王家湾,别人,east,1\n"
    take(shop, text, replace=True)
    assert active(shop) == ["别人"]


def test_a_table_without_the_partners_columns_leaves_them_as_they_are(shop: Shop) -> None:
    take(shop, "key,name,route,stop\nwang,王家湾,east,4\n")
    with shop.view() as work:
        found = villages.get(work, "wang")
    assert (found.partner, found.phone, found.stop) == ("王春梅", "13800000301", 4)


def test_a_table_that_names_a_partner_without_a_phone_keeps_the_phone(shop: Shop) -> None:
    take(shop, "key,name,partner,route,stop\nwang,王家湾,王春梅,east,1\n")
    with shop.view() as work:
        assert villages.get(work, "wang").phone == "13800000301"
