"""Needs from a spreadsheet."""
