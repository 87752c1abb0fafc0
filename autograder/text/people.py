"""Names of people, as different lists write them."""

from __future__ import annotations

import re
from collections.abc import Sequence


def may_be_one(parts: Sequence[str], name: str) -> bool:
    """Whether two names may be one person's: they share a word, also where one is written without spaces.

    Names without letters, as of anonymous submissions, agree with all.
    """
    words = [word for word in re.findall(r"\w+", " ".join(parts).casefold()) if len(word) > 1]
    joined = "".join(re.findall(r"\w", name.casefold()))
    return not words or not re.search(r"[^\W\d_]", joined) or any(word in joined for word in words)
