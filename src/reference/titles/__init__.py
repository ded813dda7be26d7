"""Titles in plain words: read, compared, and turned into occupations."""
