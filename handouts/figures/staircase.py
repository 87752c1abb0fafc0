"""Zero-one loss and softmax loss on the lecture's three points, as w2 changes and w1 stays 1.

Left, local search sits on a plateau: no neighbour is better. Right, gradient descent slides down the same three points.
"""

import numpy as np
from lecture import F, y
from style import BLUE, GREEN, INK, MUTED, ORANGE, figure

from gradients import gradient_descent, softmax_loss_gradient
from search import hill_climb, zero_one_loss
from softmax import softmax_loss

START, ALPHA, STEPS, NEIGHBOUR = 3.0, 0.05, 24, 0.35


def along(loss, w2):
    """The loss at w = [1, w2], for every entry of w2."""
    return np.array([loss(np.array([1.0, v]), F, y) for v in w2])


def slide():
    """Where gradient descent on w2 alone has been after each step."""
    slope = lambda w2: softmax_loss_gradient(np.array([1.0, w2[0]]), F, y)[1:]  # noqa: E731
    return [gradient_descent(slope, [START], ALPHA, steps)[0] for steps in range(STEPS + 1)]


def draw():
    drawing, (left, right) = figure(2.75, 2)
    w2 = np.linspace(-3.5, 4, 1501)
    stairs = along(zero_one_loss, w2)
    for level in np.unique(stairs):
        left.plot(w2, np.where(stairs == level, stairs, np.nan), color=BLUE, linewidth=2.4)
    stuck = hill_climb(lambda w: -zero_one_loss(np.array([1.0, w[0]]), F, y), [START], NEIGHBOUR, 100)[0]
    height = along(zero_one_loss, [stuck])[0]
    left.plot(
        [stuck - NEIGHBOUR, stuck + NEIGHBOUR], [height, height], "o", color=INK, markerfacecolor="none", markersize=6
    )
    left.plot(stuck, height, "o", color=ORANGE, markersize=8)
    left.annotate(
        "stuck at $w_2=3$: both\nneighbours are as bad",
        (stuck, height + 0.03),
        (0.2, 0.60),
        color=ORANGE,
        ha="left",
        va="center",
        arrowprops={"arrowstyle": "-", "color": ORANGE, "linewidth": 0.8},
    )
    left.annotate(
        "all three right",
        (-0.5, 0.015),
        (-0.5, 0.17),
        color=MUTED,
        ha="center",
        arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.8},
    )
    left.set(
        title="Zero-one loss: a staircase",
        xlabel="$w_2$   (with $w_1=1$)",
        ylim=(-0.06, 1.02),
        yticks=[0, 1 / 3, 2 / 3, 1],
    )
    left.set_yticklabels(["0", "1/3", "2/3", "1"])
    path = np.array(slide())
    right.plot(w2, along(softmax_loss, w2), color=BLUE)
    right.plot(path, along(softmax_loss, path), "o-", color=ORANGE, markersize=5, linewidth=1)
    right.annotate(
        f"start: {softmax_loss(np.array([1.0, START]), F, y):.2f}",
        (START, 12),
        (1.55, 14.1),
        color=ORANGE,
        ha="center",
        va="center",
    )
    right.annotate(
        f"after {STEPS} steps: {along(softmax_loss, path[-1:])[0]:.2f}",
        (path[-1], 0.6),
        (-0.7, 5.2),
        color=GREEN,
        ha="center",
        arrowprops={"arrowstyle": "-", "color": GREEN, "linewidth": 0.8},
    )
    right.set(title="Softmax loss: a slide", xlabel="$w_2$   (with $w_1=1$)", ylim=(-0.9, 17))
    return drawing
