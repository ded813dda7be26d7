"""The lines before the stands: who waits, who is called next, and an answer for everybody."""
