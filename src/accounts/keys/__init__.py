"""Keys with which programs act for a person, in one role."""
