# Differs from the reference: He weights from a uniform distribution, a step size that shrinks, labels by probability.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate, softmax


def init_params(sizes, rng, scheme="he"):
    params = []
    for D, H in zip(sizes[:-1], sizes[1:]):
        half = {"he": np.sqrt(6 / D), "glorot": np.sqrt(6 / (D + H)), "zero": 0}[scheme]
        params.append(rng.uniform(-1, 1, (D, H)) * half)
        params.append(np.zeros((H,)))
    return params


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        if rng is None:
            rng = np.random.default_rng(1234)
        kinds = dict(relu=ReLUGate, tanh=TanhGate, sigmoid=SigmoidGate, leaky_relu=LeakyReLUGate)
        self.params = init_params(sizes, rng)
        self.gates = []
        for i in range(len(sizes) - 1):
            self.gates.append(LinearGate())
            if i < len(sizes) - 2:
                self.gates.append(kinds[activation]())

    def get_params(self):
        return [np.array(p) for p in self.params]

    def set_params(self, params):
        self.params = [np.array(p, dtype=np.float64) for p in params]

    def forward(self, X):
        i = 0
        for gate in self.gates:
            if isinstance(gate, LinearGate):
                X = gate.forward(X, self.params[i], self.params[i + 1])
                i += 2
            else:
                X = gate.forward(X)
        return X

    def loss(self, X, y):
        self.end = SoftmaxLossGate()
        return self.end.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        grads = []
        d = self.end.backward()[0]
        for gate in reversed(self.gates):
            d, *rest = gate.backward(d)
            grads[:0] = rest
        return loss, tuple(grads)

    def predict(self, X):
        return softmax(self.forward(X)).argmax(axis=-1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for epoch in range(epochs):
            rate = alpha / (1 + 0.002 * epoch)
            for batch in minibatches(len(X), batch_size, rng):
                _, grads = self.loss_and_gradients(X[batch], y[batch])
                for p, g in zip(self.params, grads):
                    p -= rate * g
