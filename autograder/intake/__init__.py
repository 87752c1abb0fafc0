"""What a student handed in, read into a `Submission`."""
