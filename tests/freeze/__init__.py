"""Tests of autograder/freeze."""
