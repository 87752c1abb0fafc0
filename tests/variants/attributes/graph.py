# Differs from the reference: depth-first post-order, slopes as attributes of node objects, `0.0 +` before adding in place.
import numpy as np


class AddGate:
    def forward(self, x, y):
        self.shape = np.shape(x)
        return x + y

    def backward(self, dz):
        return [1.0 * dz, 1.0 * dz]


class MultiplyGate:
    x: object = None
    y: object = None

    def forward(self, x, y):
        self.x, self.y = np.copy(x), np.copy(y)
        return self.x * self.y

    def backward(self, dz):
        dx = self.y * dz
        dy = self.x * dz
        return [dx, dy]


class ScaleGate:
    def __init__(self, k):
        self.k = float(k)

    def forward(self, x):
        return self.k * x

    def backward(self, dz):
        return [self.k * dz]


class PowerGate:
    def __init__(self, n: int):
        self.n = n

    def forward(self, x):
        self.x = x
        return x ** self.n

    def backward(self, dz):
        if self.n == 1:
            return [dz]
        return [dz * self.x ** (self.n - 1) * self.n]


class _Node:
    def __init__(self, name):
        self.name, self.gate, self.parents, self.value, self.slope = name, None, [], None, None


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.leaves = [_Node(name) for name in inputs]
        self.table = {leaf.name: leaf for leaf in self.leaves}
        for name in nodes:
            self.table[name] = _Node(name)
        for name, (gate, arguments) in nodes.items():
            self.table[name].gate = gate
            self.table[name].parents = [self.table[argument] for argument in arguments]
        self.output = self.table[output]

    def _sorted(self):
        order, seen = [], set()

        def visit(node):
            if node.name in seen or node.gate is None:
                return
            seen.add(node.name)
            for parent in node.parents:
                visit(parent)
            order.append(node)

        for node in self.table.values():
            visit(node)
        return order

    def nodes_topologically_sorted(self):
        return [node.name for node in self._sorted()]

    def forward(self, inputs):
        for leaf in self.leaves:
            leaf.value = inputs[leaf.name]
        for node in self._sorted():
            node.value = node.gate.forward(*[parent.value for parent in node.parents])
        return self.output.value

    def backward(self):
        order = self._sorted()
        for node in [*self.leaves, *order]:
            node.slope = 0.0 * np.asarray(node.value, dtype=float)
        self.output.slope = self.output.slope + 1.0
        for node in order[::-1]:
            for parent, slope in zip(node.parents, node.gate.backward(node.slope)):
                total = 0.0 + parent.slope
                total += slope
                parent.slope = total
        return {leaf.name: leaf.slope for leaf in self.leaves}
