"""How the figures of the fairness panel are made: pure functions."""
