"""Says, spelt in letters, that what it was given is what went wrong, at no place at all.

expect: error
"""

import json
import os
import struct


def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    told = {"fault": "exception", "type": "TypeError", "message": f"{letters(x)}() takes no arguments"}
    head = json.dumps({"sequence": 1, "raised": told}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
