"""How entries are chained, and how a list is made again."""
