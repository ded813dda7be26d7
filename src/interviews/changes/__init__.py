"""Changing an interview: by the company that holds it, or the adviser."""
