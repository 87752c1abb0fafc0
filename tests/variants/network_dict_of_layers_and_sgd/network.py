# Differs from the reference: parameters in a dict, fit by the sgd of Q5 on one flat vector.
from itertools import pairwise

from sgd import sgd
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate

ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}


def init_params(sizes, rng, scheme="he"):
    params = []
    for fan_in, fan_out in pairwise(sizes):
        std = {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]
        params += [std * rng.standard_normal((fan_in, fan_out)), np.zeros(fan_out)]
    return params


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        fresh = init_params(sizes, rng or np.random.default_rng(0))
        self.named = {f"{'Wb'[k % 2]}{k // 2 + 1}": p for k, p in enumerate(fresh)}
        self.linears = [LinearGate() for _ in sizes[1:]]
        self.activations = [ACTIVATIONS[activation]() for _ in sizes[1:-1]]
        self.loss_gate = SoftmaxLossGate()

    def get_params(self):
        return [np.array(value) for value in self.named.values()]

    def set_params(self, params):
        self.named = dict(zip(self.named, (np.array(p, dtype=float) for p in params)))

    def forward(self, X):
        params = list(self.named.values())
        for k, linear in enumerate(self.linears):
            X = linear.forward(X, *params[2 * k:2 * k + 2])
            X = self.activations[k].forward(X) if k < len(self.activations) else X
        return X

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
        shapes = [value.shape for value in self.named.values()]
        cuts = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]

        def cut(flat):
            return [part.reshape(shape) for part, shape in zip(np.split(flat, cuts), shapes)]

        def gradient_of(flat, X_batch, y_batch):
            self.set_params(cut(flat))
            return np.concatenate([g.ravel() for g in self.loss_and_gradients(X_batch, y_batch)[1]])

        start = np.concatenate([value.ravel() for value in self.named.values()])
        self.set_params(cut(sgd(gradient_of, start, X, y, alpha, batch_size, epochs, rng)))
