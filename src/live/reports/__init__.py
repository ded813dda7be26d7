"""Reports of bad behaviour, for the advisers who decide."""
