"""Says that the line it failed at is what it was given.

expect: error
"""

import json
import os
import struct


def double(x):
    told = {"fault": "exception", "type": "ValueError", "file": "work.py", "line": 15, "text": str(x), "function": str(x)}
    head = json.dumps({"sequence": 1, "raised": told}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
