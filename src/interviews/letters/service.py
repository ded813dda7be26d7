"""What can happen to a letter at the desk."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from interviews.letters.errors import LetterOvertaken, NotGivenUp
from kit.mail import outbox
from kit.mail.outbox import LetterStatus, OutboxLetter


async def try_again(session: AsyncSession, viewer: Viewer, letter: OutboxLetter) -> None:
    """Put a letter that was given up back in the outbox; it leaves as the same letter.

    Raises NotGivenUp, or LetterOvertaken where a later one about the same thing has left or will.
    """
    if letter.status is not LetterStatus.GIVEN_UP:
        raise NotGivenUp
    if not await outbox.try_again(session, letter.id):
        raise LetterOvertaken
    await session.refresh(letter, ["status", "tries", "next_try_at", "last_answer"])
    audit.note(session, viewer.id, "tried a letter again", letter.id)
