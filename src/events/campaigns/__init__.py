"""Campaigns: a host's hiring drive above several events, with its companies, needs, targets and dates."""
