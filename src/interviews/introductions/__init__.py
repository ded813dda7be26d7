"""Introductions: what a company reads of the candidates who are proposed for its need, and when it reads a name."""
