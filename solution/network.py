"""Q8 and Q10a: a network of any depth, and how its weights start.

``sizes`` is [D, H, ..., C]: the number of features, of units in each hidden layer, and of classes. [D, H, C] is the
lecture's two-layer network. Rows are examples: X is (N, D); y holds the N labels, whole numbers in 0..C-1.
"""

from itertools import pairwise

import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate

ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}


def init_params(sizes, rng, scheme="he"):
    """Fresh parameters [W1, b1, W2, b2, ...] for a network of these sizes; Wi is (sizes[i-1], sizes[i]).

    The biases are 0. The weights are independent draws from ``rng`` with mean 0 and a standard deviation of
    sqrt(2 / fan_in) for "he" and sqrt(2 / (fan_in + fan_out)) for "glorot", where fan_in is the number of inputs of
    the layer and fan_out of its outputs; they are 0 for "zero".
    """
    # BEGIN SOLUTION q10
    params = []
    for fan_in, fan_out in pairwise(sizes):
        std = {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]
        params += [std * rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out)]
    return params
    # END SOLUTION


class NLayerNetwork:
    """Linear layers with an activation after each but the last, whose outputs are the scores of the classes.

    activation is "relu", "tanh", "sigmoid" or "leaky_relu" (slope 0.1). ``params`` is [W1, b1, W2, b2, ...], where
    Wi is (sizes[i-1], sizes[i]) and bi is (sizes[i],). It may be built from the gates of the earlier questions, or not.
    """

    def __init__(self, sizes, activation="relu", rng=None):
        """Sets ``params``: zero biases and random weights, large enough that signals reach the far end.

        rng is the np.random.Generator to draw from; without one, every network starts alike.
        """
        # BEGIN SOLUTION q8
        self.params = init_params(sizes, rng or np.random.default_rng(0))
        self.linears = [LinearGate() for _ in sizes[1:]]
        self.activations = [ACTIVATIONS[activation]() for _ in sizes[1:-1]]
        self.loss_gate = SoftmaxLossGate()
        # END SOLUTION

    def get_params(self):
        """A copy of params. Law: what is later done to either leaves the other alone."""
        # BEGIN SOLUTION q8
        return [param.copy() for param in self.params]
        # END SOLUTION

    def set_params(self, params):
        """Replaces params by a copy of these. Law: what is later done to either leaves the other alone."""
        # BEGIN SOLUTION q8
        self.params = [np.array(param, dtype=float) for param in params]
        # END SOLUTION

    def forward(self, X):
        """The scores, (N, C). Law: a network of sizes [D, C] is one linear layer."""
        # BEGIN SOLUTION q8
        *hidden, last = zip(self.linears, self.params[::2], self.params[1::2], strict=True)
        for (linear, W, b), activation in zip(hidden, self.activations, strict=True):
            X = activation.forward(linear.forward(X, W, b))
        linear, W, b = last
        return linear.forward(X, W, b)
        # END SOLUTION

    def loss(self, X, y):
        """The **mean** negative log-likelihood of the labels, a float. Law: log C where all params are 0."""
        # BEGIN SOLUTION q8
        return self.loss_gate.forward(self.forward(X), y)
        # END SOLUTION

    def loss_and_gradients(self, X, y):
        """(loss, [dW1, db1, dW2, db2, ...]). Law: every gradient has its parameter's shape; params stay as they are."""
        # BEGIN SOLUTION q8
        loss = self.loss(X, y)
        [dA] = self.loss_gate.backward()
        gradients = []
        for linear, activation in zip(self.linears[::-1], [*self.activations, None][::-1], strict=True):
            if activation:
                [dA] = activation.backward(dA)
            dA, dW, db = linear.backward(dA)
            gradients = [dW, db, *gradients]
        return loss, gradients
        # END SOLUTION

    def predict(self, X):
        """The labels the network finds likeliest: N whole numbers in 0..C-1."""
        # BEGIN SOLUTION q8
        return self.forward(X).argmax(axis=1)
        # END SOLUTION

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        """Trains params by mini-batch gradient descent; rng decides the batches. Law: X and y stay as they are."""
        # BEGIN SOLUTION q8
        for _ in range(epochs):
            for batch in minibatches(len(X), batch_size, rng):
                _, gradients = self.loss_and_gradients(X[batch], y[batch])
                self.params = [param - alpha * gradient for param, gradient in zip(self.params, gradients, strict=True)]
        # END SOLUTION
