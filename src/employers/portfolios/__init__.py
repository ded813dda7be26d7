"""Portfolios: the companies that an adviser answers for, on which service level, and handing them over."""
