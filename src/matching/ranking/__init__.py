"""Rankings: the best candidates for each of many needs, found by blocks of candidates."""
