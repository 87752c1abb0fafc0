"""What runs on Gradescope: the two scripts it looks for, and the schema of what they write."""
