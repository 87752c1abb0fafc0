"""Tests of autograder/spec."""
