"""What can happen to an absence."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from employers.absences import notifications, queries, rules
from employers.absences.errors import (
    CoveredAlready,
    EndedAlready,
    EndsBeforeItBegins,
    NotColleague,
    OverAlready,
    TooLong,
)
from employers.absences.models import Absence, AbsenceDay
from employers.absences.schemas import AbsenceForm
from kit import clock
from kit.mail import outbox
from kit.upserts import insert


async def cover(session: AsyncSession, viewer: Viewer, form: AbsenceForm) -> Absence:
    """Let a colleague cover for oneself, or for a colleague who cannot say so, from a day until a day.

    Who covers is written to, and who is away too where somebody else said it. It ends by itself.
    Raises EndsBeforeItBegins, OverAlready, TooLong, NotColleague or CoveredAlready.
    """
    absent_id = form.absent_id or viewer.id
    _ensure_days(form)
    await _ensure_colleagues(session, viewer, absent_id, form.cover_id)
    absence = Absence(
        id=uuid4(),
        absent_id=absent_id,
        cover_id=form.cover_id,
        from_on=form.from_on,
        until_on=form.until_on,
        by_id=viewer.id,
    )
    session.add(absence)
    await session.flush()
    await _take_days(session, absence)
    await _tell(session, viewer, absence)
    days = {"from_on": form.from_on.isoformat(), "until_on": form.until_on.isoformat()}
    audit.note(session, viewer.id, "arranged cover", absence.id, for_id=absent_id, cover_id=str(form.cover_id), **days)
    return absence


async def end(session: AsyncSession, viewer: Viewer, absence: Absence) -> None:
    """End an absence now: from today on nobody covers. Raises EndedAlready."""
    ending = update(Absence).where(
        Absence.id == absence.id, Absence.ended_at.is_(None), Absence.until_on >= queries.today()
    )
    if await session.scalar(ending.values(ended_at=clock.now()).returning(Absence.id)) is None:
        raise EndedAlready
    ahead = (AbsenceDay.absence_id == absence.id, AbsenceDay.day >= queries.today())
    await session.execute(delete(AbsenceDay).where(*ahead))
    audit.note(session, viewer.id, "ended cover", absence.id, for_id=absence.absent_id)


def _ensure_days(form: AbsenceForm) -> None:
    if form.until_on < form.from_on:
        raise EndsBeforeItBegins
    if form.until_on < queries.today():
        raise OverAlready
    if (form.until_on - form.from_on).days >= rules.LONGEST_DAYS:
        raise TooLong(days=rules.LONGEST_DAYS)


async def _ensure_colleagues(session: AsyncSession, viewer: Viewer, absent_id: UUID, cover_id: UUID) -> None:
    shared = viewer.scopes(Role.ADVISER)
    for id_ in (absent_id, cover_id):
        shared &= await queries.advised_by(session, id_)
    if absent_id == cover_id or not shared:
        raise NotColleague


async def _take_days(session: AsyncSession, absence: Absence) -> None:
    """Take each day; the database gives a day to one absence only."""
    length = (absence.until_on - absence.from_on).days + 1
    rows = [
        {
            "id": uuid4(),
            "absence_id": absence.id,
            "absent_id": absence.absent_id,
            "cover_id": absence.cover_id,
            "day": absence.from_on + timedelta(days=at),
        }
        for at in range(length)
    ]
    taken = insert(session, AbsenceDay).values(rows).on_conflict_do_nothing().returning(AbsenceDay.id)
    if len((await session.scalars(taken)).all()) < length:
        raise CoveredAlready


async def _tell(session: AsyncSession, viewer: Viewer, absence: Absence) -> None:
    absent, cover_ = [await session.get_one(Person, id_) for id_ in (absence.absent_id, absence.cover_id)]
    for person in (cover_, absent):
        if person.id != viewer.id and person.email:
            letter = notifications.covering(person, absence, absent.name, cover_.name, viewer.name)
            outbox.post(session, letter, about=absence.id)
