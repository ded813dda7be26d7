"""How a need and a candidate are compared, and how the comparison is said."""
