"""What a candidate can do, wants, and accepts."""
