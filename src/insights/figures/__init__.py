"""The figures of a campaign for its host and elected officials: read only, nobody can be made out."""
