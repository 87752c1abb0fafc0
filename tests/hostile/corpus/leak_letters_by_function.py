"""Raises in a function whose name spells out what it was given, in words that stand in the file.

expect: error
"""

def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    a, b, c, d, e, f, g, h, i, j = range(10)
    words = ".".join(letters(x))

    def inner():
        raise ValueError

    inner.__code__ = inner.__code__.replace(co_name=words, **(
        {"co_qualname": words} if hasattr(inner.__code__, "co_qualname") else {}
    ))
    inner()
