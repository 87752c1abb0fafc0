"""Says that a file named by what it was given, spelt in letters, is missing.

expect: failed
"""

import json
import os
import struct


def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    head = json.dumps({"sequence": 1, "raised": {"fault": "missing", "message": f"There is no {letters(x)}.py among your files."}}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
