"""Who may not write, or not come in, at an event: an adviser decided so."""
