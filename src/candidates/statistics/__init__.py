"""Sex and age band, for statistics alone: asked, given freely, withdrawn at any time. Matching cannot import this."""
