"""Starts a thread that outlives the call.

expect: error
"""

import threading
import time


def double(x):
    threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    return 2 * x
