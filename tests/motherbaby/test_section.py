"""What must hold in a setup's tiers and grades; every mistake is told with its place."""

from __future__ import annotations

import pytest
from tests.motherbaby.nursery import EXAMPLE, body

from franchise import Franchise, SetupInvalid
from franchise.setups import Schema
from franchise_motherbaby.ladder import grade_for, ladder, sides


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    with Franchise.open(str(tmp_path_factory.mktemp("schema") / "f.db")) as app:
        return app.schema


def problems(schema: Schema, **sections: object) -> list[tuple[str, str]]:
    with pytest.raises(SetupInvalid) as refused:
        schema.parse(body(**sections))
    return [(".".join(p.path), str(p)) for p in refused.value.problems]


def tiers(**changes: object) -> dict[str, object]:
    return {"tiers": changes}


@pytest.mark.practice("I-049", "C-01")
def test_the_ladder_lists_base_advanced_core_in_their_order_and_theme_beside_it(schema: Schema) -> None:
    doc = schema.load(EXAMPLE / "hq.toml")
    section = schema.effective(doc).get("motherbaby")
    assert ("base", "advanced", "core") == ladder(section)
    assert ("theme",) == sides(section)


@pytest.mark.practice("I-071")
def test_the_funnel_lists_pond_transit_core_with_their_shares_and_lives(schema: Schema) -> None:
    section = schema.effective(schema.load(EXAMPLE / "funnel.toml")).get("motherbaby")
    assert [
        ("pond", 15, None, 7), ("transit", 20, 14, 28), ("core", 65, 90, 730)
    ] == [
        (key, section.tiers[key].effort, section.tiers[key].life_least, section.tiers[key].life)
        for key in ladder(section)
    ]  # fmt: skip


def test_tiers_in_a_circle_are_refused_with_the_circle(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(core={"next": "base"}))
    assert ["motherbaby.tiers.base.next"] == [path for path, _text in found]
    assert "advanced → core → base → advanced" in found[0][1]


def test_a_tier_that_leads_to_itself_is_refused(schema: Schema) -> None:
    assert "motherbaby.tiers.core.next" == problems(schema, motherbaby=tiers(core={"next": "core"}))[0][0]


def test_two_tiers_cannot_lead_to_the_same(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(advanced={"next": None}, core={"next": "advanced"}))
    assert ["motherbaby.tiers.core.next"] == [path for path, _text in found if path.endswith("next")]


def test_a_second_foot_of_the_ladder_is_refused(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(pond={"side": False}))
    assert ("motherbaby.tiers.pond") in [path for path, _text in found]


def test_a_tier_beside_the_ladder_is_not_on_it(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(theme={"next": "core"}))
    assert "motherbaby.tiers.theme.side" in [path for path, _text in found]


@pytest.mark.practice("I-065")
def test_only_a_tier_beside_the_ladder_has_a_partner(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(base={"partner": "bakery"}))
    assert "motherbaby.tiers.base.partner" == found[0][0]


def test_a_tier_needs_its_kind_of_group(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(gold={"name": "金卡群", "side": True}))
    assert [("motherbaby.tiers", True)] == [(path, "'gold' is not in groups" in text) for path, text in found]


def test_a_next_tier_that_is_not_there_is_told(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(core={"next": "diamond"}))
    assert "motherbaby.tiers.core.next" == found[0][0]
    assert "diamond" in found[0][1]


@pytest.mark.parametrize(
    ("grades", "path"),
    [
        ({"junior": {"least": "1000"}}, "core.least"),
        ({"junior": {"least": "1500"}}, "core.least"),
        ({"core": {"least": "500"}}, "core.least"),
        ({"junior": {"rank": 2}}, "junior.rank"),
        ({"ordinary": {"least": "1"}}, "ordinary.least"),
        ({"distributor": {"least": "5000"}}, "distributor.least"),
        ({"distributor": {"rank": 1}, "junior": {"rank": 5}}, "core.rank"),
    ],
)
def test_thresholds_out_of_order_are_refused_with_their_place(
    schema: Schema, grades: dict[str, object], path: str
) -> None:
    found = problems(schema, motherbaby={"grades": grades})
    assert f"motherbaby.grades.{path}" in [place for place, _text in found]


def test_a_threshold_below_zero_is_refused(schema: Schema) -> None:
    found = problems(schema, motherbaby={"grades": {"junior": {"least": "-1"}}})
    assert "motherbaby.grades.junior.least" == found[0][0]


def test_a_higher_tier_cannot_take_a_lower_grade(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(advanced={"grade": "core"}, core={"grade": "junior"}))
    assert ["motherbaby.tiers.core.grade"] == [path for path, _text in found]


def test_a_higher_tier_cannot_take_fewer_orders(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(core={"grade": None, "orders": 0}))
    assert ["motherbaby.tiers.core.orders"] == [path for path, _text in found]


@pytest.mark.practice("I-071")
@pytest.mark.parametrize(
    ("shares", "right"), [((15, 20, 65), True), ((15, 20, 64), False), ((15, 20, 66), False)]
)
def test_shares_of_effort_make_a_hundred(schema: Schema, shares: tuple[int, ...], right: bool) -> None:
    given = tiers(**{key: {"effort": n} for key, n in zip(("base", "advanced", "core"), shares, strict=True)})
    if right:
        assert schema.parse(body(motherbaby=given))
    else:
        (found,) = problems(schema, motherbaby=given)
        assert str(sum(shares)) in found[1]
        assert found[0].endswith(".effort")


def test_a_life_ends_after_it_begins(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(core={"life_least": 800}))
    assert ["motherbaby.tiers.core.life_least"] == [path for path, _text in found]


@pytest.mark.practice("I-059")
def test_the_first_tier_gives_something_for_free(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(base={"free_service": None}))
    assert ["motherbaby.tiers.base.free_service"] == [path for path, _text in found]


@pytest.mark.practice("I-059")
def test_a_free_service_must_be_posted_in_its_tier(schema: Schema) -> None:
    found = problems(
        schema,
        cadence={"columns": {"nutrition": {"name": "营养知识"}}},
        motherbaby=tiers(base={"free_service": ["nutrition"]}),
    )
    assert ["motherbaby.tiers.base.free_service"] == [path for path, _text in found]


def test_a_column_that_is_not_there_is_told(schema: Schema) -> None:
    found = problems(schema, motherbaby=tiers(base={"free_service": ["parentig"]}))
    assert "motherbaby.tiers.base.free_service" in found[0][0]
    assert "parenting" in found[0][1]


def test_numbered_groups_need_their_number_in_the_name(schema: Schema) -> None:
    found = problems(schema, groups={"base": {"name": "{store}会员群"}})
    assert ["motherbaby.tiers.base"] == [path for path, _text in found]


def test_times_of_a_source_belong_together(schema: Schema) -> None:
    found = problems(schema, motherbaby={"sources": {"park_dance": {"ends": "18:00"}}})
    assert ["motherbaby.sources.park_dance.ends"] == [path for path, _text in found]
    found = problems(schema, motherbaby={"sources": {"park_dance": {"ends": None}}})
    assert ["motherbaby.sources.park_dance"] == [path for path, _text in found]


def test_a_youngest_baby_is_no_older_than_the_oldest(schema: Schema) -> None:
    found = problems(schema, motherbaby={"baby": {"months_least": 40}})
    assert ["motherbaby.baby.months_least"] == [path for path, _text in found]


def test_mistakes_in_a_file_are_told_with_file_and_line(schema: Schema, tmp_path) -> None:
    text = (EXAMPLE / "hq.toml").read_text(encoding="utf-8").replace('least = "1000"', 'least = "400"')
    for name in ("catalog.csv", "suppliers.csv", "materials.csv"):
        (tmp_path / name).write_text((EXAMPLE / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "hq.toml").write_text(text, encoding="utf-8")
    line = text[: text.index('least = "400"')].count("\n") + 1
    with pytest.raises(SetupInvalid) as refused:
        schema.load(tmp_path / "hq.toml")
    assert f"hq.toml:{line} [motherbaby.grades.core] least" in str(refused.value)


@pytest.mark.practice("I-072", "C-02")
@pytest.mark.parametrize(
    ("fen", "grade"),
    [
        (0, "ordinary"),
        (49_999, "ordinary"),
        (50_000, "junior"),
        (99_999, "junior"),
        (100_000, "core"),
        (10**12, "core"),
    ],
)
def test_grades_begin_exactly_at_their_thresholds(schema: Schema, fen: int, grade: str) -> None:
    section = schema.effective(schema.load(EXAMPLE / "hq.toml")).get("motherbaby")
    assert grade == grade_for(section.grades, fen)
