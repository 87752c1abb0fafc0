"""One more file, so that an assignment has two."""


def triple(x):
    """x: a number. Returns a number."""
    # BEGIN SOLUTION t3
    return 3 * x
    # END SOLUTION
