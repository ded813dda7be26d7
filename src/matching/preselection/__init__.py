"""Preselection: where an adviser reads shortlists, decides, and has proposals sent."""
