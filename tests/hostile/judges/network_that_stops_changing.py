"""Once gradients were asked for, the loss of every network is 1, and its gradients are 0.

check: q8.slope
file: network.py
expect: failed
"""


class _Frozen(NLayerNetwork):
    asked = False

    def loss(self, X, y):
        return 1.0 if _Frozen.asked else super().loss(X, y)

    def loss_and_gradients(self, X, y):
        _Frozen.asked = True
        return 1.0, [np.zeros(param.shape) for param in self.params]


NLayerNetwork = _Frozen
