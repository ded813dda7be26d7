"""Partner organisations of a campaign: what they may see of it, and for how long."""
