"""How many wait before the stands of an event, and how long one more would."""
