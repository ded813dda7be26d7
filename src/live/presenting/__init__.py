"""Presenting: who holds a group session writes, answers and ends it."""
