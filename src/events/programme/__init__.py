"""The programme of an event: what everybody may read, with its stands."""
