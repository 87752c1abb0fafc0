"""Hill climbing from four places on a landscape with several peaks: where it ends depends on where it starts."""

import numpy as np
from style import BLUE, GREEN, MUTED, ORANGE, figure

from search import hill_climb

STARTS = (-3.6, -1.1, 1.3, 4.0)


def score(w):
    """A landscape with three peaks."""
    x = np.ravel(w)[0] if np.size(w) == 1 else np.asarray(w)
    return (
        2.2 * np.exp(-((x + 2.3) ** 2) / 0.9)
        + 3.4 * np.exp(-((x - 0.6) ** 2) / 0.7)
        + 1.5 * np.exp(-((x - 3.1) ** 2) / 0.8)
    )


def ends():
    """Where the climb from each start ends."""
    return [hill_climb(score, [start], 0.1, 200)[0] for start in STARTS]


def is_best(end):
    """Whether a climb that ends here has found the highest of the peaks that were found."""
    return abs(end - max(ends(), key=score)) < 0.05


def draw():
    drawing, axes = figure(2.5)
    x = np.linspace(-4.4, 5, 600)
    axes.plot(x, score(x), color=BLUE)
    for start, end in zip(STARTS, ends(), strict=True):
        colour = GREEN if is_best(end) else ORANGE
        path = np.linspace(start, end, 12)
        axes.plot(path, score(path) + 0.1, color=colour, linewidth=1.2)
        axes.plot(start, score(start) + 0.1, "o", color=colour, markerfacecolor="none", markersize=6)
        axes.plot(end, score(end) + 0.1, "o", color=colour, markersize=7)
    axes.text(0.6, 3.68, "the highest peak", color=GREEN, ha="center")
    axes.text(-2.3, 2.5, "a local optimum", color=ORANGE, ha="center")
    axes.text(3.1, 1.8, "a local optimum", color=ORANGE, ha="center")
    axes.text(-4.25, 0.5, "start", color=MUTED, ha="center")
    axes.set(xlabel="$w$", ylabel="score", ylim=(-0.1, 4.1), yticks=[])
    return drawing
