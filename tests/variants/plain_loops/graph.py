# Differs from the reference: a product in a loop for powers, tuples for lists, the nodes scanned again and again.
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return dz, dz


class MultiplyGate(object):
    def forward(self, x, y):
        self.inputs = (x, y)
        return x * y

    def backward(self, dz):
        x, y = self.inputs
        return (dz * y, dz * x)


class ScaleGate:
    def __init__(self, k):
        self.factor = k

    def forward(self, x):
        return x * self.factor

    def backward(self, dz):
        return dz * self.factor


class PowerGate:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        self.x = x
        z = x * 1
        for _ in range(self.n - 1):
            z = z * x
        return z

    def backward(self, dz):
        slope = 1
        for _ in range(self.n - 1):
            slope = slope * self.x
        return [dz * slope * self.n]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.nodes, self.output = inputs, nodes, output

    def nodes_topologically_sorted(self):
        done = []
        while len(done) < len(self.nodes):
            for name in self.nodes:
                if name in done:
                    continue
                if all(a in self.inputs or a in done for a in self.nodes[name][1]):
                    done.append(name)
        return done

    def forward(self, inputs):
        self.v = {}
        for name in self.inputs:
            self.v[name] = inputs[name]
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.nodes[name]
            self.v[name] = gate.forward(*[self.v[a] for a in arguments])
        return self.v[self.output]

    def backward(self):
        d = {name: 0.0 for name in self.v}
        d[self.output] = 1.0
        for name in self.nodes_topologically_sorted()[::-1]:
            gate, arguments = self.nodes[name]
            parts = gate.backward(d[name])
            if not isinstance(parts, (list, tuple)):
                parts = [parts]
            for a, part in zip(arguments, parts):
                d[a] = d[a] + part
        return {name: d[name] + 0 * self.v[name] for name in self.inputs}
