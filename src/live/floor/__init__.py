"""The stands of an event as they are now: who waits there, who receives them, who is missing."""
