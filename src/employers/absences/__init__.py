"""Absences of advisers: from a day until a day a colleague covers; who is accountable stays."""
