"""One handout as Markdown that a code host shows as it should be: every blank filled in, no markup of the page's own.

`readable` is the door.
"""

from __future__ import annotations

from .pandoc import pandoc
from .places import TEMPLATES


def readable(markdown: str, source: str) -> str:
    """The whole file; ``source`` is named in its first line, for whoever wants to change it."""
    text = pandoc(markdown, "gfm", ["--wrap=none", f"--lua-filter={TEMPLATES / 'readable.lua'}"])
    return f"<!-- Written by `make handouts` from {source}: change it there. -->\n\n{text}"
