"""Tests of autograder/gradescope/preview."""
