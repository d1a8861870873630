"""Deciding: what the rules of the setup and the plugins say of an application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from franchise.admission.mechanisms import by_facts, combined, mechanisms, rules_of
from franchise.admission.section import AdmissionRules
from franchise.admission.values import Admitted, Application, Rejected, Verdict, Waiting
from franchise.errors import PluginFailed, Refused
from franchise.messages import gettext as _
from franchise.work import UnitOfWork, refused_by

HOOK: Final = "franchise_may_admit"


def judge(work: UnitOfWork, application: Application) -> Verdict:
    """What the rules of the setup and the plugins say now; places are not looked at.

    The mechanisms are weighed by ``combine``; facts, consent and the plugins must agree besides.

    Raises:
        PluginFailed: A mechanism crashed, or its plugin is not in use.
        Refused: A plugin that had to agree failed.

    """
    rules = rules_of(work, application.group.kind)
    ways = combined(
        [_ask(work, name, application, rules) for name in dict.fromkeys(rules.mechanisms)], rules.combine
    )
    verdicts = [ways, by_facts(application.facts, rules.requires)]
    if rules.consent and application.consent_at is None:
        verdicts.append(Waiting(_("Consent has not been given yet.")))
    found = combined(verdicts, "all")
    if isinstance(found, Rejected):
        return found
    return combined([found, *_plugins(work, application)], "all")


def _ask(work: UnitOfWork, name: str, application: Application, rules: AdmissionRules) -> Verdict:
    known = work.once("admission.mechanisms", lambda: mechanisms(work.plugins))
    if name not in known:
        raise PluginFailed(
            _("The admission mechanism {name!r} is not in use here.").format(name=name),
            hint=_("`franchise plugins` shows what is."),
        )
    one, plugin = known[name]
    try:
        verdict = one.judge(work, application, rules)
    except Exception as error:
        if not plugin:
            raise
        raise PluginFailed(
            _("The mechanism {name} of the plugin {plugin} failed: {told}").format(
                name=name, plugin=plugin, told=f"{type(error).__name__}: {error}"
            )
        ) from error
    if not isinstance(verdict, (Admitted, Waiting, Rejected)):
        raise PluginFailed(
            _("The mechanism {name} of the plugin {plugin} gave no verdict.").format(name=name, plugin=plugin)
        )
    return verdict


def _plugins(work: UnitOfWork, application: Application) -> Iterable[Verdict]:
    for refusal in work.plugins.decide(HOOK, scope=work.scope, work=work, application=application):
        if refusal.value is None:  # it failed, or is not in use: nobody knows what it would have said
            error = refusal.failure.error if refusal.failure else None
            raise Refused(refusal.reason, hint=refused_by(refusal)) from error
        yield refusal.value if isinstance(refusal.value, (Waiting, Rejected)) else Rejected(refusal.reason)
