"""What must hold in the section; every mistake is told with its place."""

from __future__ import annotations

import pytest
from tests.content.corner import FACTS, SAYINGS, SETUP, body
from tests.content.shelf import SCRIPTS

from franchise import Franchise, SetupInvalid
from franchise.cadence import Cadence
from franchise.setups import Schema
from franchise.testing import check_section
from franchise_content.choosing import latest_activity, missing, of_kind, one
from franchise_content.section import SECTION, Content


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    with Franchise.open(str(tmp_path_factory.mktemp("schema") / "f.db")) as app:
        return app.schema


def problems(schema: Schema, **content: object) -> list[tuple[str, str]]:
    with pytest.raises(SetupInvalid) as refused:
        schema.parse(body(content=content))
    return [(".".join(p.path), str(p)) for p in refused.value.problems]


def section(schema: Schema, **content: object) -> Content:
    return schema.effective(schema.parse(body(content=content))).get("content")


def saying(**changes: object) -> dict[str, object]:
    return {"sayings": {"extra": {"kinds": ["base"], **changes}}}


def test_the_section_can_be_cloned_compared_and_upgraded(schema: Schema) -> None:
    from franchise.cadence.section import SECTION as CADENCE
    from franchise.catalog.section import CATALOG, SUPPLIERS
    from franchise.groups.section import SECTION as GROUPS

    beside = [
        (GROUPS, SETUP["groups"]), (CADENCE, SETUP["cadence"]), (CATALOG, SETUP["catalog"]),
        (SUPPLIERS, SETUP["suppliers"]),
    ]  # fmt: skip
    examples = [
        {},
        SETUP["content"],
        {
            "kinds": {"base": FACTS},
            "sayings": {"rules": SAYINGS["rules"]},
            "mix": {"values_a_day": 2, "needs": ["mood"]},
            "reminders": {"every_days": 3, "at": "11:00"},
            "topics": ["育儿"],
            "stiff": ["特此通知"],
        },
        {
            "promotions": {"special": SCRIPTS["special"], "hot_sale": SCRIPTS["hot_sale"]},
            "products": {"wipes": {"every_days": 7, "margin": 40, "known_price": True}},
            "fit": {"every_days": 5, "margin": 10, "known_price": False},
            "praise": {
                "words": ["好吃"],
                "negations": ["不"],
                "against": ["但"],
                "question": "{name}，可以吗？",
            },
        },
    ]
    check_section(SECTION, examples, beside=beside)


@pytest.mark.practice("I-198")
def test_every_one_of_the_six_occasions_has_a_saying_in_the_example(schema: Schema) -> None:
    found = section(schema)
    assert {"pre_group", "rules", "welcome", "introduction", "activity", "value"} == {
        s.occasion for s in found.sayings.values()
    }
    assert [] == missing(found, "base")


@pytest.mark.practice("I-199")
def test_what_is_asked_before_the_group_must_say_goal_value_benefits_and_ask_for_consent(
    schema: Schema,
) -> None:
    (found,) = problems(schema, **saying(occasion="pre_group", text="{goal}：{benefits}"))
    assert "content.sayings.extra.text" == found[0]
    assert "A saying of pre_group must have {value}, {consent}." in found[1]


@pytest.mark.practice("I-111", "I-121")
def test_the_rules_must_name_the_group(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="rules", text="不发广告"))
    assert "A saying of rules must have {group}." in found[1]


@pytest.mark.practice("I-115", "I-153", "I-200")
def test_a_welcome_must_call_the_newcomer_and_say_rules_and_activity(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="welcome", text="{about}{benefits}你好"))
    assert "must have {names}, {rules}, {activity}." in found[1]


@pytest.mark.practice("I-201")
def test_an_introduction_must_say_what_it_is_what_one_gets_and_whose_it_is(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="introduction", text="大家好"))
    assert "must have {about}, {benefits}, {owner}." in found[1]


def test_an_unknown_variable_is_told_with_the_nearest_one(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="rules", text="{group}{ownr}"))
    assert "There is nothing to put in for {ownr} in a saying of rules. Did you mean owner?" in found[1]
    assert "Allowed: {group}, {store}, {about}, {owner}." in found[1]


def test_a_variable_of_another_occasion_is_refused(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="rules", text="{group}{names}"))
    assert "{names} in a saying of rules" in found[1]


@pytest.mark.parametrize("text", ["{group} {", "{group} }", "{group} {Store}", "{group} {a b}"])
def test_a_brace_alone_is_refused(schema: Schema, text: str) -> None:
    (found,) = problems(schema, **saying(occasion="rules", text=text))
    assert "A brace stands alone in the text." in found[1]


def test_an_unknown_occasion_is_refused_with_the_six(schema: Schema) -> None:
    (found,) = problems(schema, **saying(occasion="farewell", text="再见"))
    assert "activity, introduction, pre_group, rules, value, welcome" in found[1]


def test_a_kind_has_one_saying_for_an_occasion(schema: Schema) -> None:
    one = {"occasion": "rules", "text": "{group}", "kinds": ["base"]}
    found = problems(schema, sayings={"a": one, "b": one})
    assert ["content.sayings.b.kinds"] == [path for path, _text in found]
    assert "a is already what is said on rules in base." in found[0][1]


def test_its_own_saying_comes_before_that_for_every_kind(schema: Schema) -> None:
    found = section(schema, sayings={"own": {"occasion": "rules", "text": "{group}!", "kinds": ["pool"]}})
    assert (["rules"], ["own"]) == tuple(
        [key for key, _s in of_kind(found, "rules", kind)] for kind in ("base", "pool")
    )


def test_of_value_there_are_several_and_they_take_turns(schema: Schema) -> None:
    from datetime import date

    found = section(schema)
    keys = [one(found, "value", "base", date(2026, 3, day)) for day in (5, 6, 7)]
    assert 2 == len({key for key, _s in filter(None, keys)})
    assert keys[0] == keys[2]


def test_a_fact_that_a_saying_needs_must_be_written(schema: Schema) -> None:
    found = problems(schema, kinds={"base": {"goal": "", "owner": None}})
    assert ["content.kinds.base.goal", "content.kinds.base.owner"] == [path for path, _text in found]
    assert "The saying ask needs {goal}, and nothing is written here." in found[0][1]


def test_what_is_put_into_sayings_holds_no_variables_itself(schema: Schema) -> None:
    found = problems(
        schema,
        kinds={"base": {**FACTS, "about": "{store}的群"}},
        activities={"show": {"name": "晒单", "text": "在{group}里晒", "from_day": "2026-03-01"}},
        consent="{owner}可以拉您进群吗",
    )
    assert ["content.activities.show.text", "content.consent", "content.kinds.base.about"] == sorted(
        place for place, _text in found
    )
    assert all("{" in text for _place, text in found)


def test_a_kind_without_facts_is_not_spoken_in(schema: Schema) -> None:
    assert 6 == len(missing(section(schema), "person"))


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        ({"kinds": {"nobody": {}}}, "content.kinds", "nobody"),
        ({"columns": {"nothing": {}}}, "content.columns", "nothing"),
        ({"materials": {"nothing": {}}}, "content.materials", "nothing"),
        ({"materials": {"know_1": {"product": "gold"}}}, "content.materials.know_1.product", "gold"),
        ({"columns": {"know": {"feature": "gossip"}}}, "content.columns.know.feature", "goods, picks, flash"),
        ({"columns": {"know": {"topic": "星座"}}}, "content.columns.know.topic", "There is no topic '星座'."),
        ({"welcome": {"within_seconds": 61}}, "content.welcome.within_seconds", "60"),
        (
            {"activities": {"show": {"until_day": "2026-02-01"}}},
            "content.activities.show.until_day",
            "2026-03-01 or later",
        ),
        ({"activities": {"show": {"link": ""}}}, "content.activities.show", "Nothing says how one takes part."),
        ({"reminders": {"at": "23:30"}}, "content.reminders.at", "23:30 lies in the curfew from 23:00 to 07:00."),
        ({"reminders": {"at": "06:59"}}, "content.reminders.at", "curfew"),
        ({"reminders": {"at": "24:00"}}, "content.reminders.at", "curfew"),
        ({"questions": {"at": "03:00", "least": 2}}, "content.questions.at", "curfew"),
        (
            {"mix": {"voices_least": 3, "voices_most": 2}},
            "content.mix.voices_most",
            "There cannot be at least 3 and at most 2.",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(schema: Schema, content: dict, path: str, words: str) -> None:
    found = problems(schema, **content)
    assert [path] == [where for where, _text in found]
    assert words in found[0][1]


@pytest.mark.practice("I-183")
def test_a_product_that_the_catalogue_has_not_is_refused(schema: Schema) -> None:
    (found,) = problems(schema, materials={"know_1": {"product": "wipe"}})
    assert "content.materials.know_1.product" == found[0]


def test_the_latest_activity_is_the_one_that_began_last_and_is_not_over(schema: Schema) -> None:
    from datetime import date

    found = section(
        schema,
        activities={
            "lead": {"name": "开群礼", "text": "报数", "from_day": "2026-01-01", "lead": True},
            "pool": {"name": "小群专享", "text": "x", "from_day": "2026-03-10", "kinds": ["pool"]},
        },
    )

    def key(kind: str, day: str, lead: bool = False) -> str:
        chosen = latest_activity(found, kind, date.fromisoformat(day), lead=lead)
        return chosen[0] if chosen else ""

    assert "show" == key("base", "2026-03-31")
    assert "lead" == key("base", "2026-04-01")
    assert "pool" == key("pool", "2026-03-10")
    assert "lead" == key("pool", "2026-03-10", lead=True)
    assert "" == key("base", "2024-01-01")


def test_a_setup_that_says_nothing_yet_is_in_order(schema: Schema) -> None:
    doc = schema.parse({"setup": {"name": "bare", "plugins": ["content"]}, "groups": SETUP["groups"]})
    assert isinstance(schema.effective(doc).get("cadence"), Cadence)
    assert Content() == schema.effective(doc).get("content")
