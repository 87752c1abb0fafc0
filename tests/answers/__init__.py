"""Tests of autograder/answers."""
