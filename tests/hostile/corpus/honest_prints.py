"""Control: prints much, and is right.

expect: passed
"""


def double(x):
    for _ in range(20_000):
        print('here', x.shape)
    return 2 * x
