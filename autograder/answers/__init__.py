"""What answers.npz holds: the right answers, and what known mistakes give instead."""
