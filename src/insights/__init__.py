"""What everybody learns."""
