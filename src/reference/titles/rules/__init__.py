"""How words of titles are read, learnt and compared."""
