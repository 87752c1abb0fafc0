"""Says that a file named by what it was given is missing.

expect: failed
"""

import json
import os
import struct


def double(x):
    head = json.dumps({"sequence": 1, "raised": {"fault": "missing", "message": str(x)}}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
