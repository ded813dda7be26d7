"""The course of an event's day, in steps of five minutes."""
