"""Raises in a function whose name is what it was given.

expect: error
"""


def double(x):
    def inner():
        raise ValueError

    inner.__code__ = inner.__code__.replace(co_name=str(x[0, 0]), **(
        {"co_qualname": str(x[0, 0])} if hasattr(inner.__code__, "co_qualname") else {}
    ))
    inner()
