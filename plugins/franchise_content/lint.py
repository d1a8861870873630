"""What is wrong with the posts of some days: their mix and their words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from franchise_content.facts import Reader
from franchise_content.findings import Finding, Findings
from franchise_content.mix import Mix
from franchise_content.promotion_lint import as_posts, judge_promotions
from franchise_content.words import Words

if TYPE_CHECKING:
    from franchise.cadence import Cadence, Post
    from franchise_content.promotion_lint import Noted
    from franchise_content.section import Content

COUNTED: Final = ("planned", "waiting", "done")
"""Posts that reach their readers; what was missed, dropped or put off does not."""


def lint(
    section: Content,
    cadence: Cadence,
    posts: Iterable[Post],
    groups: Mapping[str, str],
    from_day: date,
    days: int,
    *,
    inactive: Collection[str] = (),
    promotions: Sequence[Noted] = (),
) -> list[Finding]:
    """Everything that is wrong with the posts of ``days`` days from ``from_day`` on.

    What seven days must hold is looked at in each whole seven days.

    Args:
        section: The setup's section.
        cadence: The setup's cadence, where materials and scenes are.
        posts: The posts, in any order.
        groups: Key of each of the store's groups → its kind.
        from_day: The first day, by the store's calendar.
        days: How many days.
        inactive: Products that are no longer sold.
        promotions: What is promoted in these days beside the plan, by time.

    """
    found = Findings()
    reader = Reader(section, cadence)
    counted = [post for post in posts if post.status in COUNTED]
    Mix(section, reader, found).judge(counted, groups, from_day, days, as_posts(promotions, groups))
    judge_promotions(section, promotions, found, from_day, days)
    Words(section, reader, found, inactive).judge(counted)
    return found.listed()
