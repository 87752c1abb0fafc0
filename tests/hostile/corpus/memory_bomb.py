"""Takes all the memory there is.

expect: error
needs: limits
"""


def double(x):
    taken = []
    while True:
        taken.append(bytearray(1 << 24))
