"""Proposals: what a store does better reaches HQ, and from there every clone."""

from __future__ import annotations

import pytest
from tests.replication.fleet import Fleet

from franchise import Franchise, FranchiseError, NotFound, Refused, UsageProblem
from franchise.replication import proposals


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    fleet = Fleet.make(app, "a", "b")
    fleet.set("a", "catalog.egg.price", "6")
    return fleet


def propose(fleet: Fleet, key: str, path: str, note: str = "") -> proposals.Proposal:
    return fleet.app.attempt(key, lambda work: proposals.propose(work, fleet.app.schema, path, note)[0])


def accept(fleet: Fleet, name: str) -> bool:
    with fleet.app.hq_view() as conn:
        found = proposals.find(conn, name)
    return fleet.app.attempt("hub", lambda work: proposals.accept(work, fleet.app.schema, found))


def test_an_accepted_proposal_becomes_everybodys_and_the_stores_change_is_gone(fleet):
    made = propose(fleet, "a", "catalog.egg.price", "sells better")
    assert ("a:1", "6", "4.5", "open") == (made.name, made.value, made.base, made.status)
    assert accept(fleet, "a:1")
    fleet.save()
    fleet.upgrade()
    assert ({}, {}) == (fleet.store("a").overlay, fleet.store("a").conflicts)
    assert "6" == fleet.raw("b", "catalog")["egg"]["price"]
    with fleet.app.hq_view() as conn:
        assert ([], ["accepted"]) == (
            proposals.listed(conn), [p.status for p in proposals.listed(conn, status="", source="hub")]
        )  # fmt: skip
    with pytest.raises(Refused):
        accept(fleet, "a:1")


def test_a_whole_product_and_a_removal_can_be_proposed(fleet):
    yogurt = {"name": "酸奶", "unit": "瓶", "price": "5", "supplier": "dairy"}
    fleet.lay("a", {"catalog": {"yogurt": yogurt}})
    fleet.remove("a", "catalog.salt")
    assert (yogurt, None) == (
        propose(fleet, "a", "catalog.yogurt").value,
        propose(fleet, "a", "catalog.salt").value,
    )
    accept(fleet, "a:1")
    accept(fleet, "a:2")
    fleet.save()
    fleet.upgrade("b")
    assert ("酸奶", False) == (
        fleet.raw("b", "catalog")["yogurt"]["name"],
        "salt" in fleet.raw("b", "catalog"),
    )


def test_a_rejected_proposal_needs_a_reason_that_the_store_can_read(fleet):
    found = propose(fleet, "a", "catalog.egg.price")
    with pytest.raises(UsageProblem):
        fleet.app.attempt("hub", lambda work: proposals.reject(work, found, " "))
    fleet.app.attempt("hub", lambda work: proposals.reject(work, found, "too dear"))
    with fleet.app.hq_view() as conn:
        assert ("rejected", "too dear") == (
            proposals.find(conn, "a:1").status,
            proposals.find(conn, "a:1").reason,
        )
    assert "6" == fleet.raw("a", "catalog")["egg"]["price"]
    assert "a:2" == propose(fleet, "a", "catalog.egg.price").name


@pytest.mark.parametrize(
    ("key", "path"),
    [("b", "catalog.egg.price"), ("a", "catalog.tofu.price"), ("a", "store.name"), ("hub", "catalog.egg.price"), ("a", "catalog"), ("a", "no.thing")],
)  # fmt: skip
def test_what_is_not_the_stores_own_change_cannot_be_proposed(fleet, key, path):
    with pytest.raises(FranchiseError):
        propose(fleet, key, path)


def test_the_same_offer_is_made_once_and_an_unknown_one_is_not_found(fleet):
    propose(fleet, "a", "catalog.egg.price")
    with pytest.raises(Refused, match="a:1"):
        propose(fleet, "a", "catalog.egg.price")
    with fleet.app.hq_view() as conn:
        for name in ("a:9", "a", "", ":", "a:x", "nobody:1"):
            with pytest.raises(NotFound):
                proposals.find(conn, name)


def test_a_proposal_that_would_break_the_sources_setup_is_not_taken(fleet):
    fleet.set("a", "orders.sessions.evening.cutoff", "18:00")
    propose(fleet, "a", "orders.sessions.evening.cutoff")
    fleet.publish(orders={"sessions": {"tea": {"name": "茶单", "cutoff": "18:00"}}})
    with pytest.raises(Refused):
        accept(fleet, "a:1")
    with fleet.app.hq_view() as conn:
        assert "open" == proposals.find(conn, "a:1").status


def test_personal_data_in_a_proposal_is_told(fleet):
    fleet.set("a", "suppliers.farm.delivery_note", "找老王 13912345678")
    found = fleet.app.attempt(
        "a", lambda work: proposals.propose(work, fleet.app.schema, "suppliers.farm.delivery_note")[1]
    )
    assert ["mobile"] == [finding.kind for finding in found]
