"""Baskets: what waits too long for an adviser's companies, with a deadline by service level; and their portfolio."""
