# Differs from the reference: a node's level is one more than its deepest argument's, only nodes that the output needs are
# visited, slopes are kept in lists and summed at the end, and gates return generators' worth of slopes as tuples.
from collections import defaultdict

import numpy as np


class AddGate:
    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, dz):
        return (1.0 * dz, 1.0 * dz)


class MultiplyGate:
    def forward(self, *factors):
        self.factors = factors
        return np.prod(np.broadcast_arrays(*factors), axis=0)

    def backward(self, dz):
        return tuple(np.multiply(dz, other) for other in self.factors[::-1])


class ScaleGate:
    def __init__(self, k):
        self.slope = float(k)

    def forward(self, x):
        return np.multiply(self.slope, x)

    def backward(self, dz):
        return (np.multiply(dz, self.slope),)


class PowerGate:
    def __init__(self, n):
        self.powers = n, n - 1

    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return np.power(self.x, self.powers[0])

    def backward(self, dz):
        return (dz * self.powers[0] * np.power(self.x, self.powers[1]),)


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.nodes, self.output = tuple(inputs), nodes, output

    def levels(self):
        level, todo = dict.fromkeys(self.inputs, 0), [self.output]
        while todo:
            name = todo[-1]
            missing = [one for one in self.nodes[name][1] if one not in level] if name not in level else []
            if missing:
                todo += missing
                continue
            if name not in level:
                level[name] = 1 + max(level[one] for one in self.nodes[name][1])
            todo.pop()
        return level

    def nodes_topologically_sorted(self):
        level = self.levels()
        return sorted((name for name in level if level[name]), key=level.get)

    def forward(self, inputs):
        self.order, self.values = self.nodes_topologically_sorted(), {**inputs}
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*map(self.values.get, names))
        return self.values[self.output]

    def backward(self):
        arrived = defaultdict(list, {self.output: [np.ones(np.shape(self.values[self.output]))]})
        for name in self.order[::-1]:
            gate, names = self.nodes[name]
            for argument, slope in zip(names, gate.backward(sum(arrived[name])), strict=True):
                arrived[argument].append(slope)
        return {name: sum(arrived[name], np.zeros(np.shape(self.values[name]))) for name in self.inputs}
