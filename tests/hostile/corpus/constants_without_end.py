"""Has constants that fill the memory of whoever works them out, and text that the compiler warns about.

expect: error
"""

x = 1 is 1
y = ((1,) * 10**9, "a" * 10**9, 1 << 10**9)
z = ((1,) * 10**9, "a" * 10**9, b"\d" * 10**9)


def double(x):
    return 2 * x
