"""The catalogue of known mistakes, and which of them a submission made."""
