"""The finished network at work: a digit goes in, the hidden units light up, and ten probabilities come out."""

import numpy as np
from matplotlib.patches import Rectangle
from press.places import SOLUTION
from style import BLUE, INK, LINE, MUTED, ORANGE, figure

from network import NLayerNetwork
from softmax import softmax

HIDDEN, EPOCHS, EXAMPLE = 12, 30, 7


def digits():
    """The training images and their labels."""
    with np.load(SOLUTION / "data" / "digits.npz") as rows:
        return rows["X_train"], rows["y_train"]


def trained():
    """A two-layer network that has read all but the last hundred of them."""
    X, y = digits()
    rng = np.random.default_rng(3)
    network = NLayerNetwork([X.shape[1], HIDDEN, 10], rng=rng)
    network.fit(X[:-100], y[:-100], 0.2, 32, EPOCHS, rng)
    return network


def shown():
    """An image that it has not seen, its label, the hidden units and the probabilities of the ten classes."""
    X, y = digits()
    network, image, label = trained(), X[-EXAMPLE], int(y[-EXAMPLE])
    W1, b1, *_ = network.get_params()
    return (
        image,
        label,
        np.maximum(image @ W1 + b1, 0),
        softmax(network.forward(image[None]))[0],
        network.get_params()[2],
    )


def draw():
    image, label, hidden, probabilities, W2 = shown()
    assert probabilities.argmax() == label
    drawing, axes = figure(2.7)
    side = int(len(image) ** 0.5)
    pixels = image.reshape(side, side)
    for row in range(side):
        for column in range(side):
            axes.add_patch(_pixel(column * 0.3, 2.6 - row * 0.3, pixels[row, column] / image.max()))
    heights = np.linspace(2.75, 0.35, HIDDEN)
    ends = np.linspace(2.85, 0.25, 10)
    for unit, y0 in enumerate(heights):
        axes.plot([2.5, 4.3], [1.55, y0], color=LINE, linewidth=0.5, zorder=0)
        for digit, y1 in enumerate(ends):
            pull = hidden[unit] * W2[unit, digit]
            width = min(2.2, 0.55 * abs(pull))
            if width > 0.15:
                axes.plot(
                    [4.3, 6.5], [y0, y1], color=BLUE if pull > 0 else ORANGE, linewidth=width, alpha=0.55, zorder=0
                )
    strength = hidden / hidden.max()
    axes.scatter(
        np.full(HIDDEN, 4.3),
        heights,
        s=58,
        c=[(*_rgb(BLUE), 0.1 + 0.9 * one) for one in strength],
        edgecolors=MUTED,
        linewidths=0.8,
        zorder=2,
    )
    for digit, (height, probability) in enumerate(zip(ends, probabilities, strict=True)):
        axes.text(6.72, height, str(digit), ha="center", va="center", fontsize=9.5, color=INK)
        axes.plot([6.95, 6.95 + 1.9 * probability], [height, height], color=BLUE, linewidth=5, solid_capstyle="butt")
        if probability > 0.05:
            axes.text(7.02 + 1.9 * probability, height, f"{probability:.0%}", va="center", fontsize=9.5, color=INK)
    for x, words in ((1.2, "X: 64 pixels"), (3.4, "linear, ReLU (Q7)"), (5.4, "linear (Q7)"), (7.8, "softmax (Q6)")):
        axes.text(x, -0.2, words, ha="center", va="center", fontsize=9.5, color=MUTED)
    axes.set(xlim=(-0.2, 9.6), ylim=(-0.4, 3.15))
    axes.axis("off")
    return drawing


def _rgb(colour):
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _pixel(x, y, ink):
    return Rectangle((x, y), 0.29, 0.29, facecolor=INK, alpha=0.04 + 0.96 * float(ink), edgecolor="none")
