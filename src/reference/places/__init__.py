"""Communes with their postcodes and coordinates, and the distance between two."""
