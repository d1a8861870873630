"""What a group needs to be kept in order: a name, rules, members, a form of nicknames (I-119, I-120)."""

from __future__ import annotations

import attrs

from franchise import Group, UnitOfWork, groups
from franchise_houserules import formats
from franchise_houserules.messages import gettext as _
from franchise_houserules.settings import rules_for, settings_of


@attrs.frozen(kw_only=True)
class Base:
    """A group with what it has and what it lacks."""

    group: Group
    rules: int
    members: int
    nickname: str
    lacks: tuple[str, ...]


def bases(work: UnitOfWork) -> list[Base]:
    """Every group of the store, by key."""
    section = settings_of(work)
    sizes = groups.sizes(work)
    found = []
    for group in sorted(groups.listed(work), key=lambda g: g.key):
        rules = rules_for(section, group.kind)
        forms = [
            form
            for _key, form in sorted(section.names.items())
            if form.whose == "members" and (not form.kinds or group.kind in form.kinds)
        ]
        bad = [rule for rule in rules.values() if rule.conduct != "encouraged"]
        lacks = []
        if not group.name.strip() or len(formats.plain(group.name)) > formats.LONGEST:
            lacks.append(_("a name of at most {most} letters").format(most=formats.LONGEST))
        if not rules:
            lacks.append(_("rules"))
        if not forms:
            lacks.append(_("a form of nicknames"))
        if len(bad) > section.rules_limit:
            lacks.append(
                _("simplicity: {count} rules, {most} are enough").format(
                    count=len(bad), most=section.rules_limit
                )
            )
        found.append(
            Base(
                group=group,
                rules=len(rules),
                members=sizes.get((group.id, "member"), 0),
                nickname=forms[0].example if forms else "",
                lacks=tuple(lacks),
            )
        )
    return found


def too_many(work: UnitOfWork) -> list[tuple[str, int]]:
    """Kinds of group with more rules than people keep in mind, with how many (I-120)."""
    section = settings_of(work)
    found = []
    for kind in sorted(work.setup.get("groups")):
        count = sum(rule.conduct != "encouraged" for rule in rules_for(section, kind).values())
        if count > section.rules_limit:
            found.append((kind, count))
    return found
