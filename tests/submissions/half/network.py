"""Q8 and Q10a: a network of any depth, and how its weights start.

``sizes`` is [D, H, ..., C]: the number of features, of units in each hidden layer, and of classes. [D, H, C] is the
lecture's two-layer network. Rows are examples: X is (N, D); y holds the N labels, whole numbers in 0..C-1.
"""

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
    raise NotImplementedError("q10: init_params")


class NLayerNetwork:
    """Linear layers with an activation after each but the last, whose outputs are the scores of the classes.

    activation is "relu", "tanh", "sigmoid" or "leaky_relu" (slope 0.1). ``params`` is [W1, b1, W2, b2, ...], where
    Wi is (sizes[i-1], sizes[i]) and bi is (sizes[i],). It may be built from the gates of the earlier questions, or not.
    """

    def __init__(self, sizes, activation="relu", rng=None):
        """Sets ``params``: zero biases and random weights, large enough that signals reach the far end.

        rng is the np.random.Generator to draw from; without one, every network starts alike.
        """
        rng = rng or np.random.default_rng(0)
        self.params = []
        for n_in, n_out in zip(sizes, sizes[1:]):
            self.params.append(0.1 * rng.standard_normal((n_in, n_out)))
            self.params.append(np.zeros(n_out))
        gates = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}
        self.linear1 = LinearGate()
        self.activation = gates[activation]()
        self.linear2 = LinearGate()
        self.loss_gate = SoftmaxLossGate()

    def get_params(self):
        """A copy of params. Law: what is later done to either leaves the other alone."""
        return [p.copy() for p in self.params]

    def set_params(self, params):
        """Replaces params by a copy of these. Law: what is later done to either leaves the other alone."""
        self.params = [p.copy() for p in params]

    def forward(self, X):
        """The scores, (N, C). Law: a network of sizes [D, C] is one linear layer."""
        # only two layers so far!
        W1, b1, W2, b2 = self.params
        hidden = self.activation.forward(self.linear1.forward(X, W1, b1))
        return self.linear2.forward(hidden, W2, b2)

    def loss(self, X, y):
        """The **mean** negative log-likelihood of the labels, a float. Law: log C where all params are 0."""
        return self.loss_gate.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        """(loss, [dW1, db1, dW2, db2, ...]). Law: every gradient has its parameter's shape; params stay as they are."""
        loss = self.loss(X, y)
        dS = self.loss_gate.backward()[0]
        dhidden, dW2, db2 = self.linear2.backward(dS)
        dZ = self.activation.backward(dhidden)[0]
        _, dW1, db1 = self.linear1.backward(dZ)
        return loss, [dW1, db1, dW2, db2]

    def predict(self, X):
        """The labels the network finds likeliest: N whole numbers in 0..C-1."""
        return np.argmax(self.forward(X), axis=1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        """Trains params by mini-batch gradient descent; rng decides the batches. Law: X and y stay as they are."""
        for epoch in range(epochs):
            for rows in minibatches(len(X), batch_size, rng):
                loss, gradients = self.loss_and_gradients(X[rows], y[rows])
                for i in range(len(self.params)):
                    self.params[i] = self.params[i] - alpha * gradients[i]
            # print(epoch, loss)
