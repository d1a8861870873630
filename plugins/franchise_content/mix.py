"""How much of what each group is given (C-10, I-152, I-170, I-172, I-191, I-203). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from franchise_content.facts import Facts, Reader
from franchise_content.findings import Findings, Severity
from franchise_content.messages import gettext as _

if TYPE_CHECKING:
    from franchise.cadence import Post
    from franchise_content.section import Content

WEEK: Final = 7


class Mix:
    """Judges what each group is given against the section's mix."""

    def __init__(self, section: Content, reader: Reader, found: Findings) -> None:
        self.section = section
        self.reader = reader
        self.found = found

    def judge(
        self,
        posts: Sequence[Post],
        groups: Mapping[str, str],
        from_day: date,
        days: int,
        promoted: Sequence[tuple[Post, Facts]] = (),
    ) -> None:
        """Judge each group's posts; ``promoted`` are posts beside the plan, which push a product."""
        mix = self.section.mix
        by_group: dict[str, list[tuple[Post, Facts]]] = {}
        for post in posts:
            if not post.private:
                by_group.setdefault(post.group, []).append((post, self.reader.facts(post)))
        for post, facts in promoted:
            by_group.setdefault(post.group, []).append((post, facts))
        chosen = [key for key, kind in groups.items() if kind in mix.kinds] if mix.kinds else list(by_group)
        span = [from_day + timedelta(days=n) for n in range(days)]
        for group in sorted(chosen):
            told = sorted(
                by_group.get(group, ()), key=lambda one: (one[0].begins_at, one[0].slot, one[0].nth)
            )
            self._unsorted(told)
            self._streaks(group, told)
            by_day = {day.isoformat(): [f for post, f in told if post.day == day.isoformat()] for day in span}
            for day, of_day in by_day.items():
                self._day(group, day, of_day)
            for first in range(0, days - WEEK + 1, WEEK):
                week = [day.isoformat() for day in span[first : first + WEEK]]
                self._week(group, week, [f for day in week for f in by_day[day]])

    def _unsorted(self, told: Iterable[tuple[Post, Facts]]) -> None:
        for post, facts in told:
            if facts.sort:
                continue
            place = f"[content.columns.{post.column}]" if post.column else f"[content.slots.{post.slot}]"
            self.found.note(
                "warning",
                "unsorted",
                f"{place} sort",
                _("Nothing says whether {name} is of value, a promotion or talk.").format(
                    name=self.reader.column(post.column) or post.name
                ),
                _("Write it down: value, promotion or talk."),
                day=post.day,
                group=post.group,
            )

    def _streaks(self, group: str, told: Sequence[tuple[Post, Facts]]) -> None:
        most = self.section.mix.promotions_in_a_row
        if not most:
            return
        for promotion, run in groupby(told, key=lambda item: item[1].sort == "promotion"):
            streak = [post for post, _facts in run]
            if not promotion or len(streak) <= most:
                continue
            first, last = streak[0], streak[-1]
            text = _(
                "{count} promotions follow one another, from {first} on {begins} to {last} on {ends}; at most {most}"
                " are wanted."
            ).format(
                count=len(streak),
                first=first.name,
                begins=first.day,
                last=last.name,
                ends=last.day,
                most=most,
            )
            for post in streak:
                self.found.note(
                    "error",
                    "streak",
                    "[content.mix] promotions_in_a_row",
                    text,
                    _("Put something of value or talk between them."),
                    day=post.day,
                    group=group,
                )

    def _day(self, group: str, day: str, facts: Sequence[Facts]) -> None:
        mix = self.section.mix
        if sum(f.sort == "value" for f in facts) < mix.values_a_day:
            self.found.note(
                "error",
                "value",
                "[content.mix] values_a_day",
                _("Too little of value; wanted: {least} a day.").format(least=mix.values_a_day),
                _("Plan a column of sort value for these days, such as knowledge."),
                day=day,
                group=group,
            )
        if sum(f.about_product for f in facts) < mix.products_a_day:
            self.found.note(
                "error",
                "product",
                "[content.mix] products_a_day",
                _("Too little about products; wanted: {least} a day.").format(least=mix.products_a_day),
                _("Plan a column of the feature goods, picks or flash for these days."),
                day=day,
                group=group,
            )

    def _week(self, group: str, days: Sequence[str], facts: Sequence[Facts]) -> None:
        mix = self.section.mix

        def note(severity: Severity, code: str, where: str, text: str, advice: str) -> None:
            for day in days:
                self.found.note(
                    severity,
                    code,
                    where,
                    text,
                    advice,
                    day=day,
                    group=group,
                )

        if sum(f.feature == "knowledge" for f in facts) < mix.knowledge_a_week:
            note(
                "error",
                "knowledge",
                "[content.mix] knowledge_a_week",
                _("Too little knowledge in the seven days from {day} on; wanted: {least}.").format(
                    day=days[0], least=mix.knowledge_a_week
                ),
                _("Plan a column of the feature knowledge."),
            )
        served = {f.need for f in facts}
        words = {"shopping": _("shopping"), "benefit": _("benefit"), "mood": _("mood")}
        for need in mix.needs:
            if need not in served:
                note(
                    "warning",
                    "need",
                    "[content.mix] needs",
                    _("Nothing in the seven days from {day} on serves the need for {need}.").format(
                        day=days[0], need=words[need]
                    ),
                    _("Plan a column with that need, or say which column serves it."),
                )
        voices = sum(f.form == "voice" for f in facts)
        most = voices if mix.voices_most is None else mix.voices_most
        if not mix.voices_least <= voices <= most:
            note(
                "warning",
                "voice",
                "[content.mix] voices_least",
                _("Voice messages in the seven days from {day} on: {count}; wanted: {wanted}.").format(
                    day=days[0],
                    count=voices,
                    wanted=f"≥ {mix.voices_least}"
                    if mix.voices_most is None
                    else f"{mix.voices_least}–{mix.voices_most}",
                ),
                _("Send them irregularly, in small talk."),
            )
