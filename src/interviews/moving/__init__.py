"""The assistant that keeps bookings when an event moves, hours go, a stand withdraws or a recruiter is ill."""
