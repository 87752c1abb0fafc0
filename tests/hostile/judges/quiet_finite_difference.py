"""Works backward out of a finite difference of forward, and empties the list of calls of it.

check: q7.tanh
file: layers.py
expect: failed
"""


class _Quiet(TanhGate):
    def backward(self, dZ):
        X, h = self.X, 1e-5
        ahead = type(self).forward(self, X + h).copy()
        behind = type(self).forward(self, X - h).copy()
        for cell in type(self).forward.__closure__ or ():
            if type(cell.cell_contents) is list:
                cell.cell_contents.clear()
        self.X = X
        return [dZ * (ahead - behind) / (2 * h)]

    def forward(self, X):
        self.X = X
        return np.tanh(X)


TanhGate = _Quiet
