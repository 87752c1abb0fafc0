"""A student's own run, at home."""
