"""What each post, scene and saying says and shows (I-156, I-162, I-183, I-194, I-195). Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from franchise_content import steps
from franchise_content.facts import Facts, Reader
from franchise_content.findings import Findings, Severity
from franchise_content.messages import gettext as _
from franchise_content.occasions import variables

if TYPE_CHECKING:
    from franchise.cadence import Post
    from franchise_content.section import Content

TELLING: Final = ("activity", "value")
"""Occasions on which somebody is told how to do something; the points of rules and benefits are no steps."""


class Words:
    """Judges texts and what goes with them."""

    def __init__(self, section: Content, reader: Reader, found: Findings, inactive: Collection[str]) -> None:
        self.section = section
        self.reader = reader
        self.found = found
        self.inactive = inactive
        self.stiff = [(phrase, plain(phrase)) for phrase in section.stiff if plain(phrase)]
        self._phrases: dict[str, list[str]] = {}

    def judge(self, posts: Sequence[Post]) -> None:
        for key, saying in sorted(self.section.sayings.items()):
            where = f"[content.sayings.{key}] text"
            self._text(where, saying.text)
            count = steps.count(saying.text)
            if saying.occasion in TELLING and count > self.section.mix.steps and not saying.picture:
                self._many_steps(where, count)
        for post in posts:
            self._post(post)

    def _post(self, post: Post) -> None:
        facts, cadence = self.reader.facts(post), self.reader.cadence
        material = cadence.materials.get(post.material)
        for key in self.reader.scenes(post.slot, post.material):
            for line in cadence.scripts[key].lines:
                self._text(f"[cadence.scripts.{key}] lines", line, post)
        if post.gap:
            self.found.note(
                "warning",
                "gap",
                f"[cadence.columns.{post.column}]",
                _("{column} has no material for {slot}.").format(
                    column=self.reader.column(post.column), slot=post.name
                ),
                _("Add materials; `franchise content gaps` shows how many are wanted."),
                day=post.day,
                group=post.group,
            )
            return
        self._shows(post, facts)
        if material is None:
            return
        where = f"[cadence.materials.{post.material}]"
        self._text(f"{where} text", material.text, post)
        if facts.steps > self.section.mix.steps and not facts.pictured:
            self._many_steps(f"{where} picture", facts.steps, post)
        if facts.sort in self.section.mix.pictured and not (facts.pictured and facts.worded):
            self._note(
                "error",
                "picture_and_text",
                where,
                _("It has no picture.") if facts.worded else _("It has no words."),
                _("Show it with picture and text."),
                post,
            )
        self._product(post, facts)
        column = self.section.columns.get(post.column)
        if column is not None and column.source and not material.source:
            self._note(
                "warning",
                "source",
                f"{where} source",
                _("Nothing says where it comes from."),
                _("Write down its source."),
                post,
            )

    def _note(
        self, severity: Severity, code: str, where: str, text: str, advice: str, post: Post | None
    ) -> None:
        self.found.note(
            severity,
            code,
            where,
            text,
            advice,
            day=post.day if post else "",
            group=post.group if post else "",
        )

    def _many_steps(self, where: str, count: int, post: Post | None = None) -> None:
        self._note(
            "error",
            "steps",
            where,
            _("It explains {count} steps in words alone; more than {most} want a picture.").format(
                count=count, most=self.section.mix.steps
            ),
            _("Add a picture that shows the steps."),
            post,
        )

    def _text(self, where: str, text: str, post: Post | None = None) -> None:
        if text not in self._phrases:
            said = plain(text)
            self._phrases[text] = [phrase for phrase, bare in self.stiff if bare in said]
        for phrase in self._phrases[text]:
            self._note(
                "warning",
                "stiff",
                where,
                _("“{phrase}” is how an office writes.").format(phrase=phrase),
                _("Say it as you would to a friend."),
                post,
            )

    def _shows(self, post: Post, facts: Facts) -> None:
        slot = self.section.slots.get(post.slot)
        if slot is None or not slot.shows or facts.shows & set(slot.shows):
            return
        if "product" in slot.shows and facts.about_product:
            return
        self._note(
            "error",
            "shows",
            f"[content.slots.{post.slot}] shows",
            _("{material} shows nothing that {slot} is for: {shows}.").format(
                material=post.material or _("The post"), slot=post.name, shows=", ".join(slot.shows)
            ),
            _("Say in `shows` of the material or its column what it shows, or plan another."),
            post,
        )

    def _product(self, post: Post, facts: Facts) -> None:
        where = f"[content.materials.{post.material}] product"
        if facts.product in self.inactive:
            self._note(
                "error",
                "product_gone",
                where,
                _("{product} is no longer sold.").format(product=facts.product),
                _("Pair it with a product that is."),
                post,
            )
        elif self.section.mix.paired and facts.feature == "knowledge" and not facts.product:
            self._note(
                "warning",
                "unpaired",
                where,
                _("Knowledge without a product that goes with it."),
                _("Name the product that it is paired with."),
                post,
            )


def plain(text: str) -> str:
    """A text as phrases are looked for: width, case, spaces and variables do not matter."""
    for name in variables(text):
        text = text.replace(f"{{{name}}}", "\0")
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
