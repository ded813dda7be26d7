"""Contacts that advisers make with companies, and how many a company gets in a month."""
