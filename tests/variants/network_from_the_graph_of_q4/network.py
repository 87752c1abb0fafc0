# Differs from the reference: a network that is a ComputationalGraph of gates, made anew for every batch.
from itertools import pairwise

from graph import ComputationalGraph
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate


class _Labelled:
    def __init__(self, y):
        self.gate, self.y = SoftmaxLossGate(), y

    def forward(self, S):
        return self.gate.forward(S, self.y)

    def backward(self, dz):
        return self.gate.backward(dz)


ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}


def init_params(sizes, rng, scheme="he"):
    params = []
    for fan_in, fan_out in pairwise(sizes):
        std = {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]
        params += [std * rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out)]
    return params


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.params = init_params(sizes, np.random.default_rng(0) if rng is None else rng)
        self.activation = ACTIVATIONS[activation]

    def get_params(self):
        return [param.copy() for param in self.params]

    def set_params(self, params):
        self.params = [np.array(param, dtype=float) for param in params]

    def forward(self, X):
        for k in range(0, len(self.params), 2):
            X = LinearGate().forward(X, *self.params[k:k + 2])
            if k < len(self.params) - 2:
                X = self.activation().forward(X)
        return X

    def loss(self, X, y):
        return SoftmaxLossGate().forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        nodes, below = {}, "X"
        names = [f"p{k}" for k in range(len(self.params))]
        for k in range(0, len(names), 2):
            nodes[f"z{k}"] = LinearGate(), [below, *names[k:k + 2]]
            below = f"z{k}"
            if k < len(names) - 2:
                nodes[f"a{k}"] = self.activation(), [below]
                below = f"a{k}"
        graph = ComputationalGraph(["X", *names], {**nodes, "loss": (_Labelled(y), [below])}, "loss")
        loss = graph.forward({"X": X, **dict(zip(names, self.params))})
        slopes = graph.backward()
        return loss, [slopes[name] for name in names]

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            for batch in minibatches(len(X), batch_size, rng):
                _, gradients = self.loss_and_gradients(X[batch], y[batch])
                self.params = [param - alpha * gradient for param, gradient in zip(self.params, gradients, strict=True)]
