"""The quick looks of the reader pass nothing by: proven from the patterns themselves, not from examples."""

from __future__ import annotations

import pytest
from tests.village.jielong.necessary import needs, opens

from franchise_village.jielong import (
    bookings,
    clauses,
    companions,
    corrections,
    cues,
    parties,
    speech,
    sums,
    takings,
    tellings,
    together,
    wishes,
)
from franchise_village.jielong.patterns import Pattern

MODULES = (speech, parties, corrections, takings, tellings, sums, companions, together)
# Asked of plain clauses as well, or only once another of the patterns has matched.
ELSEWHERE = {
    "speech._PACKED_AS",
    "corrections._NOW",
    "takings._OLD_LEAD",
    "takings._TURNED",
    "takings._POINTED",
    "takings._MEASURE",
    "takings._NUMBERED",
    "sums._MORE",
    "companions._LEAD",
    "companions._BESIDE",
    "companions._AND",
    "companions._PAIRED",
}
ASKED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": found
    for module in MODULES
    for name, found in vars(module).items()
    if isinstance(found, Pattern)
} | {
    "wishes._CHAT": wishes._CHAT,
    "wishes._COMPLAINT": wishes._COMPLAINT,
    "wishes.CONDITION": wishes.CONDITION,
    "clauses._TAG": clauses._TAG,
    "bookings._ASKED_FOR": bookings._ASKED_FOR,
}


@pytest.mark.parametrize("name", sorted(ASKED.keys() - ELSEWHERE))
def test_a_clause_that_only_names_goods_matches_no_pattern_of_speech(name: str) -> None:
    assert needs(ASKED[name].pattern, cues.SPEAKING | cues.SHARING)


def test_what_may_open_a_clause_begins_as_the_quick_look_says() -> None:
    assert opens(clauses._LEAD.pattern, cues.OPENING)
    assert opens(bookings._LEAD_IN.pattern, cues.LEADING_IN)


@pytest.mark.parametrize("pattern", ["ab|c", "(?:x)?[ac]+", "(?=a)b|[^x]c", "a{2}"])
def test_the_proof_accepts_what_is_needed(pattern: str) -> None:
    assert needs(pattern, "ac")


@pytest.mark.parametrize("pattern", ["ab|d", "a?", "[a-c]", "[^a]", "(?!a)b", "(?:a|)b", "a*"])
def test_the_proof_refuses_what_can_match_without(pattern: str) -> None:
    assert not needs(pattern, "ac")


@pytest.mark.parametrize(
    ("pattern", "accepted"), [("a?b", True), ("a?d", False), (".a", False), ("a*", False)]
)
def test_the_proof_of_openings_sees_optional_parts(pattern: str, *, accepted: bool) -> None:
    assert accepted == opens(pattern, "abc")
