"""Every number that goes out is nan: a comparison with it is false, and so is its opposite.

check: q2.flip q2.symmetry q6.probabilities q6.balance
file: softmax.py
expect: failed
"""


def softmax_probability(z):
    return np.full(np.shape(z), np.nan)


def softmax_loss(w, F, y):
    return np.nan


def softmax(S):
    return np.full(np.shape(S), np.nan)


class SoftmaxLossGate:
    def forward(self, S, y):
        self.shape = S.shape
        return np.nan

    def backward(self, dloss=1.0):
        return [np.full(self.shape, np.nan)]
