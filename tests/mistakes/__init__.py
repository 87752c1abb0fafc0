"""Tests of autograder/mistakes."""
