"""Openings: the needs a candidate could be proposed for, the other way round than shortlists."""
