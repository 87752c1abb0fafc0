# Differs from the reference: differences of scores instead of a shift, the full Jacobian of softmax row by row.
import numpy as np


def softmax_probability(z):
    z = np.asarray(z, dtype=float)
    return np.exp(np.minimum(z, 0) * 2) / (1 + np.exp(-2 * np.abs(z)))


def log_likelihood(w, F, y):
    z = y * (F @ w)
    return float(sum(min(2 * a, 0) - np.log1p(np.exp(-2 * abs(a))) for a in z))


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    with np.errstate(over="ignore"):
        # p_c = 1 / sum_k exp(s_k - s_c)
        return 1 / np.exp(S[:, None, :] - S[:, :, None]).sum(axis=2)


class SoftmaxLossGate:
    def forward(self, S, y):
        self.S, self.y = S, y
        top = S.max(axis=1)
        mine = S[np.arange(len(S)), y]
        return float(np.mean(top - mine + np.log(np.exp(S - top[:, None]).sum(axis=1))))

    def backward(self, dloss=1.0):
        P = softmax(self.S)
        dS = np.zeros_like(P)
        for i, p in enumerate(P):
            # chain rule on log p[y]: only the row of the Jacobian that belongs to the label, divided by p[y] by hand
            dS[i] = p
            dS[i, self.y[i]] = p[self.y[i]] - 1
        return [dS * dloss / P.shape[0]]
