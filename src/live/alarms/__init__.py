"""The alarms of an event's day, each raised once and kept, with what was done about them."""
