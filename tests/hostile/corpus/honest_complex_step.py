"""Control: so is a complex step.

expect: passed
"""

def double(x):
    return ((x + 1e-30j) ** 2).imag / 1e-30
