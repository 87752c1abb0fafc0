"""Staff bot, top rung: two hidden layers with batch normalization and dropout, momentum, and noise on the examples."""

import numpy as np

from layers import BatchNormGate, DropoutGate, LinearGate, ReLUGate
from network import init_params
from sgd import Momentum, minibatches
from softmax import SoftmaxLossGate

HIDDEN, DROPPED, NOISE = 128, 0.2, 0.1
EPOCHS, BATCH, ALPHA, MU = 250, 30, 0.1, 0.9


def train(X, y, rng, seconds):
    mean, spread = X.mean(axis=0), X.std() + 1e-9
    X = (X - mean) / spread
    network = Network([X.shape[1], HIDDEN, HIDDEN, int(y.max()) + 1], rng)
    momentum = Momentum(ALPHA, MU)
    for epoch in range(EPOCHS):
        momentum.alpha = ALPHA * (1 - epoch / EPOCHS)
        for batch in minibatches(len(X), BATCH, rng):
            noisy = X[batch] + NOISE * rng.standard_normal((len(batch), X.shape[1]))
            network.params = momentum.step(network.params, network.gradients(noisy, y[batch]))
    return lambda X_new: network.forward((X_new - mean) / spread, train=False).argmax(axis=1)


class Network:
    """Linear, batch normalization, ReLU, dropout for each hidden layer, then linear.

    ``params`` has W, b, gamma and beta for each hidden layer, then W and b.
    """

    def __init__(self, sizes, rng):
        *hidden, last = zip(*[iter(init_params(sizes, rng))] * 2, strict=True)
        self.params = [p for W, b in hidden for p in (W, b, np.ones(len(b)), np.zeros(len(b)))] + list(last)
        self.layers = [(LinearGate(), BatchNormGate(), ReLUGate(), DropoutGate(DROPPED, rng)) for _ in hidden]
        self.last = LinearGate()
        self.loss = SoftmaxLossGate()

    def forward(self, X, train=True):
        for number, (linear, norm, relu, dropout) in enumerate(self.layers):
            W, b, gamma, beta = self.params[4 * number : 4 * number + 4]
            X = dropout.forward(relu.forward(norm.forward(linear.forward(X, W, b), gamma, beta, train)), train)
        return self.last.forward(X, *self.params[-2:])

    def gradients(self, X, y):
        self.loss.forward(self.forward(X), y)
        dX, *found = self.last.backward(*self.loss.backward())
        for linear, norm, relu, dropout in reversed(self.layers):
            dZ, dgamma, dbeta = norm.backward(*relu.backward(*dropout.backward(dX)))
            dX, dW, db = linear.backward(dZ)
            found = [dW, db, dgamma, dbeta, *found]
        return found
