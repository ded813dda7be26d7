"""Calls between two browsers: by which servers they find their way, and a check of the devices before."""
