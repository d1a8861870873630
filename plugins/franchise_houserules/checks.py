"""What must hold in house rules beyond what fields can say, each mistake with its place and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter
from typing import TYPE_CHECKING, Any

from franchise import Problem
from franchise_houserules import formats, links, wording
from franchise_houserules.messages import gettext as _

if TYPE_CHECKING:
    from franchise_houserules.section import HouseRules, NameFormat, Rule, Topic

_USES = {
    "flood": ("media", "limit", "window_minutes"),
    "curfew": (),
    "advertising": ("media", "topics"),
    "words": ("topics",),
    "pictures": ("media", "topics", "window_minutes"),
}
_FIELDS = ("media", "limit", "window_minutes", "topics")
_SAYS = ("name", "rule", "group")


def check(section: HouseRules, effective: Any) -> Iterable[Problem]:
    """Every mistake of the section, each with its place."""
    return [
        *(found for key in sorted(section.rules) for found in _rule(key, section.rules[key], effective)),
        *(found for key in sorted(section.topics) for found in _topic(key, section.topics[key])),
        *_ladder(("ladder",), section.ladder),
        *_domains(section.domains),
        *(found for key in sorted(section.names) for found in _format(key, section.names[key])),
    ]


def _rule(key: str, rule: Rule, effective: Any) -> Iterator[Problem]:
    place = ("rules", key)
    for field in _FIELDS:
        if getattr(rule, field) and field not in _USES[rule.kind]:
            yield Problem(
                path=(*place, field),
                message=_("A rule of the kind {kind} does not look at {field}.").format(
                    kind=rule.kind, field=field
                ),
                allowed=_("leave it out, or another kind"),
            )
    if rule.kind == "words" and not rule.topics:
        yield Problem(
            path=(*place, "topics"),
            message=_("The rule {rule} has no topics, so it would find nothing.").format(rule=rule.name),
            allowed='topics = ["gossip"]',
        )
    if rule.conduct == "encouraged" and rule.kind not in {"words", "pictures"}:
        yield Problem(
            path=(*place, "conduct"),
            message=_("Nobody encourages {kind}.").format(kind=rule.kind),
            allowed=_("forbidden or discouraged; words and pictures may be encouraged"),
        )
    if rule.ladder and rule.conduct != "forbidden":
        yield Problem(
            path=(*place, "ladder"),
            message=_("Only what is forbidden has a ladder; what is discouraged gets a reminder."),
            allowed='conduct = "forbidden"',
        )
    yield from _ladder((*place, "ladder"), rule.ladder)
    yield from _say(place, rule.say)
    curfew = effective.get("cadence").curfew
    if rule.kind == "curfew" and curfew.begins == curfew.ends:
        yield Problem(
            path=(*place, "kind"),
            message=_("The setup has no curfew, so the rule would find nothing."),
            allowed="[cadence.curfew] begins = 23:00:00, ends = 07:00:00",
        )


def _say(place: tuple[str, ...], say: str) -> Iterator[Problem]:
    try:
        unknown = [
            n for _text, n, spec, conv in Formatter().parse(say) if n not in {None, *_SAYS} or spec or conv
        ]
    except ValueError:
        unknown = ["{"]
    if unknown:
        yield Problem(
            path=(*place, "say"),
            message=_("{name!r} is nothing that can be put in here.").format(name=unknown[0]),
            allowed=", ".join(f"{{{name}}}" for name in _SAYS),
        )


def _ladder(place: tuple[str, ...], ladder: tuple[str, ...]) -> Iterator[Problem]:
    if "kick" in ladder[:-1]:
        yield Problem(
            path=place,
            message=_("Nothing can follow a removal: {ladder}.").format(ladder=" → ".join(ladder)),
            allowed=_("a ladder that ends with kick, or has none"),
        )


def _topic(key: str, topic: Topic) -> Iterator[Problem]:
    for word in topic.words:
        letters = wording.squeeze(word).letters
        if len(letters) < 2 or "\n" in letters:
            yield Problem(
                path=("topics", key, "words"),
                message=_("{word!r} is too short a word; it would be found everywhere.").format(word=word),
                allowed=_("words of at least two letters, without commas"),
            )
    for word in topic.harmless:
        held = list(wording.words_within(word, topic.words))
        if not held or wording.squeeze(word).letters in {wording.squeeze(w).letters for w in held}:
            yield Problem(
                path=("topics", key, "harmless"),
                message=_("{word!r} is not longer than a word of the topic, or holds none.").format(
                    word=word
                ),
                allowed=_("longer words that hold one of the topic's"),
            )
    if not topic.words:
        yield Problem(
            path=("topics", key, "words"),
            message=_("The topic {topic} has no words.").format(topic=topic.name or key),
            allowed=_("at least one"),
        )


def _domains(domains: tuple[str, ...]) -> Iterator[Problem]:
    for name in domains:
        if not links.domain(name):
            yield Problem(
                path=("domains",),
                message=_("{name!r} is no address of your own.").format(name=name),
                allowed="example.com",
            )


def _format(key: str, form: NameFormat) -> Iterator[Problem]:
    place = ("names", key)
    try:
        found = formats.pieces(form.format)
    except ValueError:
        yield Problem(
            path=(*place, "format"),
            message=_("{text!r} is no format of a name.").format(text=form.format),
            allowed=_("at most {most} places in braces with a text between them: {example}").format(
                most=formats.MOST_PARTS, example="{city}-{trade}-{nickname}"
            ),
        )
        return
    named = {piece.part for piece in found}
    for part in sorted(form.parts):
        if part not in named or part in formats.KNOWN:
            yield Problem(
                path=(*place, "parts", part),
                message=_("The format has no place {part} that anything could be said of.").format(part=part),
                allowed=", ".join(sorted(named - {"", *formats.KNOWN})),
            )
        elif form.parts[part].least > form.parts[part].most:
            yield Problem(
                path=(*place, "parts", part, "least"),
                message=_("Nothing has at least {least} and at most {most} letters.").format(
                    least=form.parts[part].least, most=form.parts[part].most
                ),
                allowed=_("no more than {count}").format(count=form.parts[part].most),
            )
    if not formats.fits(form, form.example, {}):
        yield Problem(
            path=(*place, "example"),
            message=_("The example {example!r} does not fit the format {format}.").format(
                example=form.example, format=form.format
            ),
            allowed=_("a name that fits"),
        )
