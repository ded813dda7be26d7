"""Changing an interview: from the letter without signing in, and by who holds it."""
