# Differs from the reference: names become numbers, slopes are a list; float() of single numbers; kwargs in the gates.
import numpy as np


class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, dz]


class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [np.multiply(self.y, dz), np.multiply(self.x, dz)]


class ScaleGate:
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        return self.k * x

    def backward(self, dz):
        return [self.k * dz]


class PowerGate:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        self.x = x
        return x ** self.n

    def backward(self, dz):
        return [self.n * self.x ** (self.n - 1) * dz]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.names = [*inputs, *nodes]
        number = {name: place for place, name in enumerate(self.names)}
        self.count, self.output = len(inputs), number[output]
        self.gates = [None] * self.count + [gate for gate, _ in nodes.values()]
        self.arguments = [[]] * self.count + [[number[one] for one in arguments] for _, arguments in nodes.values()]
        self.order = self._sorted()

    def _sorted(self):
        known, order = set(range(self.count)), []
        remaining = list(range(self.count, len(self.names)))
        while remaining:
            later = []
            for node in remaining:
                if all(one in known for one in self.arguments[node]):
                    known.add(node)
                    order.append(node)
                else:
                    later.append(node)
            remaining = later
        return order

    def nodes_topologically_sorted(self):
        return [self.names[node] for node in self.order]

    def forward(self, inputs):
        self.values = [inputs[name] for name in self.names[: self.count]] + [None] * len(self.order)
        for node in self.order:
            self.values[node] = self.gates[node].forward(*[self.values[one] for one in self.arguments[node]])
        return self.values[self.output]

    def backward(self):
        slopes = [np.zeros_like(np.asarray(value, dtype=float)) for value in self.values]
        slopes[self.output] += 1
        for node in reversed(self.order):
            for one, slope in zip(self.arguments[node], self.gates[node].backward(slopes[node].copy())):
                slopes[one] += slope
        return {name: slopes[place] if slopes[place].ndim else float(slopes[place]) for place, name in enumerate(self.names[: self.count])}
