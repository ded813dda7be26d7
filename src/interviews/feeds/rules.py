"""What a feed tells, to whom, and for how long."""

from datetime import timedelta

from accounts.people.models import Role
from interviews.feeds.models import Detail

ROLES = (Role.CANDIDATE, Role.RECRUITER, Role.ADVISER)
SINCE = timedelta(weeks=4)
MOST = 2000  # appointments in one feed, the latest ones; a calendar program shows no more
REFRESH = timedelta(minutes=30)


def detail_for(role: Role, chosen: Detail | None) -> Detail:
    """Return how much a feed tells: recruiters see names, candidates companies, advisers what they chose.

    An adviser who chose nothing gets busy times only: the calendar may lie with another company.
    """
    return (chosen or Detail.BUSY) if role is Role.ADVISER else Detail.NAMES


def initials(name: str) -> str:
    """Return the first letter of each part of a name: "Anne-Lise Roux" is "A. L. R."."""
    parts = name.replace("-", " ").split()
    return " ".join(f"{part[0].upper()}." for part in parts)
