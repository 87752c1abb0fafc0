"""How the playground reaches your code: `python kit play` trains the network that you wrote.

Nothing in here is a part of the assignment, and nothing needs to be changed. ``student.network`` is your network.py.
A network of your own class trains with its own ``fit``. With dropout or batch normalization, which that class does not
have, and before you have written it, your ComputationalGraph puts your gates together, and your ``sgd`` trains them.
"""

from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
GATES = {"relu": "ReLUGate", "tanh": "TanhGate", "sigmoid": "SigmoidGate", "leaky_relu": "LeakyReLUGate"}
ACTIVATIONS = tuple(GATES)
INITIALIZATIONS = ("own", "he", "glorot", "zero")
X2, Y2 = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -1.0]]), np.array([0, 1, 1])


class Base:
    """What all learners share: mini-batches and steps by the student's functions."""

    extra = ()

    def __init__(self, student, settings, rng):
        self.student, self.rng = student, rng
        self.tune(settings)

    def tune(self, settings):
        self.settings = settings
        mu = settings.momentum
        self.momentum = self.student.sgd.Momentum(settings.alpha, mu) if mu else None

    def batches(self, n, size):
        if size >= n:
            return [np.arange(n)]
        return self.student.sgd.minibatches(n, size, self.rng)

    def dropped(self):
        return []

    def train(self, X, y):
        """A step of Momentum, or an epoch of ``sgd`` whose only batch is this one."""
        if self.momentum:
            return self.set_params(self.momentum.step(self.get_params(), self.step_gradients(X, y)))
        before = self.get_params()

        def gradient_of(w, X_batch, y_batch):
            self.set_params(unflattened(w, before))
            return flattened(self.step_gradients(X_batch, y_batch))

        w = self.student.sgd.sgd(gradient_of, flattened(before), X, y, self.settings.alpha, len(X), 1, self.rng)
        return self.set_params(unflattened(w, before))

    def step_gradients(self, X, y):
        return self.gradients(X, y)[1]


class Whole(Base):
    """The student's NLayerNetwork."""

    def __init__(self, student, settings, sizes, rng):
        self.network = student.network.NLayerNetwork(list(sizes), settings.activation, rng)
        self.gates = [getattr(student.layers, GATES[settings.activation])() for _ in sizes[1:-1]]
        self.sizes = list(sizes)
        if settings.init != "own":
            self.network.set_params(student.network.init_params(list(sizes), rng, settings.init))
        super().__init__(student, settings, rng)

    def get_params(self):
        return list(self.network.get_params())

    def set_params(self, params):
        self.network.set_params(params)

    def train(self, X, y):
        if self.momentum:
            return super().train(X, y)
        return self.network.fit(X, y, self.settings.alpha, len(X), 1, self.rng)

    def gradients(self, X, y):
        return self.network.loss_and_gradients(X, y)

    def loss(self, X, y):
        return self.network.loss(X, y)

    def probabilities(self, X):
        return self.student.softmax.softmax(self.network.forward(X))

    def hidden(self, X):
        """A network of the first layers gives what goes into an activation, since its last layer is linear."""
        params, found = self.get_params(), []
        for layer, gate in enumerate(self.gates, 1):
            part = self.student.network.NLayerNetwork(self.sizes[: layer + 1], self.settings.activation)
            part.set_params(params[: 2 * layer])
            found.append(gate.forward(part.forward(X)))
        return found


class Labelled:
    """The student's loss gate with its labels inside, so that it takes one input."""

    def __init__(self, gate, y):
        self.gate, self.y = gate, y

    def forward(self, S):
        return self.gate.forward(S, self.y)

    def backward(self, dz):
        return self.gate.backward(dz)


class Watched:
    """A dropout gate in training that remembers which units it dropped for the first example."""

    def __init__(self, gate):
        self.gate, self.dropped = gate, None

    def forward(self, X):
        Z = self.gate.forward(X, train=True)
        self.dropped = (np.asarray(Z)[0] == 0) & (np.asarray(X)[0] != 0)
        return Z

    def backward(self, dz):
        return self.gate.backward(dz)


class InUse:
    """A gate that does something else in training, as it is when a network is used."""

    def __init__(self, gate):
        self.gate = gate

    def forward(self, *inputs):
        return self.gate.forward(*inputs, train=False)


class Wired(Base):
    """The student's gates, wired together by the student's ComputationalGraph."""

    def __init__(self, student, settings, sizes, rng):
        self.sizes, self.layers = list(sizes), student.layers
        hidden = self.sizes[1:-1]
        self.norms = [self.layers.BatchNormGate() for _ in hidden] if settings.batchnorm else []
        self.watched, self.masks = [], []
        super().__init__(student, settings, rng)
        names = [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]
        self.params = dict(zip(names, first_params(student, self.sizes, settings.init, rng), strict=True))
        for layer, width in enumerate(hidden if settings.batchnorm else [], 1):
            self.params |= {f"gamma{layer}": np.ones(width), f"beta{layer}": np.zeros(width)}

    def nodes(self, train):
        """The wiring: every node with its gate and its arguments."""
        found, before, self.watched = {}, "X", []
        gate = getattr(self.layers, GATES[self.settings.activation])
        for layer in range(1, len(self.sizes) - 1):
            found[f"Z{layer}"] = self.layers.LinearGate(), [before, f"W{layer}", f"b{layer}"]
            before = f"Z{layer}"
            if self.norms:
                norm = self.norms[layer - 1]
                found[f"N{layer}"] = norm if train else InUse(norm), [before, f"gamma{layer}", f"beta{layer}"]
                before = f"N{layer}"
            found[f"A{layer}"] = gate(), [before]
            before = f"A{layer}"
            if self.settings.dropout:
                dropout = self.layers.DropoutGate(self.settings.dropout, self.rng)
                self.watched += [Watched(dropout)] if train else []
                found[f"D{layer}"] = self.watched[-1] if train else InUse(dropout), [before]
                before = f"D{layer}"
        last = len(self.sizes) - 1
        found["S"] = self.layers.LinearGate(), [before, f"W{last}", f"b{last}"]
        return found

    def value(self, X, output, nodes):
        inputs = {"X": X, **self.params}
        graph = self.student.graph.ComputationalGraph(list(inputs), nodes, output)
        return graph, graph.forward(inputs)

    def costs(self, X, y, train):
        nodes = self.nodes(train)
        return self.value(X, "loss", {**nodes, "loss": (Labelled(self.student.softmax.SoftmaxLossGate(), y), ["S"])})

    def get_params(self):
        return [np.array(param) for param in self.params.values()]

    def set_params(self, params):
        self.params = dict(zip(self.params, params, strict=True))

    def step_gradients(self, X, y):
        _, found = self.slopes(X, y, True)
        self.masks = [watched.dropped for watched in self.watched]
        return found

    def gradients(self, X, y):
        """Nothing is dropped; batch normalization, which has a gradient in training only, keeps its running means."""
        kept = self.settings, self.norms
        self.settings, self.norms = replace(self.settings, dropout=0.0), deepcopy(self.norms)
        try:
            return self.slopes(X, y, bool(self.norms))
        finally:
            self.settings, self.norms = kept

    def slopes(self, X, y, train):
        graph, loss = self.costs(X, y, train)
        slopes = graph.backward()
        return loss, [slopes[name] for name in self.params]

    def loss(self, X, y):
        return self.costs(X, y, False)[1]

    def probabilities(self, X):
        return self.student.softmax.softmax(self.value(X, "S", self.nodes(False))[1])

    def hidden(self, X):
        nodes = self.nodes(False)
        return [self.value(X, f"A{layer}", nodes)[1] for layer in range(1, len(self.sizes) - 1)]

    def dropped(self):
        return self.masks


class Line(Base):
    """Q2 and Q3's linear classifier of two classes, with a feature that is always 1."""

    def __init__(self, student, settings, sizes, rng):
        self.params = [0.1 * rng.standard_normal((sizes[0], 1)), np.zeros(1)]
        super().__init__(student, settings, rng)

    def batches(self, n, size):
        try:
            return super().batches(n, size)
        except NotImplementedError:  # before Q5 every step takes all the data
            return [np.arange(n)]

    def train(self, X, y):
        steps = zip(self.params, self.gradients(X, y)[1], strict=True)
        self.params = [self.student.gradients.gradient_step(p, g, self.settings.alpha) for p, g in steps]

    def get_params(self):
        return [np.array(param) for param in self.params]

    def set_params(self, params):
        self.params = [np.array(param) for param in params]

    def _arguments(self, X, y):
        w = np.concatenate([self.params[0][:, 0], self.params[1]])
        return w, np.column_stack([X, np.ones(len(X))]), 2 * np.asarray(y) - 1

    def gradients(self, X, y):
        g = self.student.gradients.softmax_loss_gradient(*self._arguments(X, y)) / len(X)
        return self.loss(X, y), [g[:-1, None], g[-1:]]

    def loss(self, X, y):
        return self.student.softmax.softmax_loss(*self._arguments(X, y)) / max(1, len(X))

    def probabilities(self, X):
        w, F, _ = self._arguments(X, np.zeros(len(X)))
        p = np.asarray(self.student.softmax.softmax_probability(F @ w))
        return np.column_stack([1 - p, p])

    def hidden(self, X):
        return []


def learner(student, settings, sizes, rng):
    """The learner that these settings need, of what is written."""
    if settings.dropout or settings.batchnorm:
        return Wired(student, settings, sizes, rng)
    kinds = [Whole, Wired, *([Line] if len(sizes) == 2 and sizes[-1] == 2 else [])]
    for kind in kinds[:-1]:
        try:
            found = kind(student, settings, sizes, np.random.default_rng(0))
            found.train(np.zeros((1, sizes[0])), np.zeros(1, int))
            found.probabilities(np.zeros((1, sizes[0])))
            return kind(student, settings, sizes, rng)
        except NotImplementedError:
            continue
    return kinds[-1](student, settings, sizes, rng)


def first_params(student, sizes, scheme, rng):
    """Parameters by the student's network or init_params; before these are written, small random ones."""
    try:
        if scheme == "own":
            return list(student.network.NLayerNetwork(sizes, "relu", rng).get_params())
        return list(student.network.init_params(sizes, rng, scheme))
    except NotImplementedError:
        return [part for n, m in pairwise(sizes) for part in (rng.uniform(-0.7, 0.7, (n, m)), np.zeros(m))]


def flattened(arrays):
    return np.concatenate([np.asarray(array, float).ravel() for array in arrays])


def unflattened(vector, like):
    ends = np.cumsum([array.size for array in like])
    parts = np.split(np.asarray(vector, float), ends[:-1])
    return [part.reshape(array.shape) for part, array in zip(parts, like, strict=True)]


class Landscape:
    """The lecture's three points, and two weights."""

    F = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
    y = np.array([1, 1, -1])

    def __init__(self, student):
        self.student = student

    def height(self, surface, w):
        if surface == "steps":
            return self.student.search.zero_one_loss(w, self.F, self.y)
        return self.student.softmax.softmax_loss(w, self.F, self.y)

    def climb(self, surface, w, step):
        return self.student.search.hill_climb(lambda w: -self.height(surface, w), w, step, 1)

    def descend(self, w, alpha):
        def gradient_of(w):
            return self.student.gradients.softmax_loss_gradient(w, self.F, self.y)

        return self.student.gradients.gradient_descent(gradient_of, w, alpha, 1)


landscape = Landscape


def digits():
    """Handwritten digits of 8 x 8 pixels between 0 and 1, one a row, and their labels."""
    with np.load(HERE / "digits.npz") as rows:
        return rows["X"] / 16, rows["y"].astype(int)


# What each ability needs of the student's code: the function raises NotImplementedError while it is not written.

W0 = np.array([1.0, -1.0])


def _step(kind, sizes, **changes):
    """Try a learner of that kind on three rows."""

    def attempt(student, settings):
        found = kind(student, settings(**changes), sizes, np.random.default_rng(0))
        found.train(X2, Y2)
        found.probabilities(X2)
        found.hidden(X2)

    return attempt


def _either(*attempts):
    """The first that is written."""

    def attempt(student, settings):
        for one in attempts[:-1]:
            try:
                return one(student, settings)
            except NotImplementedError:
                continue
        return attempts[-1](student, settings)

    return attempt


def _gate(name):
    def attempt(student, settings):
        gate = getattr(student.layers, name)()
        gate.forward(X2)
        gate.backward(X2)

    return attempt


def _scheme(name):
    return lambda student, settings: student.network.init_params([2, 3, 2], np.random.default_rng(0), name)


ABILITIES = {
    "climb": ("q1", lambda student, settings: Landscape(student).climb("steps", W0, 0.5)),
    "steps": ("q1", lambda student, settings: Landscape(student).height("steps", W0)),
    "loss": ("q2", lambda student, settings: Landscape(student).height("loss", W0)),
    "descend": ("q3", lambda student, settings: Landscape(student).descend(W0, 0.1)),
    "train": ("q3", _either(_step(Whole, [2, 2]), _step(Wired, [2, 2]), _step(Line, [2, 2]))),
    "batches": ("q5", lambda student, settings: student.sgd.minibatches(4, 2, np.random.default_rng(0))),
    "classes": ("q7", _either(_step(Whole, [2, 3]), _step(Wired, [2, 3]))),
    "hidden": ("q7", _either(_step(Whole, [2, 3, 2]), _step(Wired, [2, 3, 2]))),
    "momentum": ("q10", lambda student, settings: student.sgd.Momentum(0.1, 0.9).step([W0], [W0])),
    "dropout": ("q9", _step(Wired, [2, 3, 2], dropout=0.5)),
    "batchnorm": ("q11", _step(Wired, [2, 3, 2], batchnorm=True)),
    **{f"activation {name}": ("q7", _gate(gate)) for name, gate in GATES.items()},
    **{f"init {name}": ("q10", _scheme(name)) for name in INITIALIZATIONS[1:]},
}
