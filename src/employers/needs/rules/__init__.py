"""How needs are judged: which step follows which, and what may be published."""
