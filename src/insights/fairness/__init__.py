"""Are people treated alike? Selection rates by group, with intervals; small cells are hidden."""
