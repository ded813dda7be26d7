"""The score: pure, explained, and blind to what may not decide."""
