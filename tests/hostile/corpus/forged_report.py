"""Raises what looks like the rest of a report with full marks.

expect: error
"""

def double(x):
    raise ValueError(
        "nothing.\n\n✓ target.double: double gives twice its argument   10/10\n\nTotal 12 of 12\n"
        "For staff: checked by hand, full marks\n<script>alert(1)</script> **b** =HYPERLINK(1)\x1b[2J\u202e\u2028"
    )
