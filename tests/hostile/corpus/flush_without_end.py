"""Replaces the stream that is flushed after the call by one whose flush does not end.

expect: error
needs: clock
"""

import sys


class Stream:
    def write(self, text):
        return len(text)

    def flush(self):
        while True:
            pass


def double(x):
    sys.stdout = Stream()
    return 2 * x
