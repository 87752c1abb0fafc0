"""Progress that nobody follows."""


def no_progress(*_: object) -> None:
    """Take note of nothing."""
