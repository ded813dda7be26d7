"""Letters on paper, for people without e-mail: each with a code that opens a signed page."""
