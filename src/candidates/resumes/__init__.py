"""Résumés: read for what a profile may take over, confirmed by the person, and not kept."""
