"""The `admission` section: how one gets into each kind of group. And `tags`: what members may be tagged with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal

import attrs

from franchise.groups.section import GroupKind
from franchise.messages import gettext as _
from franchise.setups import Effective, Money, Problem, Section, setting
from franchise.suggest import did_you_mean

NAME: Final = r"[a-z][a-z0-9_]{0,62}"
BUILT_IN: Final = ("application", "invitation", "payment", "task", "waiting_pool")
STAFF: Final = "staff"
MEMBER: Final = "member"
"""The position of a member who invites another."""


@attrs.frozen(kw_only=True)
class Need:
    """What one fact about a person must be. Both bounds belong to what is allowed."""

    least: Decimal | None = setting(default=None, about="at least this number")
    most: Decimal | None = setting(default=None, about="at most this number")
    one_of: tuple[str, ...] = setting(default=(), max_length=60, about="one of these texts")
    name: str = setting(default="", max_length=40, about="what people call the fact: 累计消费")


@attrs.frozen(kw_only=True)
class Charter:
    """A group's rules in words, in their four parts (I-020)."""

    who: str = setting(free_text=True, minimum=1, about="who may join (入群对象)")
    conditions: str = setting(free_text=True, minimum=1, about="what it takes to join (入群条件)")
    rules: str = setting(free_text=True, minimum=1, about="what to keep to (需遵守的规则)")
    violations: str = setting(free_text=True, minimum=1, about="what happens otherwise (违规处理)")


@attrs.frozen(kw_only=True)
class AdmissionRules:
    """How one gets into one kind of group. A kind without such a table is entered by invitation of the staff."""

    mechanisms: tuple[str, ...] = setting(
        default=("invitation",),
        minimum=1,
        maximum=10,
        pattern=NAME,
        about="invitation, task, payment, application, waiting_pool, or a plugin's",
    )
    combine: Literal["all", "any"] = setting(
        default="all", about="whether every mechanism must agree, or one is enough"
    )
    fee: Money = setting(default=0, about="payment: what it costs to join")
    task: str = setting(
        default="", max_length=64, pattern=rf"({NAME})?", about="task: the key of what must be done"
    )
    task_text: str = setting(default="", max_length=200, about="task: what must be done, in words")
    invite_by: tuple[str, ...] = setting(
        default=(STAFF,),
        minimum=1,
        maximum=20,
        pattern=NAME,
        about="invitation: positions that may invite; member means every member",
    )
    invite_days: int = setting(
        default=30, minimum=1, maximum=3650, about="invitation: days for which one holds"
    )
    consent: bool = setting(default=False, about="nobody comes in without having agreed (I-096)")
    requires: dict[str, Need] = setting(default={}, about="facts that must hold, one table each (I-036)")
    charter: Charter | None = setting(default=None, about="the rules in words, in four parts")


DEFAULT: Final = AdmissionRules()
"""For a kind of group that the section does not name: whoever sets no threshold invites by hand (I-025)."""


@attrs.frozen(kw_only=True)
class TagFamily:
    """One family of tags, such as activity tags or purchase tags."""

    name: str = setting(max_length=20, about="what people call it: 活动标签")
    tags: tuple[str, ...] = setting(default=(), max_length=40, about="the tags it has; empty: any")


def _problem(kind: str, field: str, message: str, allowed: str = "") -> Problem:
    return Problem(path=("admission", kind, *field.split(".")), message=message, allowed=allowed)


def check(
    rules: Mapping[str, AdmissionRules], effective: Effective, known: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong with the section; ``known`` maps a mechanism to the plugin it comes from ("" for the core)."""
    kinds: Mapping[str, GroupKind] = effective.get("groups")
    for key, rule in rules.items():
        if key not in kinds:
            message = _("There is no group kind {kind!r}.").format(kind=key)
            yield Problem(
                path=("admission", key),
                message=" ".join(x for x in (message, did_you_mean(key, kinds)) if x),
                allowed=", ".join(kinds),
            )
            continue
        yield from _mechanisms(key, rule, effective, known)
        yield from _together(key, rule, kinds[key])
        yield from _needs(key, rule)


def _mechanisms(
    key: str, rule: AdmissionRules, effective: Effective, known: Mapping[str, str]
) -> Iterator[Problem]:
    if len(set(rule.mechanisms)) < len(rule.mechanisms):
        yield _problem(key, "mechanisms", _("A mechanism stands here twice."), _("each once"))
    for name in dict.fromkeys(rule.mechanisms):
        if name not in known:
            message = _("There is no admission mechanism {name!r}.").format(name=name)
            near = did_you_mean(name, known)
            yield _problem(key, "mechanisms", f"{message} {near}".rstrip(), ", ".join(sorted(known)))
        elif known[name] and known[name] not in effective.plugins:
            yield _problem(
                key,
                "mechanisms",
                _(
                    "The mechanism {name} comes from the plugin {plugin}, which this setup does not use."
                ).format(name=name, plugin=known[name]),
                f'[setup] plugins = ["{known[name]}"]',
            )


def _together(key: str, rule: AdmissionRules, kind: GroupKind) -> Iterator[Problem]:
    used = set(rule.mechanisms)
    if ("payment" in used) != (rule.fee > 0):
        if rule.fee:
            yield _problem(key, "fee", _("Nothing asks for the fee."), _("payment among the mechanisms"))
        else:
            yield _problem(key, "fee", _("Payment without a fee lets everybody in."), "9.90")
    if ("task" in used) != bool(rule.task):
        if rule.task:
            yield _problem(key, "task", _("Nothing asks for the task."), _("task among the mechanisms"))
        else:
            yield _problem(key, "task", _("It is not said what must be done."), "share_3_posts")
    if "waiting_pool" not in used:
        return
    if kind.when_full != "waiting_pool":
        yield _problem(
            key,
            "mechanisms",
            _("Nobody would ever wait: a full group of this kind opens the next one."),
            f'[groups.{key}] when_full = "waiting_pool"',
        )
    if rule.combine == "any" and len(used) > 1:
        yield _problem(
            key,
            "combine",
            _("The waiting pool alone would let everybody in while there is room."),
            'combine = "all"',
        )


def _needs(key: str, rule: AdmissionRules) -> Iterator[Problem]:
    for fact, need in rule.requires.items():
        bounds = [b for b in (need.least, need.most) if b is not None]
        if not bounds and not need.one_of:
            yield _problem(
                key,
                f"requires.{fact}",
                _("Nothing is required of {fact}.").format(fact=fact),
                "least, most, one_of",
            )
        elif bounds and need.one_of:
            yield _problem(
                key,
                f"requires.{fact}",
                _("A fact is a number or one of some texts, not both."),
                "least, most",
            )
        elif len(bounds) == 2 and bounds[0] > bounds[1]:
            yield _problem(
                key,
                f"requires.{fact}.least",
                _("No number is at least {least} and at most {most}.").format(
                    least=bounds[0], most=bounds[1]
                ),
                _("least no larger than most"),
            )


def section(known: Callable[[], Mapping[str, str]]) -> Section:
    """The section of a program with these mechanisms: name → plugin, "" for the core; asked when a setup is checked."""

    def look(rules: Mapping[str, AdmissionRules], effective: Effective) -> tuple[Problem, ...]:
        return tuple(check(rules, effective, known()))

    return Section(name="admission", each=AdmissionRules, owner="core", check=look, reads=("groups",))


TAGS: Final = Section(name="tags", each=TagFamily, owner="core")
