"""Announcements: short messages of an event's adviser that everybody in the hall reads."""
