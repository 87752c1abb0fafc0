"""Raises with the frames of the probe and of the worker in its traceback.

expect: error
"""

import sys
import types


def double(x):
    chain, frame = None, sys._getframe(1)
    while frame:
        chain = types.TracebackType(chain, frame, frame.f_lasti, frame.f_lineno)
        frame = frame.f_back
    raise RuntimeError("with frames").with_traceback(chain)
