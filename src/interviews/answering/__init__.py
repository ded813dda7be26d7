"""Answering: whoever was proposed a planned time confirms it, chooses another, or declines."""
