"""Exits with success when it is imported.

expect: error
"""

import os

os._exit(0)
