"""Needs: posts of one job at one company, from a plain sentence to an open post."""
