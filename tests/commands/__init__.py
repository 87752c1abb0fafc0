"""Tests of autograder/commands."""
