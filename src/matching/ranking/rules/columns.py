"""What the score may know, as columns of numbers: of needs, and of a block of candidates.

The numbers mean what `matching.scoring.rules.facts` means; no other fact has a column here.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Smalls: TypeAlias = NDArray[np.int32]
Words: TypeAlias = NDArray[np.uint64]

TILE = 1024  # candidates that are scored together: their figures stay in the processor's own memory
UNKNOWN_DAY = -1
UNKNOWN_MONTHS = -1

# The criteria that are computed once for each different thing asked, in this order
EXPERIENCE, TRAVEL, CONTRACT, HOURS, DATES, SEVERAL = range(6)
SHARED = 8


class Needs(NamedTuple):
    """Needs as columns; what several ask alike stands once.

    ``rows`` names for each need its experience, travel, contract, hours, dates, languages, conditions and licences
    among the different ones asked (``kind``, ``number``, ``place``, ``asked``).
    """

    weights: Floats  # need × criterion, in reading order
    occupation_from: Smalls  # where each need's occupations begin below
    occupation: Smalls
    occupation_share: Floats  # rising for each need, so that the best is written last
    skill_from: Smalls
    skill: Smalls
    skill_weight: Floats
    skill_total: Floats  # 0 where no skill is asked
    rows: Smalls  # need × 8
    kind: Smalls  # of each different thing asked: which criterion
    number: Floats  # months, place of work, contract, hours, day, or how many things
    place: Floats  # unit vector of the place; length 0 is unknown, 2 is remote
    asked: Words  # thing × words: the languages, conditions or licences asked

    @property
    def size(self) -> int:
        """How many needs."""
        return len(self.weights)


class People(NamedTuple):
    """A block of candidates as columns, in the order of their ids; skills and occupations tile by tile."""

    place: Floats  # 3 × candidate: unit vector, 0 where unknown
    limit: Floats  # kilometres
    home: Smalls  # among the places below
    minutes: Floats  # the limit where travel times are known
    times: Floats  # place of work × home: minutes, below 0 where the table does not say; empty without a table
    months: Floats  # below 0: never asked
    day: Floats  # free from, as a proleptic day; below 0: never asked
    contract: Floats  # contract × candidate: the share
    hours: Floats  # none, full, part × candidate: the share
    has: Words  # word × candidate
    lacks: Words
    no_occupation: Floats  # the share of whoever names none, else 0
    occupation_from: Smalls  # tile × (occupation + 1)
    occupation_who: Smalls  # place in the tile
    skill_from: Smalls  # tile × (skill + 1)
    skill_who: Smalls
    skill_sign: Floats  # 1 has it, −1 said no

    @property
    def size(self) -> int:
        """How many candidates."""
        return len(self.limit)


class Top(NamedTuple):
    """The best candidates of each need: score in billionths and place in the order of ids, a heap each."""

    score: Ints
    who: Ints
    length: Ints


def empty(needs: int, top: int) -> Top:
    """Return tops nobody is in yet."""
    return Top(
        score=np.full((needs, top), -1, np.int64),
        who=np.full((needs, top), -1, np.int64),
        length=np.zeros(needs, np.int64),
    )
