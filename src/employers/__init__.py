"""Who hires: companies, their recruiters, and the needs they state."""
