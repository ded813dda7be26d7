"""The recruiter's day: now, next, later."""
