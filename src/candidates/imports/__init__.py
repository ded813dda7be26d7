"""Candidates from a spreadsheet."""
