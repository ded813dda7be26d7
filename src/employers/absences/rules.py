"""Whose work somebody does today."""

from collections.abc import Mapping
from uuid import UUID

LONGEST_DAYS = 120


def answers_for(person_id: UUID, covers: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Return whose companies a person sees to: their own, those of whom they cover, and of whom these cover.

    ``covers`` says for each who is away today who covers them.
    """
    found: frozenset[UUID] = frozenset({person_id})
    while more := {absent for absent, cover in covers.items() if cover in found} - found:
        found |= more
    return found
