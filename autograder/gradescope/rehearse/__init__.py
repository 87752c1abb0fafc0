"""A rehearsal of Gradescope on this machine: the real bundle, the real layout, the real limits.

The repository is not in sight.
"""
