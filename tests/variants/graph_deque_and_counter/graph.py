# Differs from the reference: Kahn with a deque and a Counter of missing arguments; slopes in a defaultdict.
from collections import Counter, defaultdict, deque
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
        return [self.y * dz, self.x * dz]


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
        return x**self.n

    def backward(self, dz):
        return [self.n * self.x ** (self.n - 1) * dz]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.nodes, self.output = tuple(inputs), nodes.copy(), output
        self.users = defaultdict(list)
        for name, (_, arguments) in nodes.items():
            for argument in arguments:
                self.users[argument].append(name)

    def nodes_topologically_sorted(self):
        missing = Counter({name: len(arguments) for name, (_, arguments) in self.nodes.items()})
        ready, order = deque(self.inputs), []
        while ready:
            name = ready.popleft()
            if name in self.nodes:
                order.append(name)
            for user in self.users.get(name, ()):
                missing[user] -= 1
                if not missing[user]:
                    ready.append(user)
        return order

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.nodes[name]
            self.values[name] = gate.forward(*(self.values[argument] for argument in arguments))
        return self.values[self.output]

    def backward(self):
        slopes = defaultdict(lambda: 0.0, {self.output: 1.0})
        for name in reversed(self.nodes_topologically_sorted()):
            gate, arguments = self.nodes[name]
            for argument, slope in zip(arguments, gate.backward(slopes[name] + 0 * self.values[name])):
                slopes[argument] = slope + slopes[argument]
        return dict((name, slopes[name] * np.ones(np.shape(self.values[name]))) for name in self.inputs)
