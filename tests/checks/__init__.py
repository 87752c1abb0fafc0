"""Tests of autograder/checks."""
