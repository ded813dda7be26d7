"""What can happen to a spreadsheet of candidates: it is looked at, and then it is taken in."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.errors import EmailTaken
from accounts.people.schemas import Viewer
from candidates.imports.rules import HEADINGS, NEEDED, key, typed
from candidates.profiles import service as profiles
from candidates.profiles.models import Candidate
from candidates.profiles.schemas import NewCandidateForm
from kit import forms, sheets
from kit.errors import Invalid
from kit.imports import Action, Line, Report
from kit.sheets import Row


async def take(session: AsyncSession, viewer: Viewer, content: bytes, *, write: bool) -> Report:
    """Say what every row would become, and make it so if asked to; right rows do not wait for wrong ones.

    A person who was taken before, or stands twice, makes nothing. Raises what `kit.sheets.read` raises.
    """
    known = set(await session.scalars(select(Candidate.import_key).where(Candidate.import_key.is_not(None))))
    lines = []
    for row in sheets.read(content, HEADINGS, NEEDED):
        lines.append(await _row(session, viewer, row, known, write=write))
        known.add(key(row))
    return Report(lines=lines)


async def _row(session: AsyncSession, viewer: Viewer, row: Row, known: set[str | None], *, write: bool) -> Line:
    label = row.cells.get("name", "")
    if key(row) in known:
        return Line(number=row.number, label=label, action=Action.SAME)
    try:
        form = forms.bind(NewCandidateForm, typed(row)).value
        await profiles.check(session, form)
        if form.email and await people.by_email(session, form.email):
            raise EmailTaken
    except Invalid as invalid:
        return Line(number=row.number, label=label, action=Action.REFUSED, errors=invalid.errors())
    if write:
        await profiles.register(session, viewer, form, import_key=key(row))
    return Line(number=row.number, label=label, action=Action.NEW)
