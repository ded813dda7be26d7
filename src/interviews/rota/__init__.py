"""The rota: which recruiter sits at which table of a stand when, in which languages, and when they pause."""
