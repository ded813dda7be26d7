"""What can happen to a campaign's workbook: it is looked at, and then it is taken in, whole."""

import asyncio
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.campaigns.models import Campaign
from kit import clock, sheets
from kit.errors import NotFound
from kit.files import Upload
from kit.text import folded
from web.workbook import companies, layout, needs, stands
from web.workbook.desk import Desk
from web.workbook.errors import ChangedMeanwhile, NoKnownSheet
from web.workbook.schemas import BookReport, Options
from web.workbook.words import Words


async def look(
    session: AsyncSession, adviser: Viewer, campaign: Campaign, name: str, content: bytes, options: Options
) -> tuple[Upload, BookReport]:
    """Say what a workbook would become and keep it until it is confirmed; nothing else is written.

    Raises Unreadable, TooLong or NoKnownSheet.
    """
    report = await take(session, adviser, campaign, content, options, write=False)
    upload = Upload(by_id=adviser.id, kind=_kind(campaign), name=name, content=content, at=clock.now())
    session.add(upload)
    await session.flush()
    return upload, report


async def confirm(
    session: AsyncSession, adviser: Viewer, campaign: Campaign, upload: Upload, options: Options
) -> BookReport:
    """Take a workbook in, in this one transaction; confirming twice finds everything there already.

    Two that are confirmed at once wait for each other: the campaign's row is written first. Raises
    ChangedMeanwhile where somebody else wrote the same at the same moment.
    """
    await session.execute(update(Campaign).where(Campaign.id == campaign.id).values(name=Campaign.name))
    try:
        report = await take(session, adviser, campaign, upload.content, options, write=True)
        await session.flush()
    except IntegrityError as meanwhile:
        raise ChangedMeanwhile from meanwhile
    upload.confirmed_at = clock.now()
    audit.note(session, adviser.id, "took a workbook in", campaign.id, upload=str(upload.id))
    return report


async def take(
    session: AsyncSession, adviser: Viewer, campaign: Campaign, content: bytes, options: Options, *, write: bool
) -> BookReport:
    """Say what every row would become, and make it so if asked to; right rows do not wait for wrong ones.

    A row is taken in whole or not at all. Raises Unreadable, TooLong or NoKnownSheet.
    """
    found = await asyncio.to_thread(sheets.read_book, content, layout.known())
    origin = found.pop(folded(layout.ORIGIN), None)
    if not found:
        raise NoKnownSheet
    desk = Desk(session, adviser, campaign, {layout.part_of(name): sheet for name, sheet in found.items()}, options)
    await desk.open(origin)
    await companies.read(desk)
    words = Words()
    with session.no_autoflush:
        await companies.take_companies(desk, write=write)
        await words.learn(session, (await needs.there_by_reference(desk)).values())
        taken = await needs.take(desk, words, write=write)
        await companies.take_recruiters(desk, write=write)
        await stands.take(desk, taken, write=write)
    if write:
        await desk.close()
    return BookReport(rows=desk.outcomes)


async def upload_of(session: AsyncSession, adviser: Viewer, campaign: Campaign, upload_id: UUID) -> Upload:
    """Return a workbook that this person sent for this campaign; raises NotFound for any other."""
    mine = (Upload.id == upload_id, Upload.by_id == adviser.id, Upload.kind == _kind(campaign))
    upload = await session.scalar(select(Upload).where(*mine))
    if upload is None:
        raise NotFound
    return upload


def _kind(campaign: Campaign) -> str:
    return f"campaign:{campaign.id}"
