"""Copies: an event again on another day, with its stands, tables, hours and limits."""
