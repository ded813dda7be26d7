"""Who is in the hall: a device of theirs keeps a line open to us."""
