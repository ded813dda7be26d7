"""Sockets: what is told at once on the day reaches who looks; they carry news, the state lives in the database."""
