"""Group sessions: a company presents itself to many at once, in writing, and every question is settled."""
