"""A candidate's own page: what is next."""
