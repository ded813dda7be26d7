"""Capacity against demand: how many interviews a campaign's posts need, and how many times are open for them."""
