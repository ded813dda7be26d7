"""People who look for work, and those who help them."""
