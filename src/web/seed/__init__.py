"""A believable campaign, made up from a number: the same number makes the same people."""

from web.seed.profiles import seed

__all__ = ["seed"]
