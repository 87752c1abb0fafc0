"""Finite differences of g along w1 at w = [3, 4]: what a secant measures, and how its error depends on the step."""

import numpy as np
from lecture import g
from style import BLUE, GREEN, INK, MUTED, ORANGE, figure

from gradients import finite_difference

W, TRUE, WIDE = np.array([3.0, 4.0]), 111.0, 1.0


def error(h, central):
    """How far the measured slope along w1 is from the true one."""
    return abs(finite_difference(g, W, h, central)[0] - TRUE)


def line(axes, slope, colour, style, label):
    """A line of this slope through the point itself."""
    x = np.array([1.75, 4.25])
    axes.plot(x, g(W) + slope * (x - W[0]), style, color=colour, linewidth=1.5, label=label)


def draw():
    drawing, (left, right) = figure(3.0, 2)
    x = np.linspace(1.6, 4.3, 200)
    left.plot(x, g([x, W[1]]), color=BLUE)
    forward, central = (finite_difference(g, W, WIDE, both)[0] for both in (False, True))
    line(left, TRUE, MUTED, "--", f"tangent, slope {TRUE:.0f}")
    line(left, forward, ORANGE, "-", f"forward, slope {forward:.0f}")
    ends = np.array([W[0] - WIDE, W[0] + WIDE])
    left.plot(ends, g([ends, W[1]]), color=GREEN, linewidth=1.5, label=f"central, slope {central:.0f}")
    left.plot(ends, g([ends, W[1]]), "o", color=INK, markersize=4)
    left.plot(W[0], g(W), "o", color=INK, markersize=5)
    left.set(title=f"Secants with a very wide step, $h={WIDE:.0f}$", xlabel="$w_1$   (with $w_2=4$)", ylim=(-30, 330))
    left.legend(loc="upper left", handlelength=1.6)
    steps = np.logspace(-13, 0, 131)
    right.loglog(steps, [error(h, False) for h in steps], color=ORANGE, linewidth=1.4)
    right.loglog(steps, [error(h, True) for h in steps], color=GREEN, linewidth=1.4)
    right.text(3e-5, 0.03, "forward", color=ORANGE, ha="right")
    right.text(2e-2, 2e-6, "central", color=GREEN, ha="left")
    right.text(2e-13, 3e-10, "rounding errors", color=MUTED)
    for central, colour in ((False, ORANGE), (True, GREEN)):
        right.plot(0.1, error(0.1, central), "o", color=colour, markersize=5)
    right.set(title="Error of the slope", xlabel="step $h$", ylim=(1e-11, 30))
    right.grid(True, which="major")
    return drawing
