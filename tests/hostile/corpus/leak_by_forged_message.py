"""Says that what it was given is what went wrong, at no place at all.

expect: error
"""

import json
import os
import struct


def double(x):
    head = json.dumps({"sequence": 1, "raised": {"fault": "exception", "type": "Odd", "message": str(x)}}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
