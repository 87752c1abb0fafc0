"""Tests of autograder/gradescope/rehearse."""
