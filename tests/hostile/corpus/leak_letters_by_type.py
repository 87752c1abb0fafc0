"""Raises an exception whose name is what it was given, spelt in letters.

expect: error
"""

def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    raise type(letters(x), (Exception,), {})
