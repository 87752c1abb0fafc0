"""Writes half characters and terminal codes into an error.

expect: error
"""

import json
import os
import struct


def double(x):
    text = "\ud800\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>=cmd()"
    error = {"fault": "exception", "type": text, "message": text, "file": text, "text": text, "function": text}
    head = json.dumps({"sequence": 1, "raised": error}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    os._exit(0)
