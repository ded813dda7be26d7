"""Holds: a chosen time is kept for some minutes, until it is confirmed."""
