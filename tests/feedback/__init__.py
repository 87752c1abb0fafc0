"""Tests of autograder/feedback."""
