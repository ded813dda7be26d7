"""The fill board of a campaign: from posts to people hired, by company, occupation, need and session, over time."""
