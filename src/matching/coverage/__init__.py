"""Coverage: which posts of an event have too few candidates, and which candidates have no proposal."""
