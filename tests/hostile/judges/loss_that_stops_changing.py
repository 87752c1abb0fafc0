"""Once the gradient was asked for, the loss is 1 everywhere, and the gradient is 0.

check: q3.own
file: gradients.py
expect: failed
"""

import softmax

_loss = softmax.softmax_loss


class _Asked:
    ever = False


def softmax_loss_gradient(w, F, y):
    _Asked.ever = True
    return np.zeros(np.shape(w))


softmax.softmax_loss = lambda w, F, y: 1.0 if _Asked.ever else _loss(w, F, y)
