"""The waiting list of a full stand or event: a stated rule, a rank one can see, one offer after the other."""
