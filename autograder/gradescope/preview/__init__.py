"""What students and staff see of a results.json, and what is wrong with it."""
