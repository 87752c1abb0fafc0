"""Two ways down the same valley: full gradient descent, and mini-batches that each see a few of all examples."""

import numpy as np
from style import BLUE, INK, LINE, MUTED, ORANGE, PAPER, figure

from gradients import gradient_descent, softmax_loss_gradient
from sgd import sgd
from softmax import softmax_loss

START, ALPHA = np.array([-1.4, 1.5]), 0.35
POINTS, BATCH = 60, 4
STEPS = POINTS // BATCH
LABEL = {"facecolor": PAPER, "edgecolor": "none", "pad": 2}


def points():
    """Examples of two overlapping classes."""
    rng = np.random.default_rng(11)
    y = np.where(rng.random(POINTS) < 0.5, 1, -1)
    return rng.normal(size=(POINTS, 2)) * [1.0, 0.8] + 0.55 * y[:, None] * [1.0, -0.6], y


def recorded(walk):
    """Every w at which ``walk(gradient_of)`` asked for a gradient, and where it ended."""
    seen = []

    def gradient_of(w, F, y):
        seen.append(w.copy())
        return softmax_loss_gradient(w, F, y) / len(y)

    end = walk(gradient_of)
    return np.array([*seen, end])


def draw():
    F, y = points()
    full = recorded(lambda of: gradient_descent(lambda w: of(w, F, y), START, ALPHA, STEPS))
    noisy = recorded(lambda of: sgd(of, START, F, y, ALPHA, BATCH, 1, np.random.default_rng(5)))
    drawing, axes = figure(3.2, width=5.6)
    first, second = np.meshgrid(np.linspace(-1.9, 2.1, 90), np.linspace(-1.9, 1.9, 90))
    height = [softmax_loss(w, F, y) / len(y) for w in np.stack([first.ravel(), second.ravel()], axis=1)]
    axes.contour(first, second, np.reshape(height, first.shape), levels=14, colors=LINE, linewidths=0.9)
    axes.plot(*full.T, "o-", color=BLUE, markersize=4, linewidth=1.3)
    axes.plot(*noisy.T, "o-", color=ORANGE, markersize=4, linewidth=1.3)
    axes.plot(*START, "o", color=INK, markersize=6)
    axes.text(START[0] - 0.08, START[1] + 0.12, "start", color=MUTED, ha="right")
    by_all = f"{STEPS} steps of full descent:\n{STEPS * POINTS} slopes of single examples"
    by_few = f"{STEPS} steps with batches of {BATCH}:\n{STEPS * BATCH} slopes, one epoch"
    axes.text(0.05, 1.45, by_all, color=BLUE, va="center", bbox=LABEL)
    axes.text(-1.75, -1.4, by_few, color=ORANGE, va="center", bbox=LABEL)
    axes.set(xlabel="$w_1$", ylabel="$w_2$")
    return drawing
