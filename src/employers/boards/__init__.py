"""Offers of partner boards, in the layout of the national offers API."""
