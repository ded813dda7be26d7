"""Proposals: what a candidate is told of a preselection, and answers."""
