"""Signing in by a mailed link that also shows a six-digit code."""
