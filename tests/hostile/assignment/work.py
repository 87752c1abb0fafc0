"""The target's reference. CANARY-OF-THE-REFERENCE"""


def double(x):
    """x: (n, d). Returns (n, d)."""
    # BEGIN SOLUTION target
    return 2 * x
    # END SOLUTION
