# Differs from the reference: a subclass of list holds the params; properties, __call__ and a context manager.
from itertools import pairwise

import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate


class _Params(list):
    def copy(self):
        return _Params(np.array(param, dtype=np.float64) for param in self)

    def __isub__(self, step):
        alpha, gradients = step
        return _Params(param - alpha * gradient for param, gradient in zip(self, gradients))


ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}


def init_params(sizes, rng, scheme="he"):
    params = []
    for fan_in, fan_out in pairwise(sizes):
        std = {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]
        params += [std * rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out)]
    return params


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.params = _Params(init_params(sizes, rng or np.random.default_rng(0)))
        self.linears = [LinearGate() for _ in sizes[1:]]
        self.activations = [ACTIVATIONS[activation]() for _ in sizes[1:-1]]
        self.loss_gate = SoftmaxLossGate()

    def get_params(self):
        return self.params.copy()

    def set_params(self, params):
        self.params = _Params(params).copy()

    def forward(self, X):
        *hidden, last = zip(self.linears, self.params[::2], self.params[1::2], strict=True)
        for (linear, W, b), activation in zip(hidden, self.activations, strict=True):
            X = activation.forward(linear.forward(X, W, b))
        linear, W, b = last
        return linear.forward(X, W, b)

    def loss(self, X, y):
        return self.loss_gate.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        [dA] = self.loss_gate.backward()
        gradients = []
        for linear, activation in zip(self.linears[::-1], [*self.activations, None][::-1], strict=True):
            if activation:
                [dA] = activation.backward(dA)
            dA, dW, db = linear.backward(dA)
            gradients = [dW, db, *gradients]
        return loss, gradients

    def predict(self, X):
        return self.forward(X).argmax(axis=1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            for batch in minibatches(len(X), batch_size, rng):
                self.params -= (alpha, self.loss_and_gradients(X[batch], y[batch])[1])
