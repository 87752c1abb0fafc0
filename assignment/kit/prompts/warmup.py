"""The set-up question at Python's prompt."""


def identity(x):
    return """
    from warmup import identity
    value = identity(x)
    """
