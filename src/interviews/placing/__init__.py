"""Placing: an adviser puts one interview of the timetable elsewhere, and sees first what that does."""
