"""Admission: who may come into a group, by which mechanisms, and who waits. Everything here takes a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.admission.applications import find
    from franchise.admission.applying import apply
    from franchise.admission.blocks import Block, Blocked, block, unblock
    from franchise.admission.blocks import listed as blocked
    from franchise.admission.deciding import approve, refund, reject, review
    from franchise.admission.erasing import Erasure, erase
    from franchise.admission.invitations import invite
    from franchise.admission.judging import judge
    from franchise.admission.leaving import Left, leave
    from franchise.admission.mechanisms import known_facts, rules_of
    from franchise.admission.mechanisms import mechanisms as known_mechanisms
    from franchise.admission.merging import merge
    from franchise.admission.pool import Queued, waiting
    from franchise.admission.tags import tag, tagged, tags_of, untag

_HOME: Final = {
    "Block": "blocks",
    "Blocked": "blocks",
    "Erasure": "erasing",
    "Left": "leaving",
    "Queued": "pool",
    "apply": "applying",
    "approve": "deciding",
    "block": "blocks",
    "blocked": "blocks:listed",
    "erase": "erasing",
    "find": "applications",
    "invite": "invitations",
    "judge": "judging",
    "known_facts": "mechanisms",
    "known_mechanisms": "mechanisms:mechanisms",
    "leave": "leaving",
    "merge": "merging",
    "refund": "deciding",
    "reject": "deciding",
    "review": "deciding",
    "rules_of": "mechanisms",
    "tag": "tags",
    "tagged": "tags",
    "tags_of": "tags",
    "unblock": "blocks",
    "untag": "tags",
    "waiting": "pool",
}

__all__ = [
    "Block",
    "Blocked",
    "Erasure",
    "Left",
    "Queued",
    "apply",
    "approve",
    "block",
    "blocked",
    "erase",
    "find",
    "invite",
    "judge",
    "known_facts",
    "known_mechanisms",
    "leave",
    "merge",
    "refund",
    "reject",
    "review",
    "rules_of",
    "tag",
    "tagged",
    "tags_of",
    "unblock",
    "untag",
    "waiting",
]

__getattr__ = lazily(__name__, _HOME)
