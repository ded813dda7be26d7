"""The floor of an event: a share of the places for people furthest from work; it adds places and takes none."""
