"""What belongs to a campaign: its events, each in a phase, and the needs of its companies."""
