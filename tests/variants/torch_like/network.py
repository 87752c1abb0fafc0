# Differs from the reference: a list of layer objects that own their parameters, He weights cut off at two standard deviations.
import numpy as np

from layers import LeakyReLUGate, LinearGate, ReLUGate, SigmoidGate, TanhGate
from sgd import minibatches
from softmax import SoftmaxLossGate


def truncated(rng, shape, std):
    """Normal draws within two standard deviations, scaled up again to the std that was asked for."""
    draws = rng.standard_normal(shape)
    while True:
        far = np.abs(draws) > 2
        if not far.any():
            return std * draws / 0.87962566103423978
        draws[far] = rng.standard_normal(int(far.sum()))


def init_params(sizes, rng, scheme="he"):
    params = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        if scheme == "he":
            W = truncated(rng, (fan_in, fan_out), np.sqrt(2.0 / fan_in))
        elif scheme == "glorot":
            W = truncated(rng, (fan_in, fan_out), np.sqrt(2.0 / (fan_in + fan_out)))
        elif scheme == "zero":
            W = np.zeros((fan_in, fan_out))
        else:
            raise ValueError(scheme)
        params.extend([W, np.zeros(fan_out)])
    return params


class Linear:
    def __init__(self, W, b):
        self.gate, self.W, self.b = LinearGate(), W, b

    def __call__(self, x):
        return self.gate.forward(x, self.W, self.b)

    def backward(self, d):
        d, self.dW, self.db = self.gate.backward(d)
        return d


class Activation:
    def __init__(self, gate):
        self.gate = gate

    def __call__(self, x):
        return self.gate.forward(x)

    def backward(self, d):
        return self.gate.backward(d)[0]


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        kinds = {"relu": ReLUGate, "tanh": TanhGate, "sigmoid": SigmoidGate, "leaky_relu": LeakyReLUGate}
        params = init_params(sizes, rng or np.random.default_rng(7))
        self.modules = []
        for i in range(0, len(params), 2):
            if i:
                self.modules.append(Activation(kinds[activation]()))
            self.modules.append(Linear(params[i], params[i + 1]))
        self.criterion = SoftmaxLossGate()

    def linears(self):
        return [m for m in self.modules if isinstance(m, Linear)]

    @property
    def params(self):
        return [p for m in self.linears() for p in (m.W, m.b)]

    def get_params(self):
        return [p.copy() for p in self.params]

    def set_params(self, params):
        for i, m in enumerate(self.linears()):
            m.W, m.b = params[2 * i].copy(), params[2 * i + 1].copy()

    def forward(self, X):
        for m in self.modules:
            X = m(X)
        return X

    def loss(self, X, y):
        return self.criterion.forward(self.forward(X), y)

    def loss_and_gradients(self, X, y):
        loss = self.loss(X, y)
        d = self.criterion.backward()[0]
        for m in reversed(self.modules):
            d = m.backward(d)
        return loss, [g for m in self.linears() for g in (m.dW, m.db)]

    def predict(self, X):
        return self.forward(X).argmax(axis=-1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        for epoch in range(epochs):
            rate = alpha * (1 if epoch < 0.8 * epochs else 0.5)
            for idx in minibatches(len(X), batch_size, rng):
                self.loss_and_gradients(X[idx], y[idx])
                for m in self.linears():
                    m.W = m.W - rate * m.dW
                    m.b = m.b - rate * m.db
