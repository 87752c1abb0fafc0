"""What probes share."""


class Complaint(Exception):
    """A sentence for the student."""
