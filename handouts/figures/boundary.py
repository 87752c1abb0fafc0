"""What a two-layer network of 16 hidden units says about the plane: before, during and after training on a ring."""

import numpy as np
from matplotlib.colors import ListedColormap
from style import BLUE, INK, ORANGE, figure

from network import NLayerNetwork
from softmax import softmax

HIDDEN, EPOCHS = 16, (0, 4, 60)


def ring():
    """Two hundred points: class 1 in a disc, class 0 in a ring around it."""
    rng = np.random.default_rng(3)
    y = np.arange(200) % 2
    radius = np.where(y == 1, 2.0 * np.sqrt(rng.random(200)), rng.uniform(3.0, 4.5, 200))
    angle = rng.uniform(0, 2 * np.pi, 200)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), y


def trained(X, y):
    """The same network at each of the moments, one after the other; it goes on learning in between."""
    network = NLayerNetwork([2, HIDDEN, 2], rng=np.random.default_rng(6))
    rng = np.random.default_rng(0)
    for before, epochs in zip((0, *EPOCHS), EPOCHS, strict=False):
        network.fit(X, y, 0.3, 20, epochs - before, rng)
        yield network


def accuracies():
    """The share of right labels at each of the moments."""
    X, y = ring()
    return [np.mean(network.predict(X) == y) for network in trained(X, y)]


def panel(axes, network, X, y):
    """The network's probability of class 1 over the plane, the line where it is one half, and the points."""
    one = np.linspace(-5, 5, 81)
    first, second = np.meshgrid(one, one)
    plane = np.stack([first.ravel(), second.ravel()], axis=1)
    probability = softmax(network.forward(plane))[:, 1].reshape(first.shape)
    axes.contourf(first, second, probability, levels=[0, 0.5, 1], cmap=ListedColormap([ORANGE, BLUE]), alpha=0.16)
    axes.contour(first, second, probability, levels=[0.5], colors=INK, linewidths=1.2)
    for label, colour in ((0, ORANGE), (1, BLUE)):
        axes.plot(*X[y == label].T, "o", color=colour, markersize=2.6)
    axes.set(xlim=(-5, 5), ylim=(-5, 5), xticks=[], yticks=[], aspect="equal")
    axes.spines[:].set_visible(False)


def draw():
    X, y = ring()
    drawing, panels = figure(2.6, len(EPOCHS))
    for axes, epochs, network in zip(panels, EPOCHS, trained(X, y), strict=True):
        panel(axes, network, X, y)
        right = np.mean(network.predict(X) == y)
        when = "Before training" if epochs == 0 else f"After {epochs} epochs"
        axes.set_title(f"{when}: {right:.0%} right")
    return drawing
