"""The plot of the README: one submission's wall time by each grader, on a scale of powers, light and dark."""

from __future__ import annotations

import math
from html import escape

from tests.benchmarks.claims import Figures, number, one_ratio
from tests.benchmarks.contest import FLOOR, NUMPY, OURS
from tests.benchmarks.peers import PEERS

LIGHT = {"ink": "#1f2328", "faint": "#d0d7de", "ours": "#0969da", "theirs": "#8c959f"}
DARK = {"ink": "#e6edf3", "faint": "#3d444d", "ours": "#4493f8", "theirs": "#9198a1"}
WIDTH, LEFT, RIGHT, ROW, TOP = 760, 210, 70, 26, 34
TITLE = "wall time of one submission, in times of ours; the scale is logarithmic"
STYLE = 'font-family="system-ui, sans-serif" font-size="13"'


def drawn(figures: Figures, colours: dict[str, str]) -> str:
    """The plot as SVG: a bar a grader, from the least to the most, with the range of all rounds as a line."""
    names = [OURS, *(peer.name for peer in PEERS), NUMPY, FLOOR]
    ratios = {name: one_ratio(figures, name, OURS) for name in names if name in figures["one"]}
    low = min(ratio.least for ratio in ratios.values()) / 1.3
    high = max(ratio.most for ratio in ratios.values()) * 1.1

    def at(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(value / low) / math.log(high / low)

    height = TOP + ROW * len(ratios) + 10
    box = f'viewBox="0 0 {WIDTH} {height}" {STYLE} fill="{colours["ink"]}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {box}>']
    parts.append(f'<text x="{LEFT}" y="18">{TITLE}</text>')
    one = at(1)
    parts.append(f'<path d="M{one:.1f} {TOP - 6}V{height - 8}" stroke="{colours["faint"]}"/>')
    for place, (name, ratio) in enumerate(sorted(ratios.items(), key=lambda item: item[1].median)):
        y = TOP + ROW * place
        colour = colours["ours" if name == OURS else "theirs"]
        parts.append(f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        bar = f'width="{max(at(ratio.median) - LEFT, 1):.1f}" height="14" fill="{colour}"'
        parts.append(f'<rect x="{LEFT}" y="{y + 2}" {bar}/>')
        parts.append(f'<path d="M{at(ratio.least):.1f} {y + 9}H{at(ratio.most):.1f}" stroke="{colours["ink"]}"/>')
        parts.append(f'<text x="{at(ratio.most) + 6:.1f}" y="{y + 13}">{number(ratio.median)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
