"""Answers and corrections: what a person says of a fact, and what it changes."""
