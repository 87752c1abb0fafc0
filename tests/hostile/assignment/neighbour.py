"""The neighbours' reference."""


def triple(x):
    """x: (n,). Returns (n,)."""
    # BEGIN SOLUTION before
    return 3 * x
    # END SOLUTION
