"""The people behind the figures of an event's day: who came, waits, talks, was called."""
