"""Occupations of the national register (ROME), their titles and skills."""
