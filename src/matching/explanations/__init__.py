"""Explanations: how a proposal came about, in the four parts the law asks a public body for (CRPA, R311-3-1-2)."""
