"""Returns an object that runs a command when it is unpickled.

expect: failed
"""

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@",)


def double(x):
    return Bomb()
