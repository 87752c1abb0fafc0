# Differs from the reference: slots, properties for what backward needs, lists of small steps for batch norm, tuples back.
import numpy


class LinearGate:
    __slots__ = ["W", "X", "b"]

    def forward(self, X, W, b):
        for name, value in zip(self.__slots__, (W, X, b)):
            setattr(self, name, value)
        return numpy.hstack([self.X, numpy.ones((len(X), 1))]) @ numpy.vstack([self.W, self.b])

    def backward(self, dZ):
        both = numpy.hstack([self.X, numpy.ones((len(self.X), 1))]).T @ dZ
        return [dZ @ self.W.T, both[:-1], both[-1]]


class Activation:
    __slots__ = ["X"]

    def forward(self, X):
        self.X = numpy.array(X)
        return self.output

    def backward(self, dZ):
        return [dZ * self.slopes]


class SigmoidGate(Activation):
    @property
    def output(self):
        with numpy.errstate(over="ignore"):
            return 1 / (1 + numpy.exp(-self.X))

    @property
    def slopes(self):
        return self.output * (1 - self.output)


class TanhGate(Activation):
    output = property(lambda self: numpy.tanh(self.X))
    slopes = property(lambda self: 1 - self.output * self.output)


class ReLUGate(Activation):
    output = property(lambda self: (numpy.abs(self.X) + self.X) / 2)
    slopes = property(lambda self: (numpy.sign(self.X) + 1) // 2)


class LeakyReLUGate(Activation):
    __slots__ = ["slope"]

    def __init__(self, slope=0.1):
        self.slope = slope

    output = property(lambda self: numpy.maximum(self.X, self.slope * self.X))
    slopes = property(lambda self: numpy.piecewise(self.X, [self.X > 0], [1.0, self.slope]))


class DropoutGate:
    __slots__ = ["factors", "p", "rng"]

    def __init__(self, p, rng):
        self.p, self.rng, self.factors = p, rng, 1

    def forward(self, X, train=True):
        self.factors = numpy.float64(1)
        if train:
            self.factors = numpy.where(self.rng.random(X.shape) < self.p, 0, 1 / (1 - self.p))
        return numpy.multiply(X, self.factors)

    def backward(self, dout):
        return [numpy.multiply(dout, self.factors)]


class BatchNormGate:
    def __init__(self, eps=1e-5, momentum=0.9):
        self.eps, self.momentum = eps, momentum
        self._mean, self._var = numpy.zeros(1), numpy.ones(1)

    @property
    def running_mean(self):
        return self._mean

    @property
    def running_var(self):
        return self._var

    def forward(self, X, gamma, beta, train=True):
        self.gamma, self.N = gamma, X.shape[0]
        if not train:
            return gamma * ((X - self._mean) / numpy.sqrt(self._var + self.eps)) + beta
        self.mu = 1 / self.N * X.sum(axis=0)
        self.xmu = X - self.mu
        self.sqrtvar = numpy.sqrt((self.xmu**2).sum(axis=0) / self.N + self.eps)
        self.ivar = 1 / self.sqrtvar
        self._mean = self.momentum * self._mean + (1 - self.momentum) * self.mu
        self._var = self.momentum * self._var + (1 - self.momentum) * (self.sqrtvar**2 - self.eps)
        return gamma * (self.xmu * self.ivar) + beta

    def backward(self, dZ):
        dgamma = (dZ * self.xmu * self.ivar).sum(axis=0)
        dxhat = dZ * self.gamma
        divar = (dxhat * self.xmu).sum(axis=0)
        dvar = 0.5 / self.sqrtvar * (-divar / self.sqrtvar**2)
        dxmu = dxhat * self.ivar + 2 * self.xmu * numpy.ones(dZ.shape) / self.N * dvar
        return [dxmu - dxmu.sum(axis=0) / self.N, dgamma, dZ.sum(axis=0)]
