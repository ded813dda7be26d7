"""What happens to table rounds: made, and taken away."""

import asyncio
from datetime import UTC

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.rounds import queries
from interviews.rounds.errors import NobodyToMeet, RoundsOutside, TooManyPeople
from interviews.rounds.models import TableRounds
from interviews.rounds.schemas import RoundsForm
from interviews.slots.service import inside
from interviews.timetable.rules.rotation import rotation
from kit import clock, i18n

MOST_PAIRS = 25_000


async def make(session: AsyncSession, viewer: Viewer, event: Event, form: RoundsForm) -> TableRounds:
    """Share meetings out to rounds: nobody meets twice, everybody as often as others, the most relevant first.

    Raises RoundsOutside, NobodyToMeet or TooManyPeople.
    """
    made = TableRounds(
        event_id=event.id,
        by_id=viewer.id,
        made_at=clock.now(),
        starts_at=form.starts_at.replace(tzinfo=event.zone).astimezone(UTC),
        reversed_=form.reversed,
        meetings=[],
        **{name: getattr(form, name) for name in ("rounds", "minutes", "change", "break_every", "break_minutes")},
    )
    at = queries.times(made)
    first, last = at[0][0], at[-1][1]
    begins, over = first.astimezone(event.zone), last.astimezone(event.zone)
    if not inside(event, begins.date(), over.date(), begins.time(), over.time()) or begins.date() < over.date():
        raise RoundsOutside(from_=i18n.moment(first, event.zone), to=i18n.moment(last, event.zone))
    found = await queries.sides(session, event, first, last)
    if not found.stands or not found.candidates:
        raise NobodyToMeet
    if len(found.stands) * len(found.candidates) > MOST_PAIRS:
        raise TooManyPeople(most=MOST_PAIRS)
    stands, people = [str(id_) for id_ in found.stands], [str(id_) for id_ in found.candidates]
    worth = {pair: value for pair, value in found.worth.items() if pair[1] in set(people)}
    chosen = await asyncio.to_thread(rotation, stands, people, form.rounds, worth)
    made.meetings = [[list(pair) for pair in one] for one in chosen.rounds]
    session.add(made)
    await session.flush()
    audit.note(session, viewer.id, "made table rounds", event.id, rounds=form.rounds)
    return made


async def drop(session: AsyncSession, viewer: Viewer, made: TableRounds) -> None:
    """Take a rotation away."""
    await session.delete(made)
    audit.note(session, viewer.id, "took table rounds away", made.event_id)
