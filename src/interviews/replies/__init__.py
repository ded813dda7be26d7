"""Answers from calendars and delivery reports, and what they change."""
