"""The events of a territory: the pages of who runs them."""
