"""Limits that the adviser of an event sets: how many interviews, how late, how long a hold lasts."""
