"""Table rounds and reversed job dating: everybody sits down with somebody else each round, nobody meets twice."""
