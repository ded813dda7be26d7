"""A match that got a time."""
