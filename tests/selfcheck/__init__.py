"""Tests of autograder/selfcheck."""
