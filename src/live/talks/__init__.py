"""Talks online: in writing, by voice or by video, with a page that both sides look at."""
