"""Runs a program.

expect: error
"""

import subprocess


def double(x):
    subprocess.run(["/bin/true"], check=True)
    return 2 * x
