"""Who meets whom at which time: one plan for an event, with a proven bound, and its repair."""
