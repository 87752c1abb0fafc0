# Differs from the reference: the loss gate's bare array is unpacked, a list of (W, b) pairs, `@=`-free updates in place on its own arrays.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate


def init_params(sizes, rng, scheme="he"):
    out = []
    for i in range(1, len(sizes)):
        W = rng.normal(loc=0.0, scale=1.0, size=(sizes[i - 1], sizes[i]))
        if scheme == "he":
            W = W * np.sqrt(2.0 / sizes[i - 1])
        elif scheme == "glorot":
            W = W * np.sqrt(2.0 / (sizes[i - 1] + sizes[i]))
        else:
            W = W * 0.0
        out.append(W)
        out.append(np.zeros(sizes[i]))
    return out


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        if rng is None:
            rng = np.random.default_rng(0)
        flat = init_params(sizes, rng)
        self.pairs = [[flat[i], flat[i + 1]] for i in range(0, len(flat), 2)]
        self.activation = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}[activation]

    def get_params(self):
        return [p.copy() for pair in self.pairs for p in pair]

    @property
    def params(self):
        return [p for pair in self.pairs for p in pair]

    def set_params(self, params):
        self.pairs = [[np.array(params[i]), np.array(params[i + 1])] for i in range(0, len(params), 2)]

    def forward(self, X):
        self.tape = []
        for i, (W, b) in enumerate(self.pairs):
            gate = LinearGate()
            X = gate.forward(X, W, b)
            self.tape.append(gate)
            if i + 1 < len(self.pairs):
                gate = self.activation()
                X = gate.forward(X)
                self.tape.append(gate)
        return X

    def loss(self, X, y):
        self.gate = SoftmaxLossGate()
        return self.gate.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        d, grads = self.gate.backward(), []
        for gate in reversed(self.tape):
            if isinstance(gate, LinearGate):
                d, dW, db = gate.backward(d)
                grads.insert(0, db)
                grads.insert(0, dW)
            else:
                d = gate.backward(d)[0]
        return loss, grads

    def predict(self, X):
        return self.forward(X).argmax(1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for e in range(epochs):
            for b in minibatches(len(y), batch_size, rng):
                loss, grads = self.loss_and_gradients(X[b], y[b])
                for p, g in zip(self.params, grads):
                    p -= alpha * g
