"""Writes answers to calls that were not made yet.

expect: failed
"""

import json
import os
import struct

import numpy as np


def double(x):
    for sequence in range(1, 20):
        head = json.dumps({"sequence": sequence, "outputs": [["y", "<f8", [2, 3]]]}).encode()
        os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 48) + head + np.ones(6).tobytes())
    return x
