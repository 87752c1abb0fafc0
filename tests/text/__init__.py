"""Tests of autograder/text."""
