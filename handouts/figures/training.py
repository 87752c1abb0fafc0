"""Three things that change a loss curve on the digits: momentum, how the weights start, and batch normalization."""

import numpy as np
from press.places import SOLUTION
from style import BLUE, GREEN, MUTED, ORANGE, PURPLE, figure

from layers import BatchNormGate, LinearGate, ReLUGate
from network import NLayerNetwork, init_params
from sgd import Momentum, minibatches
from softmax import SoftmaxLossGate

BATCH, EPOCHS = 32, 12
DEEP = [64, 32, 32, 32, 10]
MU, SMALL = 0.9, 0.35


def digits():
    """The training rows of the digits and their labels."""
    data = np.load(SOLUTION / "data" / "digits.npz")
    return data["X_train"], data["y_train"]


def curve(step, loss, params):
    """The loss before training and after every epoch of ``step(params, X_batch, y_batch) -> params``."""
    X, y = digits()
    rng = np.random.default_rng(1)
    losses = [loss(params, X, y)]
    for _ in range(EPOCHS):
        for batch in minibatches(len(X), BATCH, rng):
            params = step(params, X[batch], y[batch])
        losses.append(loss(params, X, y))
    return losses


def plain(params, alpha, mu=0.0):
    """The curve of an ordinary network from these parameters."""
    network, momentum = NLayerNetwork(DEEP), Momentum(alpha, mu)

    def gradients(params, X, y):
        network.set_params(params)
        return network.loss_and_gradients(X, y)

    return curve(lambda p, X, y: momentum.step(p, gradients(p, X, y)[1]), lambda p, X, y: gradients(p, X, y)[0], params)


def normalized(params, alpha):
    """The curve of the same network with batch normalization before every activation."""
    hidden = [(LinearGate(), BatchNormGate(), ReLUGate()) for _ in DEEP[1:-1]]
    last, loss_gate = LinearGate(), SoftmaxLossGate()

    def forward(params, X, y):
        layers, (W, b) = params[:-2], params[-2:]
        for index, (linear, norm, activation) in enumerate(hidden):
            V, c, gamma, beta = layers[4 * index : 4 * index + 4]
            X = activation.forward(norm.forward(linear.forward(X, V, c), gamma, beta))
        return loss_gate.forward(last.forward(X, W, b), y)

    def step(params, X, y):
        forward(params, X, y)
        [dA] = loss_gate.backward()
        dA, *gradients = last.backward(dA)
        for linear, norm, activation in reversed(hidden):
            dZ, dgamma, dbeta = norm.backward(activation.backward(dA)[0])
            dA, dW, db = linear.backward(dZ)
            gradients = [dW, db, dgamma, dbeta, *gradients]
        return [p - alpha * g for p, g in zip(params, gradients, strict=False)]

    return curve(step, forward, with_scales(params))


def with_scales(params):
    """The parameters with a gamma of ones and a beta of zeros after every hidden layer's weights and bias."""
    layers = zip(params[:-2:2], params[1:-2:2], strict=False)
    return [part for W, b in layers for part in (W, b, np.ones(len(b)), np.zeros(len(b)))] + params[-2:]


def show(axes, title, curves):
    """One panel: every curve with its name at its right end."""
    for name, losses, colour, height in curves:
        axes.plot(range(EPOCHS + 1), losses, color=colour, linewidth=1.6)
        axes.text(EPOCHS, height, name, color=colour, ha="right", va="center")
    axes.set(title=title, xlabel="epoch", ylim=(-0.1, 2.75), xticks=[0, 4, 8, 12])


def draw():
    he = init_params(DEEP, np.random.default_rng(4), "he")
    small = [param * SMALL for param in he]
    zero = init_params(DEEP, np.random.default_rng(4), "zero")
    faint = plain(small, 0.05)
    drawing, (first, second, third) = figure(2.5, 3, sharey=True)
    show(
        first, "Momentum", [("plain", plain(he, 0.01), BLUE, 1.35), (f"$\\mu={MU}$", plain(he, 0.01, MU), ORANGE, 0.32)]
    )
    show(
        second,
        "Initialization",
        [
            ("he", plain(he, 0.05), BLUE, 0.3),
            (f"he × {SMALL}", faint, GREEN, 1.7),
            ("zero", plain(zero, 0.05), MUTED, 2.45),
        ],
    )
    show(third, "Batch normalization", [("without", faint, GREEN, 1.7), ("with", normalized(small, 0.05), PURPLE, 0.3)])
    first.set_ylabel("training loss")
    return drawing
