"""An interview from its letter, for whoever holds the signed link; opening it changes nothing."""
