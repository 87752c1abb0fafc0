"""The four activations and their slopes, as the reference's gates compute them."""

import numpy as np
from style import BLUE, LINE, ORANGE, figure

from layers import LeakyReLUGate, ReLUGate, SigmoidGate, TanhGate

GATES = {"Sigmoid": SigmoidGate(), "tanh": TanhGate(), "ReLU": ReLUGate(), "Leaky ReLU, slope 0.1": LeakyReLUGate()}


def pieces(x):
    """x cut at the kink at 0, so that no line is drawn through it."""
    return x[x < 0], x[x > 0]


def draw():
    drawing, axes = figure(2.1, 4, sharex=True)
    x = np.linspace(-4, 4, 400)
    for one, (name, gate) in zip(axes, GATES.items(), strict=False):
        one.axhline(0, color=LINE, linewidth=0.7)
        one.plot(x, gate.forward(x), color=BLUE, label="value")
        for piece in pieces(x):
            gate.forward(piece)
            one.plot(piece, gate.backward(np.ones_like(piece))[0], color=ORANGE, linewidth=1.4, linestyle=(0, (4, 2)))
        one.set(title=name, xticks=[-4, 0, 4], ylim=(-1.25, 2.05), yticks=[-1, 0, 1, 2])
    axes[0].text(-3.9, 1.55, "value", color=BLUE)
    axes[0].text(-3.9, 1.15, "slope", color=ORANGE)
    return drawing
