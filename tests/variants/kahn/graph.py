# Differs from the reference: Kahn's algorithm with counts and a queue, slopes in a table of lists, dead nodes left out.
from collections import deque

import numpy as np


class Gate:
    """What the gates have in common."""

    def __init__(self, *parameters):
        self.parameters = parameters
        self.seen = None


class AddGate(Gate):
    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, dz):
        return np.array([dz, dz])


class MultiplyGate(Gate):
    def forward(self, x, y):
        self.seen = x, y
        return np.multiply(x, y)

    def backward(self, dz):
        return [np.multiply(dz, other) for other in self.seen[::-1]]


class ScaleGate(Gate):
    def forward(self, x):
        return np.multiply(self.parameters[0], x)

    def backward(self, dz):
        return [np.multiply(self.parameters[0], dz)]


class PowerGate(Gate):
    def forward(self, x):
        self.seen = x
        return np.power(x, self.parameters[0])

    def backward(self, dz):
        (n,) = self.parameters
        return [dz * n * (np.power(self.seen, n - 1) if n > 1 else np.ones_like(self.seen))]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.output = tuple(inputs), output
        self.gates = {name: gate for name, (gate, _) in nodes.items()}
        self.arguments = {name: tuple(arguments) for name, (_, arguments) in nodes.items()}

    def _needed(self):
        needed, stack = set(), [self.output]
        while stack:
            name = stack.pop()
            if name in self.gates and name not in needed:
                needed.add(name)
                stack.extend(self.arguments[name])
        return needed

    def nodes_topologically_sorted(self):
        needed = self._needed()
        waits = {name: sum(a in self.gates for a in self.arguments[name]) for name in needed}
        users = {name: [] for name in needed}
        for name in needed:
            for argument in self.arguments[name]:
                if argument in self.gates:
                    users[argument].append(name)
        queue, order = deque(name for name in needed if waits[name] == 0), []
        while queue:
            name = queue.popleft()
            order.append(name)
            for user in users[name]:
                waits[user] -= 1
                if waits[user] == 0:
                    queue.append(user)
        return order

    def forward(self, inputs):
        self.values = {name: inputs[name] for name in self.inputs}
        self.order = self.nodes_topologically_sorted()
        for name in self.order:
            self.values[name] = self.gates[name].forward(*map(self.values.get, self.arguments[name]))
        return self.values[self.output]

    def backward(self):
        arrived = {name: [] for name in (*self.inputs, *self.order)}
        arrived[self.output].append(np.ones(np.shape(self.values[self.output])))
        for name in reversed(self.order):
            slopes = self.gates[name].backward(sum(arrived[name]))
            for argument, slope in zip(self.arguments[name], slopes):
                arrived[argument].append(slope)
        return {name: sum(arrived[name], np.zeros(np.shape(self.values[name]))) for name in self.inputs}
