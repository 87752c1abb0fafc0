"""One `Submission` to a `Report`."""
