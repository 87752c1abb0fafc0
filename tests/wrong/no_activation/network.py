# One mistake: the activation is computed and then forgotten.
# Loses: q8.forward, q8.slope, q8.gradients, q8.bends, q8.digits, q8.plane, q8.spiral
# Told: equals one matrix
import numpy as np


def act(name, z):
    if name == "relu":
        return z * (z > 0)
    if name == "leaky_relu":
        return np.where(z > 0, z, 0.1 * z)
    if name == "tanh":
        return np.tanh(z)
    return 1 / (1 + np.exp(-z))


def slope(name, z, a):
    if name == "relu":
        return (z > 0).astype(float)
    if name == "leaky_relu":
        return np.where(z > 0, 1.0, 0.1)
    if name == "tanh":
        return 1 - a**2
    return a * (1 - a)


def init_params(sizes, rng, scheme="he"):
    out = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        if scheme == "zero":
            limit = 0.0
        elif scheme == "he":
            limit = np.sqrt(6 / n_in)
        else:
            limit = np.sqrt(6 / (n_in + n_out))
        out.append(rng.uniform(-limit, limit, size=(n_in, n_out)) if limit else np.zeros((n_in, n_out)))
        out.append(np.zeros(n_out))
    return out


class NLayerNetwork:
    def __init__(self, sizes, activation="relu", rng=None):
        self.L = len(sizes) - 1
        self.act = activation
        self.p = {}
        self.set_params(init_params(sizes, rng if rng is not None else np.random.default_rng(42)))

    @property
    def params(self):
        return [self.p[k + str(i)] for i in range(1, self.L + 1) for k in "Wb"]

    def get_params(self):
        return [q.copy() for q in self.params]

    def set_params(self, params):
        for i in range(self.L):
            self.p["W" + str(i + 1)] = np.array(params[2 * i], dtype=float)
            self.p["b" + str(i + 1)] = np.array(params[2 * i + 1], dtype=float)

    def _run(self, X):
        A, Z = [X], []
        for i in range(1, self.L + 1):
            Z.append(A[-1].dot(self.p["W%d" % i]) + self.p["b%d" % i])
            hidden = act(self.act, Z[-1]) if i < self.L else Z[-1]
            A.append(Z[-1])
        return A, Z

    def forward(self, X):
        return self._run(X)[0][-1]

    def loss(self, X, y):
        return self.loss_and_gradients(X, y)[0]

    def loss_and_gradients(self, X, y):
        A, Z = self._run(X)
        S = A[-1] - A[-1].max(axis=1, keepdims=True)
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        n = X.shape[0]
        loss = -np.log(P[np.arange(n), y]).mean()
        delta = P
        delta[np.arange(n), y] -= 1
        delta /= n
        grads = []
        for i in range(self.L, 0, -1):
            grads = [A[i - 1].T.dot(delta), delta.sum(axis=0)] + grads
            if i > 1:
                delta = delta.dot(self.p["W%d" % i].T)
        return loss, grads

    def predict(self, X):
        S = self.forward(X)
        P = np.exp(S - S.max(axis=1, keepdims=True))
        return (P / P.sum(axis=1, keepdims=True)).argmax(1)

    def fit(self, X, y, alpha, batch_size, epochs, rng):
        n = len(X)
        for epoch in range(epochs):
            order = rng.permutation(n)
            Xs, ys = X[order], y[order]
            for k in range(0, n, batch_size):
                _, grads = self.loss_and_gradients(Xs[k:k + batch_size], ys[k:k + batch_size])
                self.set_params([p - alpha * g for p, g in zip(self.params, grads)])
