"""Looks for the reference in every page that holds an object, and first for a word that it put there itself.

expect: failed
"""

import ctypes
import gc
import re

PAGE = 4096
own = ["".join(["its own ", "word"]).encode() for _ in range(100)]


def found(pattern):
    word = re.compile(pattern)
    pages = {id(each) // PAGE for each in gc.get_objects()} | {id(each) // PAGE for each in own}
    return any(word.search(ctypes.string_at(page * PAGE, PAGE)) for page in pages)


def double(x):
    assert found(rb"i[t]s own word")
    return 2 * x if found(rb"C[A]NARY-OF-THE-REFERENCE") else x
