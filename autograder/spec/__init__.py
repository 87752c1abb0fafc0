"""What staff wrote, read into an `Assignment`."""
