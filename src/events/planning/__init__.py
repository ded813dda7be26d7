"""Events: on site, online or both; from a draft to the day."""
