"""Stands that companies hold at an event, with tables and needs."""
