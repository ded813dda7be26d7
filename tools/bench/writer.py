"""Writes invitations in a process of its own, as a web server does: ``python -m tools.bench.writer URL``.

It says "ready"; for each line on its standard input it writes them all, and says "done".
"""

import asyncio
import sys
from datetime import timedelta
from uuid import uuid4

from accounts.people.models import Person
from events.planning.models import EventFormat
from interviews.bookings import notifications
from interviews.bookings.models import Attendance, InterviewStatus
from interviews.bookings.schemas import By, Change, InterviewCard
from kit import clock, database
from kit.database import Sessions
from kit.mail import outbox
from web import pages, processes
from web.reactions import REACTIONS

LETTERS, BATCH, DOMAINS = 2000, 50, 50


def card(number: int) -> InterviewCard:
    """Return an interview of the n-th candidate."""
    starts = clock.now() + timedelta(days=3, minutes=20 * number)
    return InterviewCard(
        id=uuid4(),
        candidate_id=uuid4(),
        proposal_id=uuid4(),
        candidate=f"Zoé Martin {number}",
        company="La Table du Port",
        job="Cuisinier / Cuisinière",
        event_id=uuid4(),
        event="Ouverture du centre commercial",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
        timezone="Europe/Paris",
        table=1,
        where="1 rue du Port, Cagnes-sur-Mer",
        format=EventFormat.ON_SITE,
        status=InterviewStatus.BOOKED,
        attendance=Attendance.EXPECTED,
        outcome=None,
        relevant=None,
    )


async def write(sessions: Sessions) -> None:
    """Render the invitations and put them in the outbox, some in each transaction."""
    for first in range(0, LETTERS, BATCH):
        async with sessions.begin() as session:
            for number in range(first, first + BATCH):
                email = f"{number}@{number % DOMAINS}.example.org"
                person = Person(id=uuid4(), name=f"Zoé Martin {number}", email=email, language="fr")
                one = card(number)
                change = Change(
                    sequence=0,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    format=one.format,
                    by=By.CANDIDATE,
                    reason="",
                )
                outbox.post(session, notifications.booked(person, one, change, to_candidate=True), about=one.id)


async def main(url: str) -> None:
    """Write whenever asked to."""
    pages.environment()
    engine = database.engine(url)
    sessions = database.session_factory(engine, REACTIONS)
    processes.settle()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while await asyncio.to_thread(sys.stdin.readline):
        await write(sessions)
        sys.stdout.write("done\n")
        sys.stdout.flush()
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
