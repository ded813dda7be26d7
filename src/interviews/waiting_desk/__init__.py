"""Who waits at an event: the pages of its advisers."""
