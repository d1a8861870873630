"""What must hold of the scripts that push products, and of the question that asks for consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from franchise import Problem, did_you_mean
from franchise_content.forms import FORMS, SCRIPTS
from franchise_content.messages import gettext as _
from franchise_content.occasions import Variables, stray_braces, variables

if TYPE_CHECKING:
    from franchise_content.section import Content

QUESTION: Final = Variables(required=("name",), optional=("day", "product", "store"))
"""What the question that asks for consent must and may have."""


def check_promotions(section: Content) -> Iterator[Problem]:
    """Mistakes of ``[content.promotions]`` and ``[content.praise]``."""
    for form, script in sorted(section.promotions.items()):
        if form not in SCRIPTS:
            yield Problem(
                path=("promotions", form),
                message=" ".join(
                    filter(
                        None,
                        (
                            _("There is no form of promotion {form!r}.").format(form=form[:40]),
                            did_you_mean(form, FORMS),
                        ),
                    )
                ),
                allowed=", ".join(FORMS),
            )
            continue
        yield from check_text(("promotions", form, "text"), script.text, SCRIPTS[form])
    question = section.praise.question
    if question:
        yield from check_text(("praise", "question"), question, QUESTION)
    for name in ("words", "negations", "against"):
        if any(not word.strip() for word in getattr(section.praise, name)):
            yield Problem(
                path=("praise", name),
                message=_("An empty word stands in every message."),
                allowed=_("words of at least one character"),
            )


def check_text(place: tuple[str, ...], text: str, known: Variables) -> Iterator[Problem]:
    """Variables that a text has and may not, braces that stand alone, variables that it lacks."""
    given = variables(text)
    allowed = ", ".join(map(braced, known.allowed))
    for name in given:
        if name not in known.allowed:
            near = did_you_mean(name, known.allowed)
            yield Problem(
                path=place,
                message=_("There is nothing to put in for {variable} here.").format(variable=braced(name))
                + (f" {near}" if near else ""),
                allowed=allowed,
            )
    if stray_braces(text):
        yield Problem(path=place, message=_("A brace stands alone in the text."), allowed=allowed)
    missing = [name for name in known.required if name not in given]
    if missing:
        yield Problem(
            path=place,
            message=_("The text must have {variables}.").format(variables=", ".join(map(braced, missing))),
            allowed=_("a text with all of {variables}").format(
                variables=", ".join(map(braced, known.required))
            ),
        )


def braced(name: str) -> str:
    return f"{{{name}}}"
