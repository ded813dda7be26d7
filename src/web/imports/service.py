"""What can happen to a file that somebody sent."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from candidates.imports import service as candidates
from employers.boards import service as boards
from employers.imports import service as needs
from kit import clock
from kit.errors import NotFound
from kit.files import Upload
from kit.imports import Report


class Kind(StrEnum):
    """What a file holds."""

    NEEDS = "needs"
    CANDIDATES = "candidates"
    OFFERS = "offers"


TAKES: dict[Kind, Callable[..., Awaitable[Report]]] = {
    Kind.NEEDS: needs.take,
    Kind.CANDIDATES: candidates.take,
    Kind.OFFERS: boards.take,
}


async def look(session: AsyncSession, viewer: Viewer, kind: Kind, name: str, content: bytes) -> tuple[Upload, Report]:
    """Say what a file would become and keep it until it is confirmed; nothing else is written."""
    report = await TAKES[kind](session, viewer, content, write=False)
    upload = Upload(by_id=viewer.id, kind=kind.value, name=name, content=content, at=clock.now())
    session.add(upload)
    await session.flush()
    return upload, report


async def confirm(session: AsyncSession, viewer: Viewer, upload: Upload) -> Report:
    """Take a file in; confirming twice finds everything there already."""
    upload.confirmed_at = clock.now()
    return await TAKES[Kind(upload.kind)](session, viewer, upload.content, write=True)


async def upload_of(session: AsyncSession, viewer: Viewer, upload_id: UUID) -> Upload:
    """Return a file that this person sent; raises NotFound for any other."""
    upload = await session.scalar(select(Upload).where(Upload.id == upload_id, Upload.by_id == viewer.id))
    if upload is None:
        raise NotFound
    return upload
