"""Asking recruiters for more times: one letter, one tap, and the times are open."""
