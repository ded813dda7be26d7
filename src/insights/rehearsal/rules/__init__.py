"""How a day is played."""
