"""Sections and what they become: effective setups, rules, patches, answers, paths, versions."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

from franchise.errors import NotFound, PluginFailed, SetupInvalid, UsageProblem
from franchise.setups import (
    Document,
    Effective,
    Leaf,
    Money,
    Problem,
    Schema,
    Section,
    canonical,
    digest_of,
    make_patch,
    merge_patch,
    setting,
)

Mistakes = Callable[[Callable[[], object]], list[str]]


def lines(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


# ---------------------------------------------------------------- effective


def test_every_kind_of_field_becomes_its_type(schema: Schema, doc: Document) -> None:
    setup = schema.effective(doc)
    rice, orders = setup.get("catalog")["P001"], setup.get("orders")
    assert (6200, 2500, 5, False, "dry", ()) == (
        rice.price,
        rice.pack.size,
        rice.limit,
        rice.active,
        rice.storage,
        rice.aliases,
    )
    assert ("蛋", "土鸡蛋") == setup.get("catalog")["egg"].aliases
    assert (Decimal("0.08"), 1200, 360) == (orders.pay.share, orders.pay.base, orders.opens)
    assert ["evening", "noon"] == list(orders.sessions)
    assert (1440, (630, 690)) == (orders.sessions["evening"].cutoff, orders.sessions["noon"].reminders)


def test_dates_are_dates(schema: Schema, body: dict[str, Any]) -> None:
    body["catalog"]["egg"]["since"] = date(2026, 3, 5)
    assert date(2026, 3, 5) == schema.effective(schema.parse(body)).get("catalog")["egg"].since


def test_rows_show_their_number(schema: Schema, doc: Document) -> None:
    assert "<2 rows>" == repr(schema.effective(doc).get("catalog"))


def test_a_store_lays_its_changes_and_answers_over_the_setup(schema: Schema, doc: Document) -> None:
    overlay = {"catalog": {"egg": {"price": "6"}}, "suppliers": {"veg": None}, "orders": {"opens": "07:00"}}
    setup = schema.effective(doc, overlay, {"shop": {"name": "青禾"}})
    assert (["hub"], 600, "鸡蛋") == (
        list(setup.get("suppliers")),
        setup.get("catalog")["egg"].price,
        setup.get("catalog")["egg"].name,
    )
    assert (420, "青禾") == (setup.get("orders").opens, setup.get("shop").name)
    assert ("catalog", "orders", "shop", "suppliers") == setup.names
    assert "5.8" == doc.body["catalog"]["egg"]["price"]


@pytest.mark.parametrize(
    "overlay",
    [
        {"catalog": {"egg": {"supplier": "veg"}}},
        {"catalog": {"egg": None, "P001": None}},
        {"catalog": None},
        {"orders": {"late": "permission", "pay": {}}},
        {"orders": None},
    ],
)
def test_hqs_value_stands_where_hq_has_locked_it(
    schema: Schema, doc: Document, overlay: dict[str, Any]
) -> None:
    setup = schema.effective(doc, overlay)
    assert ("hub", "refuse") == (setup.get("catalog")["egg"].supplier, setup.get("orders").late)
    assert {name: doc.body[name] for name in ("catalog", "suppliers")} == {
        name: setup.raw(name) for name in ("catalog", "suppliers")
    }


def test_what_was_not_locked_in_the_same_change_is_the_stores(schema: Schema, doc: Document) -> None:
    egg = {"supplier": "veg", "price": "6", "note": None}
    setup = schema.effective(
        doc, {"catalog": {"egg": egg, "own": {"name": "x", "price": "1", "supplier": "veg"}}}
    )
    assert ("hub", 600) == (setup.get("catalog")["egg"].supplier, setup.get("catalog")["egg"].price)
    assert "veg" == setup.get("catalog")["own"].supplier


def test_a_change_of_a_row_that_hq_removed_is_told_when_the_row_is_used(
    schema: Schema, doc: Document
) -> None:
    setup = schema.effective(doc, {"catalog": {"gone": {"price": "1"}}})
    assert 3 == len(setup.get("catalog"))
    with pytest.raises(SetupInvalid, match=r"\[catalog.gone\]: name is missing"):
        setup.get("catalog")["gone"]


def test_a_removed_section_is_empty(schema: Schema, doc: Document) -> None:
    setup = schema.effective(doc, {"shop": None, "suppliers": None})
    assert ({}, 0) == (setup.raw("suppliers"), len(setup.get("suppliers")))


def test_a_section_that_is_not_written_has_its_defaults(schema: Schema, body: dict[str, Any]) -> None:
    del body["orders"]
    setup = schema.effective(schema.parse(body))
    assert ({}, "permission") == (setup.get("orders").sessions, setup.get("orders").late)


def test_an_unknown_section_is_told_with_the_nearest_name(schema: Schema, doc: Document) -> None:
    with pytest.raises(NotFound, match="Did you mean catalog") as caught:
        schema.effective(doc).get("catalogue")
    assert "Known sections: catalog, orders, shop, suppliers." == caught.value.hint


def test_rows_are_made_when_they_are_asked_for() -> None:
    made: list[str] = []

    @attrs.frozen(kw_only=True)
    class Row:
        name: str = setting()

        def __attrs_post_init__(self) -> None:
            made.append(self.name)

    schema = Schema([Section(name="rows", each=Row, owner="core")])
    doc = schema.parse({"setup": {"name": "x"}, "rows": {f"k{n}": {"name": f"n{n}"} for n in range(5000)}})
    rows = schema.effective(doc).get("rows")
    assert (5000, True, False, []) == (len(rows), "k7" in rows, "nobody" in rows, made)
    assert rows["k7"] is rows["k7"]
    assert ["n7"] == made
    assert ["k0", "k1", "k10"] == list(rows)[:3]
    assert ["n7"] == made


def test_a_setup_enables_the_plugins_that_it_names(schema: Schema, body: dict[str, Any]) -> None:
    body["setup"]["plugins"] = ["village", "content"]
    assert ("content", "village") == schema.effective(schema.parse(body)).plugins


def test_what_is_worked_out_of_a_setup_is_kept_with_it(schema: Schema, doc: Document) -> None:
    setup = schema.effective(doc)
    assert setup.get("orders") is setup.get("orders")
    assert setup.once("x", list) is setup.once("x", list)


# ---------------------------------------------------------------- digests


def test_a_document_is_named_by_the_digests_of_its_sections(doc: Document) -> None:
    assert {name: digest_of(canonical(doc.body[name])) for name in doc.body} == dict(doc.sections)
    assert digest_of(canonical(dict(doc.sections))) == doc.digest


def test_one_change_changes_one_section(schema: Schema, doc: Document) -> None:
    changed = schema.parse(merge_patch(dict(doc.body), {"catalog": {"egg": {"price": "6"}}}))
    assert ["catalog"] == [name for name in doc.sections if doc.sections[name] != changed.sections[name]]
    assert doc != changed


def test_the_effective_digest_is_that_of_the_same_document(schema: Schema, doc: Document) -> None:
    overlay = {"catalog": {"egg": {"price": "6"}}}
    assert doc.digest == schema.effective(doc).digest
    assert schema.parse(merge_patch(dict(doc.body), overlay)).digest == schema.effective(doc, overlay).digest


def test_a_kept_document_is_restored_without_reading_its_sections(schema: Schema, doc: Document) -> None:
    class Lazily(Mapping[str, Any]):
        read: list[str] = []  # noqa: RUF012

        def __getitem__(self, name: str) -> Any:
            self.read.append(name)
            return doc.body[name]

        def __iter__(self) -> Any:
            return iter(doc.body)

        def __len__(self) -> int:
            return len(doc.body)

    body = Lazily()
    again = schema.restore(body, doc.sections)
    assert (doc, doc.meta) == (again, again.meta)
    assert 580 == schema.effective(again).get("catalog")["egg"].price
    assert ["setup", "catalog"] == body.read
    assert doc == schema.restore(dict(doc.body))


@pytest.mark.practice("I-007", "I-250")
def test_a_frozen_store_is_its_setup_with_its_changes_and_without_its_answers(
    schema: Schema, doc: Document
) -> None:
    answers = {
        "shop": {"name": "青禾", "phone": "13800000000"},
        "orders": {"sessions": {"noon": {"place": "门口"}}},
    }
    assert doc == schema.freeze(schema.effective(doc, {}, answers))
    frozen = schema.freeze(schema.effective(doc, {"catalog": {"egg": {"price": "6"}}}, answers))
    assert {"catalog": {"egg": {"price": "6"}}} == make_patch(dict(doc.body), dict(frozen.body))


def test_a_body_can_be_freed_of_answers(schema: Schema, doc: Document) -> None:
    answers = {
        "shop": {"name": "青禾"},
        "suppliers": {"hub": {"contact": "王"}},
        "orders": {"sessions": {"noon": {"place": "门口"}}},
    }
    assert dict(doc.body) == schema.without_local(schema.effective(doc, {}, answers).body)


# ---------------------------------------------------------------- rules and patches


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("catalog.egg.price", "default"),
        ("catalog.egg.supplier", "locked"),
        ("catalog.new.supplier", "locked"),
        ("suppliers.hub.contact", "local"),
        ("orders.late", "locked"),
        ("orders.greeting", "seed"),
        ("orders.sessions.noon.place", "local"),
        ("orders.pay.share", "default"),
        ("setup.name", "locked"),
    ],
)
def test_a_path_leads_to_its_rule(schema: Schema, path: str, rule: str) -> None:
    assert rule == schema.rule_of(path)


def test_an_outer_rule_covers_what_lies_inside_except_answers() -> None:
    @attrs.frozen
    class Inner:
        plain: str = setting(default="")
        own: str = setting(rule="local", default="")
        seed: str = setting(rule="seed", default="")

    @attrs.frozen
    class Outer:
        fixed: Inner = setting(rule="locked", default=Inner())
        ours: Inner = setting(rule="local", default=Inner())
        start: Inner = setting(rule="seed", default=Inner())

    # Annotations are resolved where the class stands; these stand in a function.
    for cls, names in ((Inner, {}), (Outer, {"Inner": Inner})):
        attrs.resolve_types(cls, globals(), names)
        cls.__annotations__ = {field.name: field.type for field in attrs.fields(cls)}
    schema = Schema([Section(name="x", cls=Outer, owner="core")])
    found = {
        f"{a}.{b}": schema.rule_of(f"x.{a}.{b}")
        for a in ("fixed", "ours", "start")
        for b in ("plain", "own", "seed")
    }
    assert {
        "fixed.plain": "locked", "fixed.own": "local", "fixed.seed": "locked",
        "ours.plain": "local", "ours.own": "local", "ours.seed": "local",
        "start.plain": "seed", "start.own": "local", "start.seed": "seed",
    } == found  # fmt: skip


HQ_DECIDES = "Headquarters decides this for all stores. Allowed: what HQ has not locked."
OWN_ANSWER = "Each store answers this for itself; give it as an answer."


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        ({"catalog": {"egg": {"price": "6.00"}}}, []),
        ({"catalog": {"egg": {"note": None}}}, []),
        ({"orders": {"greeting": "您好"}}, []),
        ({"catalog": {"egg": {"supplier": "veg"}}}, [f"[catalog.egg] supplier: {HQ_DECIDES}"]),
        ({"catalog": {"egg": {"supplier": None}}}, [f"[catalog.egg] supplier: {HQ_DECIDES}"]),
        ({"catalog": {"egg": None}}, [f"[catalog] egg: {HQ_DECIDES}"]),
        ({"catalog": None}, [f"[catalog]: {HQ_DECIDES}"]),
        ({"orders": {"late": "refuse"}}, [f"[orders] late: {HQ_DECIDES}"]),
        ({"orders": None}, [f"[orders]: {HQ_DECIDES}"]),
        ({"setup": {"name": "y"}}, ["[setup]: Headquarters decides this for all stores."]),
        ({"shop": {"name": "青禾"}}, [f"[shop] name: {OWN_ANSWER}"]),
        ({"orders": {"sessions": {"noon": {"place": "x"}}}}, [f"[orders.sessions.noon] place: {OWN_ANSWER}"]),
        ({"catalog": {"own": {"name": "自产", "price": "1", "supplier": "hub"}}}, []),
        ({"catalog": {"own": {"name": "自产", "price": "1"}}}, [
            "[catalog.own] supplier: supplier is missing. Allowed: one line of at most 200 characters."]),
        ({"catalog": {"EGG": {"name": "x", "price": "1", "supplier": "hub"}}}, [
            "[catalog] egg: egg and EGG differ only in capital letters. Allowed: keys that differ in more."]),
        ({"suppliers": {"own": {"name": "x", "contact": "王"}}}, [f"[suppliers.own] contact: {OWN_ANSWER}"]),
        ({"catalog": {"egg": {"price": "0"}}}, ["[catalog.egg] price: '0' is out of bounds. Allowed: 0.01 to 1000."]),
        ({"catalog": {"egg": {"name": None}}}, ["[catalog.egg] name: name is missing. Allowed: 1 to 20 characters."]),
        ({"catalog": {"egg": {"prize": "1"}}}, [
            ("[catalog.egg] prize: There is no field prize here. Did you mean price? Allowed: "
            "active, aliases, limit, name, note, pack, price, since, storage, supplier.")]),
        ({"suppliers": {"hub": None}}, [
            "[catalog.egg] supplier: 'hub' is not in suppliers. Allowed: veg."]),
        ({"orders": {"sessions": {"noon": {"cutoff": "24:00"}}}}, [
            "[orders.sessions.noon] cutoff: evening closes at the same time. Allowed: a time of its own."]),
        ({"supliers": {}}, [
            ("[supliers]: No installed plugin owns a section supliers. Did you mean suppliers? "
            "Allowed: catalog, orders, shop, suppliers.")]),
    ],
)  # fmt: skip
def test_a_stores_patch_is_taken_or_every_reason_told(
    schema: Schema, doc: Document, patch: dict[str, Any], told: list[str]
) -> None:
    assert told == lines(schema.check_patch(doc, patch, by="store"))


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        ({"catalog": {"egg": {"supplier": "veg"}}}, []),
        ({"catalog": {"egg": None}}, []),
        ({"setup": {"about": "x"}}, []),
        ({"setup": {"name": None}}, ["[setup] name: name is missing. Allowed: 1 to 80 characters."]),
        ({"orders": {"late": "never"}}, [
            "[orders] late: 'never' is not one of the choices. Allowed: refuse, permission."]),
        ({"shop": {"name": "青禾"}}, [f"[shop] name: {OWN_ANSWER}"]),
    ],
)  # fmt: skip
def test_headquarters_may_change_what_is_locked(
    schema: Schema, doc: Document, patch: dict[str, Any], told: list[str]
) -> None:
    assert told == lines(schema.check_patch(doc, patch, by="hq"))


def test_a_locked_section_admits_no_rows_of_a_store(body: dict[str, Any]) -> None:
    @attrs.frozen
    class Row:
        name: str = setting(default="")

    schema = Schema([Section(name="rows", each=Row, owner="core", rule="locked")])
    doc = schema.parse({"setup": {"name": "x"}, "rows": {"a": {}}})
    assert [f"[rows] b: {HQ_DECIDES}"] == lines(
        schema.check_patch(doc, {"rows": {"b": {"name": "x"}}}, by="store")
    )


def test_checking_a_patch_leaves_document_and_patch_alone(schema: Schema, doc: Document) -> None:
    patch = {"catalog": {"egg": {"price": "6", "note": None}}}
    before = copy.deepcopy((dict(doc.body), patch))
    schema.check_patch(doc, patch, by="store")
    assert before == (doc.body, patch)


def test_what_became_wrong_under_a_store_is_found(schema: Schema, doc: Document) -> None:
    overlay = {"catalog": {"own": {"name": "自产", "price": "1", "supplier": "gone"}, "egg": {"price": "0"}}}
    assert [
        "[catalog.egg] price: '0' is out of bounds. Allowed: 0.01 to 1000.",
        "[catalog.own] supplier: 'gone' is not in suppliers. Allowed: hub, veg.",
    ] == lines(schema.check(schema.effective(doc, overlay)))
    assert () == schema.check(doc)


def test_checks_run_again_only_for_what_a_patch_can_have_made_wrong(doc: Document) -> None:
    ran: list[str] = []

    @attrs.frozen
    class Thing:
        size: int = setting(default=0)

    def note(name: str) -> Callable[[Any, Effective], list[Problem]]:
        return lambda _typed, _effective: ran.append(name) or []  # type: ignore[func-returns-value]

    schema = Schema(
        [
            Section(name="a", cls=Thing, owner="core", check=note("a")),
            Section(name="b", cls=Thing, owner="core", check=note("b"), reads=("a",)),
            Section(name="c", cls=Thing, owner="core", check=note("c")),
        ]
    )
    whole = schema.parse({"setup": {"name": "x"}, "a": {}, "b": {}, "c": {}})
    assert ["a", "b", "c"] == ran
    ran.clear()
    schema.check_patch(whole, {"a": {"size": 1}}, by="store")
    assert ["a", "b"] == ran


def test_a_check_may_give_its_place_in_words(mistakes: Mistakes) -> None:
    found = [Problem(where="[rules] most", message="Too many."), Problem(message="Odd.")]
    schema = Schema([Section(name="rules", cls=Rules, owner="crew", check=lambda _rules, _effective: found)])
    assert ["[rules]: Odd.", "[rules] most: Too many."] == mistakes(
        lambda: schema.parse({"setup": {"name": "x"}, "rules": {}})
    )


def test_a_check_that_breaks_is_told_with_its_owner() -> None:
    schema = Schema(
        [Section(name="rules", cls=Rules, owner="crew", check=lambda _rules, _effective: [1 // 0])]
    )
    with pytest.raises(PluginFailed, match="crew failed while checking the section rules: ZeroDivisionError"):
        schema.parse({"setup": {"name": "x"}, "rules": {}})


# ---------------------------------------------------------------- answers


def test_what_a_store_must_still_answer_is_named(schema: Schema, doc: Document) -> None:
    assert (
        "orders.sessions.evening.place",
        "orders.sessions.noon.place",
        "shop.name",
    ) == schema.missing_answers(schema.effective(doc))
    answers = {"shop": {"name": "青禾"}, "orders": {"sessions": {"noon": {"place": "门口"}}}}
    assert ("orders.sessions.evening.place",) == schema.missing_answers(schema.effective(doc, {}, answers))


def test_an_unanswered_field_is_empty_meanwhile(schema: Schema, doc: Document) -> None:
    assert ("", "") == (schema.effective(doc).get("shop").name, schema.effective(doc).get("shop").phone)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"shop": {"name": "青禾"}}, []),
        ({"orders": {"sessions": {"noon": {"place": "门口"}}}}, []),
        ({"shop": {"tagline": "x"}}, [
            "[shop] tagline: The store does not answer this; the setup decides it. Allowed: local fields."]),
        ({"shop": {"name": 5}}, [
            "[shop] name: 5 is not a text. Put it in quotes. Allowed: one line of at most 200 characters."]),
        ({"shop": {"nome": "x"}}, [
            "[shop] nome: There is no field nome here. Did you mean name? Allowed: name, phone, tagline."]),
        ({"shops": {"name": "x"}}, [
            ("[shops]: No installed plugin owns a section shops. Did you mean shop? "
            "Allowed: catalog, orders, shop, suppliers.")]),
        ({"suppliers": {"new": {"name": "x"}}}, [
            "[suppliers] new: The store does not answer this; the setup decides it. Allowed: local fields."]),
    ],
)  # fmt: skip
def test_answers_are_taken_or_every_reason_told(
    schema: Schema, doc: Document, answers: dict[str, Any], told: list[str]
) -> None:
    assert told == lines(schema.check_answers(doc, answers))


def test_answers_are_read_from_a_file_of_their_own(
    schema: Schema, doc: Document, tmp_path: Path, mistakes: Mistakes
) -> None:
    file = tmp_path / "store.toml"
    file.write_text('[shop]\nname = " 青禾 "\n[orders.sessions.noon]\nplace = "门口"\n', encoding="utf-8")
    expected = {"shop": {"name": "青禾"}, "orders": {"sessions": {"noon": {"place": "门口"}}}}
    assert expected == schema.load_answers(file, doc)
    file.write_text('[shop]\nname = "青禾"\ntagline = "x"\n[orders]\nlate = "refuse"\n', encoding="utf-8")
    assert [
        "store.toml:3 [shop] tagline: The store does not answer this; the setup decides it. Allowed: local fields.",
        "store.toml:5 [orders] late: The store does not answer this; the setup decides it. Allowed: local fields.",
    ] == mistakes(lambda: schema.load_answers(file, doc))
    file.write_text("[shop]\nname = 1\n[shoop]\n", encoding="utf-8")
    assert ["store.toml:2 [shop] name", "store.toml:3 [shoop]"] == [
        line.split(": ")[0] for line in mistakes(lambda: schema.load_answers(file, doc))
    ]


# ---------------------------------------------------------------- paths


@pytest.mark.parametrize(
    ("path", "text", "patch"),
    [
        ("orders.sessions.noon.cutoff", "11:30", {"orders": {"sessions": {"noon": {"cutoff": "11:30"}}}}),
        ("orders.sessions.noon.cutoff", "7:05", {"orders": {"sessions": {"noon": {"cutoff": "07:05"}}}}),
        (
            "orders.sessions.noon.reminders",
            "9:00|10:00",
            {"orders": {"sessions": {"noon": {"reminders": ["09:00", "10:00"]}}}},
        ),
        ("orders.sessions.noon.reminders", "", {"orders": {"sessions": {"noon": {"reminders": []}}}}),
        ("orders.pay.share", "0.10", {"orders": {"pay": {"share": "0.1"}}}),
        ("orders.departs.noon", "13:00", {"orders": {"departs": {"noon": "13:00"}}}),
        ("catalog.egg.price", "6.50", {"catalog": {"egg": {"price": "6.5"}}}),
        ("catalog.egg.active", "no", {"catalog": {"egg": {"active": False}}}),
        ("catalog.egg.limit", "7", {"catalog": {"egg": {"limit": 7}}}),
        ("catalog.egg.limit", None, {"catalog": {"egg": {"limit": None}}}),
        ("catalog.egg", None, {"catalog": {"egg": None}}),
        ("catalog.brandnew.name", "x", {"catalog": {"brandnew": {"name": "x"}}}),
    ],
)
def test_a_word_becomes_a_typed_patch(
    schema: Schema, doc: Document, path: str, text: str | None, patch: dict[str, Any]
) -> None:
    assert patch == schema.assign(path, text, doc)


@pytest.mark.parametrize(
    ("path", "text", "message", "hint"),
    [
        ("order.late", "x", "There is no setup section order. Did you mean orders?", "Known sections: catalog, orders, shop, suppliers."),
        ("orders.sesions.noon.cutoff", "11:30", "There is no field sesions in orders. Did you mean sessions?",
         "Fields: code, departs, first, greeting, language, late, opens, pay, sessions."),
        ("orders.sessions.nooon.cutoff", "11:30", "There is no nooon in orders.sessions. Did you mean noon?", ""),
        ("orders.sessions.noon.cutof", "11:30", "There is no field cutof in orders.sessions.noon. Did you mean cutoff?",
         "Fields: cutoff, place, reminders."),
        ("orders.late.x", "1", "There is no field x in orders.late.", ""),
        ("orders.sessions.noon.cutoff", "noon", "'noon' is not a time of day.", "Allowed: a time from 00:00 to 24:00, such as 11:30."),
        ("orders.sessions.noon", "x", "This is a table, not a single value.", "Allowed: one field of it: cutoff, place, reminders."),
        ("orders.sessions", "x", "This is a table, not a single value.", "Allowed: one field of one entry."),
        ("orders.code", "a-1", "'a-1' does not have the right form.", "Allowed: a capital letter, - and a digit."),
        ("orders.language", "zh", "'zh' is not one of the choices.", "Allowed: en, zh_CN."),
        ("orders.opens", "13:00", "'13:00' is out of bounds.", "Allowed: 05:00 to 12:00."),
        ("catalog.a b.name", "x", "'a b' cannot be a key; names for people belong in a field such as name.",
         "Allowed: a-z, A-Z, 0-9, - and _, beginning with a letter or digit, at most 63."),
        ("catalog.zzzzz", None, "There is no zzzzz in catalog.", ""),
        ("", "x", "There is no setup section .", "Known sections: catalog, orders, shop, suppliers."),
    ],
)  # fmt: skip
def test_a_path_or_word_that_cannot_be_is_told(
    schema: Schema, doc: Document, path: str, text: str | None, message: str, hint: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        schema.assign(path, text, doc)
    assert (message, hint) == (caught.value.message, caught.value.hint)


def test_leaves_come_by_path_with_their_rules(schema: Schema, body: dict[str, Any]) -> None:
    body["orders"]["pay"] = {"share": "0.1", "base": "1"}
    body["orders"]["sessions"]["noon"]["reminders"] = ["10:00"]
    assert [
        Leaf(("catalog", "egg", "name"), "鸡蛋", "default"),
        Leaf(("catalog", "egg", "price"), "5.8", "default"),
        Leaf(("catalog", "egg", "supplier"), "hub", "locked"),
        Leaf(("orders", "pay"), {"share": "0.1", "base": "1"}, "default"),
        Leaf(("orders", "sessions", "noon", "cutoff"), "12:00", "default"),
        Leaf(("orders", "sessions", "noon", "reminders"), ["10:00"], "default"),
        Leaf(("setup", "name"), "x", "locked"),
        Leaf(("suppliers", "hub", "name"), "总店", "default"),
    ] == list(schema.leaves(schema.parse(body).body))


# ---------------------------------------------------------------- plugins that are not installed


def test_a_section_of_a_missing_plugin_is_kept_as_it_is(schema: Schema, body: dict[str, Any]) -> None:
    body["setup"]["plugins"] = {"village": ">=1.2, <2"}
    body["village"] = {"routes": {"east": {"departs": Decimal("1.50")}}}
    doc = schema.parse(body)
    assert (("village",), {"village": ">=1.2, <2"}) == (doc.unknown, doc.meta.plugins)
    assert (
        {"routes": {"east": {"departs": "1.5"}}}
        == doc.body["village"]
        == schema.effective(doc).raw("village")
    )
    assert Leaf(("village", "routes", "east", "departs"), "1.5", "default") in list(schema.leaves(doc.body))
    assert doc == schema.parse(doc.body)


def test_a_section_of_another_name_can_be_a_missing_plugins_too(schema: Schema, body: dict[str, Any]) -> None:
    body["setup"]["plugins"] = ["growth"]
    assert ("referrals",) == schema.parse({**body, "referrals": {}}).unknown


@pytest.mark.parametrize("plugins", [[], ["core"]])
def test_an_unknown_section_is_a_mistake_when_no_plugin_is_missing(
    schema: Schema, body: dict[str, Any], mistakes: Mistakes, plugins: list[str]
) -> None:
    body["setup"]["plugins"] = plugins
    assert [
        (
            "[referrals]: No installed plugin owns a section referrals. Allowed: a section of an installed plugin "
            "(catalog, orders, shop, suppliers), or of a plugin that [setup] plugins names."
        )
    ] == mistakes(lambda: schema.parse({**body, "referrals": {}}))


def test_an_installed_plugin_without_sections_is_not_missing(body: dict[str, Any]) -> None:
    schema = Schema([], plugins=["content"])
    with pytest.raises(SetupInvalid):
        schema.parse({"setup": {"name": "x", "plugins": ["content"]}, "posts": {}})


# ---------------------------------------------------------------- versions of sections


@attrs.frozen(kw_only=True)
class Rules:
    most: int = setting(default=1)
    kind: Literal["a", "b"] = setting(default="a")


def _rename(body: dict[str, Any]) -> dict[str, Any]:
    if "limit" in body:
        body["most"] = body.pop("limit")
    return body


def _retype(body: dict[str, Any]) -> dict[str, Any]:
    if isinstance(body.get("most"), str):
        body["most"] = int(body["most"])
    return body


@pytest.fixture
def versioned() -> Schema:
    return Schema(
        [Section(name="rules", cls=Rules, owner="crew", version=3, migrations={1: _rename, 2: _retype})]
    )


@pytest.mark.parametrize(
    "rules", [{"limit": "7"}, {"_version": 2, "most": "7"}, {"_version": 3, "most": 7}], ids=["1", "2", "3"]
)
def test_an_older_section_is_brought_up_to_date_when_read(versioned: Schema, rules: dict[str, Any]) -> None:
    before = copy.deepcopy(rules)
    doc = versioned.parse({"setup": {"name": "x"}, "rules": rules})
    assert {"_version": 3, "most": 7} == doc.body["rules"]
    assert ({"most": 7}, Rules(most=7)) == (
        versioned.effective(doc).raw("rules"),
        versioned.effective(doc).get("rules"),
    )
    assert before == rules


def test_a_patch_of_a_newer_version_has_problems(versioned: Schema) -> None:
    doc = versioned.parse({"setup": {"name": "x"}, "rules": {}})
    assert [
        "[rules] _version: The section rules is of version 9; the installed crew knows up to 3. Allowed: a newer crew."
    ] == lines(versioned.check_patch(doc, {"rules": {"_version": 9}}, by="store"))


def test_the_version_of_a_section_is_no_leaf(versioned: Schema) -> None:
    doc = versioned.parse({"setup": {"name": "x"}, "rules": {"limit": "7"}})
    assert [("rules", "most"), ("setup", "name")] == [leaf.path for leaf in versioned.leaves(doc.body)]


def test_a_newer_section_is_refused(versioned: Schema, mistakes: Mistakes) -> None:
    assert [
        "[rules] _version: The section rules is of version 4; the installed crew knows up to 3. Allowed: a newer crew."
    ] == mistakes(lambda: versioned.parse({"setup": {"name": "x"}, "rules": {"_version": 4}}))


@pytest.mark.parametrize("version", [0, "1", True])
def test_a_version_that_is_none_is_refused(versioned: Schema, mistakes: Mistakes, version: Any) -> None:
    (told,) = mistakes(lambda: versioned.parse({"setup": {"name": "x"}, "rules": {"_version": version}}))
    assert f"[rules] _version: {version!r} is not a section version. Allowed: 1 … 3." == told


def test_an_old_document_and_an_old_overlay_still_work(versioned: Schema) -> None:
    old = versioned.restore({"setup": {"name": "x"}, "rules": {"limit": "7"}})
    assert Rules(most=7) == versioned.effective(old).get("rules")
    assert Rules(most=8) == versioned.effective(old, {"rules": {"limit": "8"}}).get("rules")
    patch = versioned.assign("rules.most", "9", old)
    assert {"rules": {"_version": 3, "most": 9}} == patch
    assert Rules(most=9) == versioned.effective(old, patch).get("rules")
    assert [] == lines(versioned.check_patch(old, patch, by="store"))


# ---------------------------------------------------------------- declaring


def declared(annotation: Any, **told: Any) -> type:
    return attrs.make_class(
        "Made",
        {"field": setting(**told)},
        kw_only=True,
        class_body={"__annotations__": {"field": annotation}},
    )


@pytest.mark.parametrize(
    ("annotation", "told", "message"),
    [
        (float, {}, "Made.field: a setup cannot hold <class 'float'>"),
        (list[str], {}, "a setup cannot hold list"),
        (tuple[int, int], {}, "use tuple"),
        (dict[int, str], {}, "use dict"),
        (int | str, {}, "choose one type"),
        (Literal[1, 2], {}, "choices are texts"),
        (tuple[Rules, ...], {}, "lists hold single values only"),
        (int, {"pattern": "x"}, "choices and pattern are for texts"),
    ],
)
def test_a_type_that_a_setup_cannot_hold_is_refused_at_once(annotation: Any, told: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Schema([Section(name="x", cls=declared(annotation, **told), owner="core")])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Section(name="Orders", cls=Rules, owner="core"), "cannot be a section's name"),
        (lambda: Section(name="setup", cls=Rules, owner="core"), "cannot be a section's name"),
        (lambda: Section(name="x", owner="core"), "needs either cls or each"),
        (lambda: Section(name="x", cls=Rules, owner="core", version=2), "lacks migrations from"),
        (lambda: setting(rule="fixed"), "rule must be one of"),
        (
            lambda: Schema(
                [Section(name="x", cls=Rules, owner="b"), Section(name="x", each=Rules, owner="a")]
            ),
            "declared by a and by b",
        ),
    ],
)
def test_a_wrong_declaration_is_refused_at_once(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_mutable_defaults_are_not_shared(schema: Schema, body: dict[str, Any]) -> None:
    del body["orders"]["sessions"]
    one, two = (schema.effective(schema.parse(body)).get("orders") for _ in range(2))
    assert one.sessions == two.sessions == {}
    assert one.sessions is not two.sessions


def test_a_required_section_must_be_there(mistakes: Mistakes) -> None:
    schema = Schema([Section(name="rules", cls=Rules, owner="core", required=True)])
    assert ["[rules]: The section rules is missing. Allowed: a table."] == mistakes(
        lambda: schema.parse({"setup": {"name": "x"}})
    )
    doc = schema.parse({"setup": {"name": "x"}, "rules": {}})
    assert ["[rules]: The section rules cannot be removed."] == lines(
        schema.check_patch(doc, {"rules": None}, by="hq")
    )


def test_a_currency_can_have_other_places(mistakes: Mistakes) -> None:
    schema = Schema([Section(name="x", cls=declared(Money, default=Money(0)), owner="core")], money_places=0)
    doc = schema.parse({"setup": {"name": "x"}, "x": {"field": 500}})
    assert 500 == schema.effective(doc).get("x").field
    assert 1 == len(mistakes(lambda: schema.parse({"setup": {"name": "x"}, "x": {"field": "1.5"}})))


def test_importing_the_package_loads_no_reader_of_files() -> None:
    program = (
        "import sys, franchise.setups; print(*{'tomllib', 'tomlkit', 'csv', 'difflib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "" == done.stdout.strip()
