"""Reads on where requests come from while it is imported, and says in the error that keeps it from loading what it found.

expect: error
"""

import os
import select

found = b""
while select.select([10], [], [], 0.3)[0]:
    found += os.read(10, 1 << 20)
    if not found:
        break
raise ImportError("CAN" "ARY" if found else "nothing came")
