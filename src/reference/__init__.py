"""Public vocabularies: occupations with their titles and skills, places with their coordinates."""
