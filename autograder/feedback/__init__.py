"""Two arrays that differ, turned into a sentence."""
