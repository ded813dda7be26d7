"""The floor of the house: tools that know nothing of recruitment events."""
