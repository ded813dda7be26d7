"""Objections: a candidate says that a reason is wrong, and a named adviser answers."""
