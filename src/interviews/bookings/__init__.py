"""Interviews: slots that were booked, cancelled, held, and what came of them."""
