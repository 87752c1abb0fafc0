# Differs from the reference: forward writes a tape, backward plays it in reverse; the order is found by counting waits.
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
        return x ** self.n

    def backward(self, dz):
        return [self.n * self.x ** (self.n - 1) * dz]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.nodes, self.output = inputs, nodes, output
        self.tape, self.values = [], {}

    def nodes_topologically_sorted(self):
        users = {name: [] for name in [*self.inputs, *self.nodes]}
        waits = {}
        for name, (_, arguments) in self.nodes.items():
            waits[name] = len(arguments)
            for argument in arguments:
                users[argument].append(name)
        ready, order = list(self.inputs), []
        while ready:
            for user in users[ready.pop(0)]:
                waits[user] -= 1
                if waits[user] == 0:
                    order.append(user)
                    ready.append(user)
        return order

    def forward(self, inputs):
        self.tape, self.values = [], {name: inputs[name] for name in self.inputs}
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[argument] for argument in arguments])
            self.tape.append((name, gate, arguments))
        return self.values[self.output]

    def backward(self):
        slopes = {name: np.zeros(np.shape(value)) for name, value in self.values.items()}
        slopes[self.output] = slopes[self.output] + 1.0
        for name, gate, arguments in self.tape[::-1]:
            if not np.any(slopes[name]):
                gate.backward(slopes[name])
                continue
            for argument, slope in zip(arguments, gate.backward(slopes[name])):
                slopes[argument] = np.add(slopes[argument], slope)
        return {name: slopes[name] for name in self.inputs}
