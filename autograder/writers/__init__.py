"""Reports and pages for people: in the terminal, as text, as HTML; and files that are written whole."""
