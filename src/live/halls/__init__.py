"""The hall: an event's stands on the day, and one's places in their lines."""
