"""The setups of the page on the crew are ones that a store can run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from franchise.cadence.section import SECTION as CADENCE
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew.assigning import permissions
from franchise_crew.section import SECTION, Crew

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "run-the-crew.md"
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def crew(block: str) -> Crew:
    given: dict[str, Any] = {
        "setup": {"name": "page", "plugins": ["crew"]},
        "groups": {"base": {"unit": "store"}, "village": {"unit": "village"}},
        **tomllib.loads(block),
    }
    schema = Schema([SECTION, GROUPS, CADENCE])
    return schema.effective(schema.parse(given)).get("crew")


def test_every_setup_on_the_page_can_be_run() -> None:
    whole, lessons, campaign, keepers = BLOCKS
    assert "expert" == crew(f"{whole}\n{lessons}").lessons["lesson"].role
    found = crew(f"{whole}\n{campaign}").campaign
    assert ("complaints", 24, True) == (found.complaints.duty, found.opinions.hours, found.signups.asked)
    assert ("village",) == crew(keepers).outside


@pytest.mark.practice("I-139")
def test_the_preset_s_team_has_eight_to_ten_people() -> None:
    found = crew(BLOCKS[0])
    assert (8, 10) == (found.team_least, found.team_most)


@pytest.mark.practice("I-123", "I-124", "I-125", "I-126", "I-132")
def test_the_preset_has_the_roles_of_the_sources_with_their_duties() -> None:
    found = crew(BLOCKS[0])
    assert ("manager", "service", "sales", "marketing") == found.roles["owner"].positions
    assert ("marketing", "service", "manager") == found.roles["admin"].positions
    able = permissions(found)
    assert [["admin", "owner"], ["admin"], ["admin"], ["admin"], ["admin"], ["expert"], ["owner"]] == [
        able[duty] for duty in ("announce", "kick", "welcome", "complaints", "signups", "teach", "greet")
    ]


@pytest.mark.practice("I-197")
def test_the_preset_s_day_keeps_order_answers_livens_up_and_prepares() -> None:
    assert {"greet", "order", "prepare"} == set(crew(BLOCKS[0]).daily)
