"""What probes share."""


class Complaint(Exception):
    """A sentence for the student, raised by a probe that finds a result unfit before it can be compared."""
