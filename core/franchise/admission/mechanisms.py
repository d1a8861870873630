"""The core's five mechanisms, those that plugins add, and how several are weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from franchise import amounts
from franchise.admission.section import DEFAULT, AdmissionRules, Need
from franchise.admission.values import Admitted, Application, Mechanism, Rejected, Verdict, Waiting
from franchise.errors import PluginFailed
from franchise.messages import gettext as _
from franchise.messages import sentences
from franchise.plugins import Plugins
from franchise.work import UnitOfWork

HOOK: Final = "franchise_admission_mechanisms"


def rules_of(work: UnitOfWork, kind: str) -> AdmissionRules:
    """How one gets into a kind of group; by invitation of the staff where the setup says nothing (I-025)."""
    found: Mapping[str, AdmissionRules] = work.setup.get("admission")
    return found.get(kind, DEFAULT)


def by_invitation(_work: UnitOfWork, application: Application, rules: AdmissionRules) -> Verdict:
    """Only who was invited by somebody in the right position (I-083)."""
    if application.invited_by in rules.invite_by:
        return Admitted()
    if application.invited_by:
        return Rejected(
            _("{position} may not invite into {group}.").format(
                position=application.invited_by, group=application.group.name
            )
        )
    return Rejected(_("{group} is entered by invitation.").format(group=application.group.name))


def by_task(_work: UnitOfWork, application: Application, rules: AdmissionRules) -> Verdict:
    """Only who did what is asked (I-084)."""
    if rules.task in application.tasks:
        return Admitted()
    return Waiting(_("To be done first: {task}").format(task=rules.task_text or rules.task))


def by_payment(_work: UnitOfWork, application: Application, rules: AdmissionRules) -> Verdict:
    """Only who paid (I-085)."""
    if application.paid >= rules.fee:
        return Admitted()
    return Waiting(
        _("{paid} of {fee} are paid.").format(
            paid=amounts.format_money(application.paid), fee=amounts.format_money(rules.fee)
        )
    )


def by_application(_work: UnitOfWork, application: Application, _rules: AdmissionRules) -> Verdict:
    """Only whom a person approved (I-086)."""
    return Admitted() if application.approved_by else Waiting(_("Somebody has to approve it."))


def by_waiting_pool(_work: UnitOfWork, _application: Application, _rules: AdmissionRules) -> Verdict:
    """Everybody, one after the other: whether there is room is seen when the place is given (I-087)."""
    return Admitted()


CORE: Final = (
    Mechanism(name="invitation", title=lambda: _("invitation"), judge=by_invitation),
    Mechanism(name="task", title=lambda: _("task"), judge=by_task),
    Mechanism(name="payment", title=lambda: _("payment"), judge=by_payment),
    Mechanism(name="application", title=lambda: _("application"), judge=by_application),
    Mechanism(name="waiting_pool", title=lambda: _("waiting pool"), judge=by_waiting_pool),
)


def mechanisms(plugins: Plugins) -> dict[str, tuple[Mechanism, str]]:
    """Every mechanism by name, with the plugin it comes from ("" for the core): the core's, then by plugin.

    Raises:
        PluginFailed: Two of one name.

    """
    found = {one.name: (one, "") for one in CORE}
    for answer in plugins.collect(HOOK):
        for one in answer.value:
            if one.name in found:
                raise PluginFailed(
                    _(
                        "The plugin {plugin} brings an admission mechanism {name!r}, which is there already."
                    ).format(plugin=answer.plugin, name=one.name),
                    hint=_("Switch it off: FRANCHISE_WITHOUT={plugin}").format(plugin=answer.plugin),
                )
            found[one.name] = (one, answer.plugin)
    return found


def known_facts(work: UnitOfWork) -> set[str]:
    """The facts that something asks for: a rule of the store's setup, or a mechanism of a plugin it enables."""
    rules: Mapping[str, AdmissionRules] = work.setup.get("admission")
    asked = {fact for rule in rules.values() for fact in rule.requires}
    for one, plugin in mechanisms(work.plugins).values():
        if not plugin or plugin in work.scope:
            asked.update(one.facts)
    return asked


def origins(plugins: Plugins) -> dict[str, str]:
    """Mechanism → plugin, as the section's check asks for it."""
    return {name: plugin for name, (_one, plugin) in mechanisms(plugins).items()}


def combined(verdicts: Iterable[Verdict], combine: str) -> Verdict:
    """Weigh verdicts together: ``all`` must admit, or ``any`` one.

    ``all``: one no is a no; else what is missing is all of what is missing. ``any``: one yes is a yes; else
    whatever can still come is waited for; a no only when every one says no.
    """
    found = list(verdicts)
    rejected = [v for v in found if isinstance(v, Rejected)]
    waiting = [v for v in found if isinstance(v, Waiting)]
    admitted = [v for v in found if isinstance(v, Admitted)]
    if combine == "any":
        if admitted:
            return Admitted()
        return Waiting(_(" or ").join(_clause(v) for v in waiting)) if waiting else _all_of(rejected)
    if rejected:
        return _all_of(rejected)
    return Waiting(sentences(v.reason for v in waiting)) if waiting else Admitted()


def _all_of(rejected: Iterable[Rejected]) -> Verdict:
    return Rejected(sentences(v.reason for v in rejected))


def _clause(verdict: Waiting) -> str:
    return verdict.reason.removesuffix(".").removesuffix("。")


# -------------------------------------------------------------------- facts


def number(text: str) -> Decimal | None:
    """A fact as a number; None when it is none."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def by_facts(facts: Mapping[str, str], requires: Mapping[str, Need]) -> Verdict:
    """Whether the facts are as required (I-036); a fact that nobody gave is waited for. Bounds are allowed."""
    verdicts = [_fact(facts.get(key), need, need.name or key) for key, need in sorted(requires.items())]
    return combined(verdicts, "all")


def _fact(given: str | None, need: Need, name: str) -> Verdict:
    if given is None:
        return Waiting(_("{fact} is not known.").format(fact=name))
    if need.one_of:
        if given in need.one_of:
            return Admitted()
        return Rejected(
            _("{fact} is {given}; it must be one of {allowed}.").format(
                fact=name, given=given, allowed=", ".join(need.one_of)
            )
        )
    found = number(given)
    if found is None:
        return Rejected(_("{fact} is {given!r}, which is no number.").format(fact=name, given=given[:40]))
    if need.least is not None and found < need.least:
        return Rejected(
            _("{fact} is {given}; at least {least} is required.").format(
                fact=name, given=given, least=need.least
            )
        )
    if need.most is not None and found > need.most:
        return Rejected(
            _("{fact} is {given}; at most {most} is allowed.").format(fact=name, given=given, most=need.most)
        )
    return Admitted()
