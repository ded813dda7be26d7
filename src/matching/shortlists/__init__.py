"""Shortlists: the ranked candidates of a need, and what the adviser decides of them."""
