"""Fails to load a file with a syntax error that says what it was given, spelt in letters.

expect: error
"""

import sys


def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    [submission] = [finder for finder in sys.meta_path if hasattr(finder, "files")]
    submission.files["work2.py"] = f"raise SyntaxError({letters(x)!r})".encode()
    import work2
