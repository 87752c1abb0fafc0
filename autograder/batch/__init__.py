"""A class's hand-ins → a ledger, and from it results, pages and tables."""
