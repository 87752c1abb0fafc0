"""A network of two hidden layers, whole and as one draw of dropout thins it."""

import itertools

import numpy as np
from style import BLUE, INK, LINE, MUTED, ORANGE, PAPER, figure

from layers import DropoutGate

SIZES, P = (4, 6, 6, 3), 0.5


def kept():
    """For every layer which units are on: the hidden ones as one draw of the reference's DropoutGate leaves them."""
    gate = DropoutGate(P, np.random.default_rng(2))
    hidden = [gate.forward(np.ones((1, size)))[0] > 0 for size in SIZES[1:-1]]
    return [np.ones(SIZES[0], bool), *hidden, np.ones(SIZES[-1], bool)]


def heights(size):
    """Where the units of one layer stand."""
    return np.arange(size) - (size - 1) / 2


def network(axes, on):
    """The network with the units in ``on`` at work and the others crossed out."""
    for layer, (here, there) in enumerate(itertools.pairwise(on)):
        for a, y0 in enumerate(heights(len(here))):
            for b, y1 in enumerate(heights(len(there))):
                if here[a] and there[b]:
                    axes.plot([layer, layer + 1], [y0, y1], color=MUTED, linewidth=0.45, zorder=1)
    for layer, units in enumerate(on):
        for unit, y in enumerate(heights(len(units))):
            axes.plot(
                layer,
                y,
                "o",
                markersize=13,
                markerfacecolor=PAPER,
                markeredgewidth=1.2,
                zorder=2,
                markeredgecolor=BLUE if units[unit] else LINE,
            )
            if not units[unit]:
                axes.plot(layer, y, "x", color=ORANGE, markersize=6, zorder=3)


def draw():
    drawing, (left, right) = figure(2.7, 2)
    network(left, [np.ones(size, bool) for size in SIZES])
    network(right, kept())
    left.set_title("All units", color=INK)
    right.set_title(f"One draw with $p={P}$", color=INK)
    for axes in (left, right):
        axes.set(xlim=(-0.25, 3.25), ylim=(-3, 3))
        axes.axis("off")
    return drawing
