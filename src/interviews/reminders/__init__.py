"""Reminders: a word before an interview, at the times that the event's adviser sets."""
