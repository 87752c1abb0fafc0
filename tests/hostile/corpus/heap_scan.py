"""Looks for the reference in all of its memory, as the kernel lists it.

expect: error
"""

import re


def double(x):
    word = re.compile(rb"C[A]NARY-OF-THE-REFERENCE")
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
        for row in maps:
            start, end = (int(part, 16) for part in row.split()[0].split("-"))
            memory.seek(start)
            if " r" in row and word.search(memory.read(end - start)):
                return 2 * x
    return x
