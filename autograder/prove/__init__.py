"""Test the tests: the reference, the skeleton, every known mistake, every variant, mutants, and flakiness."""
