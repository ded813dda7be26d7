"""The fill board of an event: from posts to people hired."""
