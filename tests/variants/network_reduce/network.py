# Differs from the reference: forward is a reduction that leaves closures on a stack, backward pops them.
from functools import reduce

import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate

BENDS = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}


def init_params(sizes, rng, scheme="he"):
    half_width = {
        "he": lambda i, o: np.sqrt(6 / i),
        "glorot": lambda i, o: np.sqrt(6 / (i + o)),
        "zero": lambda i, o: 0.0,
    }[scheme]
    return sum(
        ([rng.uniform(-half_width(i, o), half_width(i, o), size=(i, o)), np.zeros(o)] for i, o in zip(sizes, sizes[1:])),
        [],
    )


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.params = init_params(sizes, rng or np.random.default_rng(42))
        self.bend = BENDS[activation]

    def get_params(self):
        return list(map(np.array, self.params))

    def set_params(self, params):
        self.params = [np.asarray(param).astype(float) for param in params]

    def chain(self, stack):
        def linear(X, pair):
            number, W, b = pair
            if number:
                bend = self.bend()
                X = bend.forward(X)
                stack.append(lambda d: (bend.backward(d)[0], []))
            gate = LinearGate()
            Z = gate.forward(X, W, b)
            stack.append(lambda d: (lambda dX, dW, db: (dX, [dW, db]))(*gate.backward(d)))
            return Z

        return linear

    def forward(self, X, stack=None):
        layers = [(number, *pair) for number, pair in enumerate(zip(self.params[::2], self.params[1::2]))]
        return reduce(self.chain([] if stack is None else stack), layers, X)

    def loss(self, X, y):
        return self.loss_and_gradients(X, y)[0]

    def loss_and_gradients(self, X, y):
        stack, gate, gradients = [], SoftmaxLossGate(), []
        loss = gate.forward(self.forward(X, stack), y)
        d = gate.backward()[0]
        while stack:
            d, found = stack.pop()(d)
            gradients = found + gradients
        return loss, gradients

    def predict(self, X):
        return np.array([max(range(len(row)), key=row.__getitem__) for row in self.forward(X).tolist()])

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        epoch = 0
        while epoch < epochs:
            for batch in minibatches(n=len(y), batch_size=batch_size, rng=rng):
                gradients = self.loss_and_gradients(X[batch], y[batch])[1]
                self.params = list(map(lambda p, g: p - alpha * g, self.params, gradients))
            epoch = epoch + 1
