"""What must hold in a setup's house rules; every mistake is told with its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.houserules.household import SETUP, body
from tests.support import _joined

import franchise_houserules
from franchise import Franchise, SetupInvalid
from franchise.cadence.section import SECTION as CADENCE
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise.testing import check_section
from franchise_houserules.section import SECTION

STARTER = tomllib.loads(
    (Path(franchise_houserules.__file__).parent / "starter.toml").read_text(encoding="utf-8")
)["houserules"]
BESIDE = [(GROUPS, SETUP["groups"]), (CADENCE, {})]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    with Franchise.open(str(tmp_path_factory.mktemp("schema") / "f.db")) as app:
        return app.schema


def problems(schema: Schema, **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(SetupInvalid) as refused:
        schema.parse(body(houserules=changes))
    return [(".".join(p.path), str(p)) for p in refused.value.problems]


def places(schema: Schema, **changes: object) -> list[str]:
    return [path for path, _text in problems(schema, **changes)]


def test_the_section_can_be_copied_compared_and_upgraded() -> None:
    glow = {"rules": {"ads": {"name": "广告", "kind": "advertising", "ladder": ["kick"]}}, "warn_days": 90}
    check_section(SECTION, [{}, SETUP["houserules"], glow, STARTER], beside=BESIDE)


def test_the_rules_to_begin_with_are_right(schema: Schema) -> None:
    doc = schema.parse(body(houserules=None) | {"houserules": STARTER})
    section = schema.effective(doc).get("houserules")
    assert {"forbidden", "discouraged", "encouraged"} == {r.conduct for r in section.rules.values()}


@pytest.mark.practice("I-117")
def test_five_topics_are_banned_to_begin_with() -> None:
    assert {"porn", "gambling", "drugs", "religion", "politics"} <= set(STARTER["topics"])


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"kind": "curfew", "topics": ["soft"]}, "topics"),
        ({"kind": "flood", "topics": ["soft"]}, "topics"),
        ({"kind": "words", "topics": ["soft"], "media": ["image"]}, "media"),
        ({"kind": "advertising", "limit": 5}, "limit"),
        ({"kind": "words"}, "topics"),
        ({"kind": "flood", "conduct": "encouraged"}, "conduct"),
        ({"kind": "flood", "conduct": "discouraged", "ladder": ["warn"]}, "ladder"),
        ({"kind": "flood", "ladder": ["kick", "warn"]}, "ladder"),
        ({"kind": "flood", "say": "{nickname}"}, "say"),
        ({"kind": "flood", "say": "{name"}, "say"),
        ({"kind": "flood", "say": "{name!r}"}, "say"),
        ({"kind": "words", "topics": ["unknown"]}, "topics"),
        ({"kind": "flood", "kinds": ["village"]}, "kinds"),
        ({"kind": "flood", "media": ["red_packet"]}, "media"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_its_place(
    schema: Schema, rule: dict, place: str
) -> None:
    assert [f"houserules.rules.new.{place}"] == [
        path.removesuffix(".0") for path in places(schema, rules={"new": {"name": "新", **rule}})
    ]


@pytest.mark.parametrize("word", ["毒", "a", "。。。", "毒，品", ""])
def test_a_word_that_would_be_found_everywhere_is_refused(schema: Schema, word: str) -> None:
    assert places(schema, topics={"new": {"words": [word, "毒品"]}})


def test_a_harmless_word_must_hold_one_of_the_topics(schema: Schema) -> None:
    for harmless in ("鲑鱼", "大麻", "大 麻"):
        found = places(schema, topics={"new": {"words": ["大麻"], "harmless": [harmless]}})
        assert ["houserules.topics.new.harmless"] == found


def test_a_topic_without_words_is_refused(schema: Schema) -> None:
    assert ["houserules.topics.new.words"] == places(schema, topics={"new": {"name": "空"}})


def test_anybodys_address_is_not_the_chains(schema: Schema) -> None:
    assert ["houserules.domains"] == places(schema, domains=["com.cn"])


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"format": "{a}{b}", "example": "x"}, "format"),
        ({"format": "没有位置", "example": "没有位置"}, "format"),
        ({"format": "{a}-{b}", "example": "只有一段"}, "example"),
        ({"format": "{a}-{b}", "example": "甲-乙", "parts": {"c": {}}}, "parts.c"),
        ({"format": "{a}-{b}", "example": "甲-乙", "parts": {"a": {"least": 5, "most": 2}}}, "parts.a.least"),
        ({"format": "{a}-{number}", "example": "甲-1", "parts": {"number": {}}}, "parts.number"),
    ],
)
def test_a_format_that_no_name_can_have_is_refused(schema: Schema, form: dict, place: str) -> None:
    assert f"houserules.names.new.{place}" in places(schema, names={"new": form})


def test_a_rule_on_a_curfew_that_there_is_not_is_refused(schema: Schema) -> None:
    with pytest.raises(SetupInvalid) as refused:
        schema.parse(body(cadence={"curfew": {"begins": "07:00", "ends": "07:00"}}))
    assert [("houserules", "rules", "curfew", "kind")] == [p.path for p in refused.value.problems]


@pytest.mark.practice("I-100")
def test_there_are_three_classes_of_conduct_and_no_fourth(schema: Schema) -> None:
    found = problems(schema, rules={"flood": {"conduct": "tolerated"}})
    assert "houserules.rules.flood.conduct" == found[0][0]
    assert all(word in found[0][1] for word in ("forbidden", "discouraged", "encouraged"))


def test_the_setups_of_the_how_to_page_are_right(schema: Schema) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "keep-good-order.md"
    blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert 2 == len(blocks)
    for block in blocks:
        given = _joined({"houserules": STARTER}, tomllib.loads(block))
        schema.parse(body(houserules=None) | given)
