"""How much each criterion counts for a need, who set it and when."""
