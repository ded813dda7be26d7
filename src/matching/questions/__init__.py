"""The questions that a score leaves open, for the candidate and for who calls them."""
