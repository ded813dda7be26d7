"""Offering freed places to who waits, one person after the other."""
