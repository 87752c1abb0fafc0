"""Tests of autograder/intake."""
