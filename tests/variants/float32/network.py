# Differs from the reference: parameters, scores and gradients in float32; the layers are called by hand.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate

GATES = dict(relu=ReLUGate, tanh=TanhGate, sigmoid=SigmoidGate, leaky_relu=LeakyReLUGate)


def init_params(sizes, rng, scheme="he"):
    params = []
    for i in range(len(sizes) - 1):
        shape = (sizes[i], sizes[i + 1])
        if scheme == "zero":
            W = np.zeros(shape, dtype=np.float32)
        else:
            variance = 2 / shape[0] if scheme == "he" else 2 / sum(shape)
            W = rng.standard_normal(shape, dtype=np.float32) * np.float32(variance**0.5)
        params += [W, np.zeros(shape[1], dtype=np.float32)]
    return params


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        if rng is None:
            rng = np.random.default_rng(1)
        self.params = init_params(sizes, rng)
        self.layers = []
        for i in range(len(sizes) - 1):
            self.layers.append(LinearGate())
            self.layers.append(GATES[activation]())
        self.layers.pop()
        self.last = SoftmaxLossGate()

    def get_params(self):
        return [np.array(p) for p in self.params]

    def set_params(self, params):
        self.params = [np.array(p, dtype=np.float32) for p in params]

    def forward(self, X):
        A = np.asarray(X, dtype=np.float32)
        for i, layer in enumerate(self.layers):
            A = layer.forward(A, self.params[i], self.params[i + 1]) if i % 2 == 0 else layer.forward(A)
        return A

    def loss(self, X, y):
        return self.last.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        grads = []
        d = self.last.backward()[0]
        for i in reversed(range(len(self.layers))):
            back = self.layers[i].backward(d)
            d = back[0]
            grads = back[1:] + grads
        return loss, grads

    def predict(self, X):
        return np.argmax(self.forward(X), axis=1).astype(np.int32)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for _ in range(epochs):
            for rows in minibatches(len(X), batch_size, rng):
                grads = self.loss_and_gradients(X[rows], y[rows])[1]
                for p, g in zip(self.params, grads):
                    p -= np.float32(alpha) * g
