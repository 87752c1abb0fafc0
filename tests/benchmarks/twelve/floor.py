"""A limit: from one warm process a fork for each check of each submission, judged in there, with no wall at all.

``floor.py FOLDER...`` takes the submissions' folders, each with its work.py.
"""

import gc
import os
import sys

import local
import twelve


def main(folders):
    """Exit with the number of checks that failed."""
    gc.freeze()
    failed = 0
    for folder in folders:
        for name in twelve.CHECKS:
            child = os.fork()
            if child == 0:
                os._exit(judged(folder, name))
            failed += os.wait4(child, 0)[1] != 0
    sys.exit(failed)


def judged(folder, name):
    """0 where the check passed, in a process that ends."""
    try:
        sys.path.insert(0, folder)
        twelve.check(name, local.caller())
        return 0
    except BaseException:
        return 1


main(sys.argv[1:])
