"""The schedule of group sessions: the adviser plans them, candidates are reminded of them."""
