"""What is told at once on the day: one union of messages, with a version."""
