"""Mobility: jobs close to a candidate's own, and what is there already of what they ask."""
