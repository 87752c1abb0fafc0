"""Never comes back from one instruction.

expect: error
needs: clock
"""


def double(x):
    return sum(range(1 << 50))
