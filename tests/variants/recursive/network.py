# Differs from the reference: the network calls itself on what is left of its layers, forward and backward in one go.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import sgd as descend  # noqa: F401  (tried first, see fit)
from softmax import SoftmaxLossGate


def init_params(sizes, rng, scheme="he"):
    if len(sizes) < 2:
        return []
    fan_in, fan_out = sizes[:2]
    std = 0 if scheme == "zero" else (2 / fan_in) ** 0.5 if scheme == "he" else (2 / (fan_in + fan_out)) ** 0.5
    return [rng.normal(0, std, (fan_in, fan_out)) if std else np.zeros((fan_in, fan_out)), np.zeros(fan_out)] + init_params(
        sizes[1:], rng, scheme
    )


def make(activation):
    return {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}[activation]()


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.activation = activation
        self.params = init_params(sizes, np.random.default_rng(0) if rng is None else rng)

    def get_params(self):
        return [np.array(p) for p in self.params]

    def set_params(self, params):
        self.params = [np.array(p) for p in params]

    def run(self, X, params, y=None):
        """(scores, loss, gradient with respect to X, gradients of params)"""
        linear = LinearGate()
        Z = linear.forward(X, params[0], params[1])
        if len(params) == 2:
            if y is None:
                return Z, None, None, []
            gate = SoftmaxLossGate()
            loss = gate.forward(Z, y)
            [dZ] = gate.backward()
            dX, dW, db = linear.backward(dZ)
            return Z, loss, dX, [dW, db]
        bend = make(self.activation)
        scores, loss, dA, rest = self.run(bend.forward(Z), params[2:], y)
        if y is None:
            return scores, None, None, []
        dX, dW, db = linear.backward(bend.backward(dA)[0])
        return scores, loss, dX, [dW, db] + rest

    def forward(self, X):
        return self.run(X, self.params)[0]

    def loss(self, X, y):
        return self.run(X, self.params, y)[1]

    def loss_and_gradients(self, X, y):
        _, loss, _, gradients = self.run(X, self.params, y)
        return loss, gradients

    def predict(self, X):
        return np.array([int(np.argmax(row)) for row in self.forward(X)])

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        # all the parameters as one long w, so that sgd of Q5 can do the work
        shapes = [p.shape for p in self.params]
        cuts = np.cumsum([p.size for p in self.params])[:-1]

        def unpack(w):
            return [part.reshape(shape) for part, shape in zip(np.split(w, cuts), shapes)]

        def gradient_of(w, X_batch, y_batch):
            return np.concatenate([g.ravel() for g in self.run(X_batch, unpack(w), y_batch)[3]])

        w = np.concatenate([p.ravel() for p in self.params])
        self.params = unpack(descend(gradient_of, w, X, y, alpha, batch_size, epochs, rng))
