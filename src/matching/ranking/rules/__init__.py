"""The score once more, over columns instead of one pair: the same figures, many at a time."""
