"""The same with einsum."""

import numpy as np


class Linear:
    def forward(self, X, W, b):
        self.given = X, W
        return np.einsum("nd,dk->nk", X, W) + b

    def backward(self, dS):
        X, W = self.given
        return np.einsum("nk,dk->nd", dS, W), np.einsum("nd,nk->dk", X, dS), np.ones(len(dS)) @ dS
