"""Letters, as advisers follow them: written, handed over, given up."""
