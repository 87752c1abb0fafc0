"""A report in someone's language: Gradescope's, a terminal's."""
