"""Rehearsal: a day played many times before it comes, and held against what happened after it."""
