"""Name cards of staff: four parts, and a phone number of digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crew.team import Team, body

from franchise import groups
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew import cards, ties
from franchise_crew.people import Person
from franchise_crew.section import SECTION, Crew

LIN = Person(id=1, name="林小满", position="manager", phone="138 0000 0101")
STORE = "阳光母婴店"


def section(**crew: object) -> Crew:
    schema = Schema([SECTION, GROUPS])
    return schema.effective(schema.parse(body(crew=crew))).get("crew")


CREW = section()


@pytest.mark.practice("I-099")
def test_a_card_has_store_position_name_and_phone() -> None:
    assert "阳光母婴店+店长+林小满+13800000101" == cards.card(CREW, STORE, LIN)
    assert "阳光母婴店+店长+林小满+138****0101" == cards.masked(cards.card(CREW, STORE, LIN), LIN)


@pytest.mark.practice("I-099")
@pytest.mark.parametrize(
    ("nickname", "count"),
    [
        ("阳光母婴店+店长+林小满+13800000101", 0),
        ("阳光母婴店＋店长＋林小满＋１３８０００００１０１", 0),
        (" 阳光母婴店 + 店长 + 林小满 + 13800000101", 0),
        ("林小满", 1),
        ("阳光母婴店+林小满+13800000101", 1),
        ("阳光母婴店+店长+林小满+1380000010x", 1),
        ("阳光母婴店+店长+林小满+13800000102", 1),
        ("月亮母婴店+店员+林小满+", 3),
    ],
)
def test_what_is_wrong_with_a_name_is_listed(nickname: str, count: int) -> None:
    found = cards.faults(CREW, STORE, nickname, LIN)
    assert count == len(found), found
    assert "13800000101" not in str(found)


def test_the_setup_says_which_parts_in_which_order() -> None:
    short = section(card={"parts": ["name", "store"], "separator": "｜"})
    assert "林小满｜阳光母婴店" == cards.card(short, STORE, LIN)
    assert [] == cards.faults(short, STORE, "林小满|阳光母婴店", LIN)


@given(st.text(max_size=40))
def test_any_text_is_judged_without_failing(nickname: str) -> None:
    assert isinstance(cards.faults(CREW, STORE, nickname, LIN), list)
    cards.means(CREW, nickname, cards.by_name([LIN]))


def test_a_card_is_its_owner_s() -> None:
    names = cards.by_name([LIN, Person(id=2, name="周敏")])
    assert 1 == cards.means(CREW, "阳光母婴店+店长+林小满+138", names)
    assert cards.means(CREW, "林小满+周敏", names) is None
    assert cards.means(CREW, "林小", names) is None


@pytest.mark.practice("I-099")
def test_the_list_of_a_group_names_whose_name_is_no_card(team: Team) -> None:
    for name in ("周敏", "柳荫路店+市场+吴倩+13800000103", "豆宝妈妈", "张姐"):
        team.do(lambda work, name=name: groups.join(work, groups.get(work, "base"), name))
    found = team.see(lambda work: cards.worn(work, groups.get(work, "base")))
    assert [("吴倩", True), ("周敏", False)] == [(w.person, not w.faults) for w in found]
    team.do(lambda work: ties.tie(work, "周敏", groups.get(work, "base"), "周敏", stranger=True))
    assert ["吴倩"] == [w.person for w in team.see(lambda work: cards.worn(work, groups.get(work, "base")))]
