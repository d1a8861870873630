"""The `chat` section: how long what was said is kept."""

from __future__ import annotations

from typing import Final

import attrs

from franchise.setups import Section, setting


@attrs.frozen(kw_only=True)
class Chat:
    """What is kept of the groups' chat."""

    keep_days: int = setting(
        default=30,
        minimum=1,
        maximum=366,
        about="words are forgotten after so many days; who wrote when stays",
    )


SECTION: Final = Section(name="chat", cls=Chat, owner="core")
