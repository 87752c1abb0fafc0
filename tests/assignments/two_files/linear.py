"""A layer: X is (n, d), W is (d, k), b is (k,)."""


class Linear:
    """Scores X @ W + b."""

    def forward(self, X, W, b):
        """The scores, (n, k)."""
        # BEGIN SOLUTION l1
        self.X, self.W = X, W
        return X @ W + b
        # END SOLUTION

    def backward(self, dS):
        """The gradients of X, W and b for the upstream gradient dS, (n, k)."""
        # BEGIN SOLUTION l1
        return dS @ self.W.T, self.X.T @ dS, dS.sum(axis=0)
        # END SOLUTION
