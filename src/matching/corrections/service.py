"""What can happen to a fact of a profile: it is answered or put right, and the scores are made again."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import service as profiles
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from kit import clock
from matching.corrections.errors import NothingToCorrect
from matching.corrections.models import Correction
from matching.corrections.schemas import CorrectionForm
from matching.scoring.rules import kept, questions
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match

_BARE = frozenset({"experience_months", "hours", "available_from"})


async def take(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, match: Match, form: CorrectionForm
) -> Correction:
    """Take an answer into the profile, keep the change, and make the scores it touches again.

    The score of ``match`` is made again, and every other that nobody decided yet. Raises NothingToCorrect where
    the match asks nothing of the kind, WrongAnswer where the answer means nothing.
    """
    asked = questions.asked(map(kept.criterion, match.criteria))
    if form.name not in _BARE and (form.name, form.value) not in asked:
        raise NothingToCorrect
    await session.refresh(candidate, [*profiles.columns(candidate), "sources"], with_for_update=True)
    about = "" if form.name in _BARE else form.value
    was = profiles.state_of(candidate, form.name, form.value)
    source = profiles.answer(viewer, candidate, form.name, form.value, yes=form.answer == "yes")
    now = profiles.state_of(candidate, form.name, form.value)
    correction = Correction(
        candidate_id=candidate.id,
        match_id=match.id,
        by_id=viewer.id,
        at=clock.now(),
        fact=form.name,
        value=about,
        was=was,
        now=now,
        source=source,
    )
    session.add(correction)
    await session.flush()
    details = {"fact": form.name, "value": about, "was": was, "now": now}
    audit.note(session, viewer.id, "corrected a profile", candidate.id, for_id=candidate.person_id, **details)
    await _score_again(session, viewer, candidate, match)
    return correction


async def _score_again(session: AsyncSession, viewer: Viewer, candidate: Candidate, match: Match) -> None:
    touched = select(Match).where(
        Match.candidate_id == candidate.id, or_(Match.decision == Decision.OPEN, Match.id == match.id)
    )
    # Rows are locked before the log is: everybody takes the two in this order.
    for one in list(await session.scalars(touched.order_by(Match.id).with_for_update())):
        need = await session.get_one(Need, one.need_id)
        await shortlists.score_again(session, one, need, candidate, by_id=viewer.id)
