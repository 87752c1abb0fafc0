"""The reference and the known mistakes, run and kept as answers.npz."""
