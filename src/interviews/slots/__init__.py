"""Slots: a stand's opening hours cut into times that can be booked."""
