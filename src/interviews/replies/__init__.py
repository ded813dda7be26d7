"""Yes, no and another time: what answers to an invitation change."""
