"""Who comes to an event, on site or online."""
