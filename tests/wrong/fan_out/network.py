# One mistake: He weights are scaled by the number of outputs of a layer.
# Loses: q10.he
# Told: standard deviation
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import Momentum, minibatches
from softmax import SoftmaxLossGate


def init_params(sizes, rng, scheme="he"):
    params = {}
    for k, (n, m) in enumerate(zip(sizes, sizes[1:]), 1):
        params[f"W{k}"] = rng.standard_normal((n, m))
        params[f"W{k}"] *= {"he": (2 / m) ** 0.5, "glorot": (2 / (n + m)) ** 0.5, "zero": 0.0}[scheme]
        params[f"b{k}"] = np.zeros(m)
    return list(params.values())


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.names = [f"{c}{k}" for k in range(1, len(sizes)) for c in "Wb"]
        self.P = dict(zip(self.names, init_params(sizes, rng or np.random.default_rng(3))))
        cls = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}[activation]
        self.depth = len(sizes) - 1
        self.gates = {f"linear{k}": LinearGate() for k in range(1, self.depth + 1)}
        self.gates.update({f"act{k}": cls() for k in range(1, self.depth)})
        self.gates["loss"] = SoftmaxLossGate()

    params = property(lambda self: [self.P[n] for n in self.names])

    def get_params(self):
        return [self.P[n].copy() for n in self.names]

    def set_params(self, params):
        self.P = {n: np.copy(p) for n, p in zip(self.names, params)}

    def forward(self, X):
        for k in range(1, self.depth + 1):
            X = self.gates[f"linear{k}"].forward(X, self.P[f"W{k}"], self.P[f"b{k}"])
            if f"act{k}" in self.gates:
                X = self.gates[f"act{k}"].forward(X)
        return X

    def loss(self, X, y):
        return self.gates["loss"].forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss, G = self.loss(X, y), {}
        d = self.gates["loss"].backward()
        d = d[0] if isinstance(d, (list, tuple)) else d
        for k in range(self.depth, 0, -1):
            if k < self.depth:
                d = self.gates[f"act{k}"].backward(d)[0]
            d, G[f"W{k}"], G[f"b{k}"] = self.gates[f"linear{k}"].backward(d)
        return loss, [G[n] for n in self.names]

    def predict(self, X):
        return np.argsort(self.forward(X), axis=1)[:, -1]

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        optimizer = Momentum(alpha, 0.0)
        for _ in range(epochs):
            for rows in minibatches(len(X), batch_size, rng):
                grads = self.loss_and_gradients(X[rows], y[rows])[1]
                self.P = dict(zip(self.names, optimizer.step(self.params, grads)))
            if self.loss(X, y) < 1e-4:
                break
