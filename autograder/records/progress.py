"""How far a piece of work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called as work proceeds, with how much is done, how much there is, and the title of what is next or was done last."""


def silent(done: int, total: int, title: str) -> None:
    """Progress that nobody follows."""
