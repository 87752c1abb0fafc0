"""Returns an object whose class has the name of what it was given, spelt in letters.

expect: failed
"""

def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    return type(letters(x), (), {})()
