"""Companies, each with recruiters and exactly one accountable adviser."""
