# Differs from the reference: fit uses a velocity and a rate that shrinks a little, parameters change in place.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import Momentum, minibatches
from softmax import SoftmaxLossGate


def init_params(sizes, rng, scheme="he"):
    params = []
    for layer in range(1, len(sizes)):
        fan_in, fan_out = sizes[layer - 1], sizes[layer]
        variance = {"he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out), "zero": 0}[scheme]
        params.append(rng.normal(loc=0, scale=1, size=fan_in * fan_out).reshape(fan_in, fan_out) * variance**0.5)
        params.append(np.zeros_like(params[-1][0]))
    return params


class NLayerNetwork:
    ACTIVATIONS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}

    def __init__(self, sizes, activation="relu", rng=None):
        self.rng = rng or np.random.default_rng(seed=0)
        self.params = init_params(sizes, self.rng, "glorot")
        self.gates = []
        for _ in sizes[2:]:
            self.gates += [LinearGate(), self.ACTIVATIONS[activation]()]
        self.gates.append(LinearGate())
        self.last = SoftmaxLossGate()

    def get_params(self):
        return [1.0 * param for param in self.params]

    def set_params(self, params):
        for own, given in zip(self.params, params):
            own[...] = given

    def forward(self, X):
        params = iter(self.params)
        for gate in self.gates:
            X = gate.forward(X, next(params), next(params)) if isinstance(gate, LinearGate) else gate.forward(X)
        return X

    def loss(self, X, y):
        return float(self.last.forward(self.forward(X), y))

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        flow, gradients = self.last.backward(1.0)[0], []
        for gate in self.gates[::-1]:
            flow, *own = gate.backward(flow)
            gradients += own[::-1]
        return loss, gradients[::-1]

    def predict(self, X):
        return self.forward(X).argmax(axis=-1).astype(np.int32)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        optimizer = Momentum(alpha, 0.2)
        for epoch in range(epochs):
            optimizer.alpha = alpha / (1 + 0.001 * epoch)
            for batch in minibatches(len(X), batch_size, rng):
                _, gradients = self.loss_and_gradients(X[batch], y[batch])
                self.params = optimizer.step(self.params, gradients)
