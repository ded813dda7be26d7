"""Every act: who did it, for whom, to what."""
