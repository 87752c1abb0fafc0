"""Reports and pages for people: in the terminal, as text, as HTML; files that are written whole, and locks on files."""
