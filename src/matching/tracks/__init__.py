"""Tracks: how a need is preselected — blind or with names, by the score or by hand."""
