"""Preselection: the adviser's workbench, where shortlists are read, decided, compared, and proposals sent."""
