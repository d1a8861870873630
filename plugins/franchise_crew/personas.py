"""How an account speaks in a group: an assistant beside the teacher (小号定位, I-138)."""

from __future__ import annotations

import re
from typing import Final

from franchise import NotFound, UnitOfWork, UsageProblem, did_you_mean
from franchise_crew import people
from franchise_crew.messages import gettext as _
from franchise_crew.section import Persona
from franchise_crew.settings import settings_of

VARIABLES: Final = ("persona", "supports", "sign", "address", "store")
_FIELD: Final = re.compile(r"\{([^{}\n]{0,40})\}")


def persona_of(work: UnitOfWork, word: str) -> Persona:
    """The persona of that key, or of whoever of the crew has that name or account.

    Raises:
        NotFound: There is none.

    """
    known = settings_of(work).personas
    if word in known:
        return known[word]
    person = people.find(work, word)
    if person is not None and person.persona in known:
        return known[person.persona]
    raise NotFound(
        _("{name!r} is neither a persona nor somebody who has one.").format(name=word[:40]),
        hint=did_you_mean(word, known) or ", ".join(sorted(known)),
        where="[crew.personas]",
    )


def variables(work: UnitOfWork, persona: Persona) -> dict[str, str]:
    """What the words in braces of a script become when this persona says it."""
    known = settings_of(work).personas
    beside = known.get(persona.supports)
    return {
        "persona": persona.name,
        "supports": beside.name if beside is not None else "",
        "sign": persona.sign,
        "address": persona.address,
        "store": work.answers.name,
    }


def say(work: UnitOfWork, word: str, text: str) -> str:
    """A script as a persona says it.

    Raises:
        NotFound: No such persona.
        UsageProblem: The script has a word in braces that means nothing.

    """
    values = variables(work, persona_of(work, word))
    for name in _FIELD.findall(text):
        if name not in values:
            raise UsageProblem(
                _("A persona does not know {name}.").format(name="{" + name[:20] + "}"),
                hint=did_you_mean(name, VARIABLES) or ", ".join(f"{{{v}}}" for v in VARIABLES),
            )
    return _FIELD.sub(lambda found: values[found[1]], text)
