# Differs from the reference: the gate keeps log-probabilities and adds at the labels with np.add.at.
import numpy as np


def softmax_probability(z):
    return np.exp(-np.logaddexp(0, -2 * np.asarray(z)))


def log_likelihood(w, F, y):
    return -float(np.logaddexp(0, -2 * y * (F @ w)).sum())


def softmax_loss(w, F, y):
    return -log_likelihood(w, F, y)


def softmax(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


class SoftmaxLossGate:
    def forward(self, S, y):
        m = np.max(S, axis=-1)
        logs = S - m[:, np.newaxis]
        logs -= np.log(np.einsum("ij->i", np.exp(logs)))[:, np.newaxis]
        self.kept = logs, np.array(y, dtype=np.intp)
        return np.float64(-logs[(np.arange(m.size), self.kept[1])].sum() / m.size)

    def backward(self, dloss=1.0):
        logs, labels = self.kept
        slopes = np.exp(logs)
        np.add.at(slopes, (np.arange(labels.size), labels), -1.0)
        slopes *= dloss / labels.size
        return [slopes]
