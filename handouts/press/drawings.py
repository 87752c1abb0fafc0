"""Figures inside a page: every colour becomes the page's own variable, every id its own.

`inline` is the door. The committed SVG has the light theme's colours, and so has the PDF.
"""

from __future__ import annotations

import html
import itertools
import re

BOARD = {
    "ink": "#20242c",
    "muted": "#667080",
    "line": "#d5dae1",
    "paper": "#fefefd",
    "blue": "#2c6cab",
    "orange": "#bd5412",
    "green": "#2b7f57",
    "purple": "#744bb0",
}
"""The light theme's colours by name; ``templates/page.css`` has both themes under the same names, as ``--fig-ink``."""


def inline(svg: str, name: str, alt: str) -> str:
    """The figure called ``name`` as an element of the page, with its description for those who cannot see it."""
    body = re.sub(r"<(metadata|title)>.*?</\1>", "", svg[svg.index("<svg") :], flags=re.S)
    body = body.replace("*{", ".drawing *{")
    for colour, value in BOARD.items():
        body = body.replace(value, f"var(--fig-{colour})")
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", body, count=1)
    body = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", body, count=1)
    return body.replace("<svg", f'<svg class="drawing" role="img" aria-label="{html.escape(alt)}"', 1)


def panels(drawn: str, name: str) -> str:
    """Each panel of a figure that has several side by side, as a window on the figure that stands before it."""
    left, top, width, height = (float(number) for number in re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
    axes = re.findall(rf'id="{name}-axes_\d+">\s*<g id="[^"]+">\s*<path d="([^"]+)"', drawn)
    sides = [sorted({*map(float, re.findall(r"[ML] (-?[\d.]+) ", path))}) for path in axes]
    framed = all(path.rstrip().endswith("z") for path in axes)
    if len(sides) < 2 or (framed and any(one[1] > other[0] for one, other in itertools.pairwise(sides))):
        return ""
    # what is written beside an axis belongs to the panel on its right; panels without a frame share the width
    between = [one[1] + (other[0] - one[1]) / 4 for one, other in itertools.pairwise(sides)]
    if not framed:
        between = [left + width * place / len(sides) for place in range(1, len(sides))]
    edges = [left, *between, left + width]
    return "".join(
        f'<svg class="panel" aria-hidden="true" viewBox="{start:.2f} {top:g} {end - start:.2f} {height:g}">'
        f'<use href="#{name}-figure_1"/></svg>'
        for start, end in itertools.pairwise(edges)
    )
