"""The known word nearest to an unknown one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

MOST = 8


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that asks whether the nearest known word was meant, ignoring case; empty when no word is near."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""


def instead(word: str, known: Sequence[str]) -> str:
    """Sentences that list the first known words and name the nearest; empty when none is known."""
    return f" There are {', '.join(known[:MOST])}.{nearest(word, known)}" if known else ""
