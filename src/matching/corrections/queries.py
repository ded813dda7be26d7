"""Reading questions and corrections."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from kit import i18n
from kit.i18n import gettext
from matching.corrections.models import Correction
from matching.corrections.schemas import CorrectionView, QuestionView
from matching.scoring.rules import kept
from matching.scoring.rules import questions as rules
from matching.shortlists.models import Match
from reference.labels import labels, named
from reference.occupations import queries as occupations


async def questions(session: AsyncSession, matches: Iterable[Match]) -> dict[UUID, list[QuestionView]]:
    """Return what each match leaves open."""
    found = {match.id: rules.questions(map(kept.criterion, match.criteria)) for match in matches}
    codes = [question.value for listed in found.values() for question in listed if question.fact == "skills"]
    names = labels() | await occupations.skill_names(session, codes)
    return {
        id_: [
            QuestionView(
                match_id=id_,
                name=question.fact,
                value=question.value,
                kind=question.kind,
                sentence=rules.sentence(question, names),
            )
            for question in listed
        ]
        for id_, listed in found.items()
    }


async def once(session: AsyncSession, matches: Iterable[Match]) -> list[QuestionView]:
    """Return what matches leave open, the same question once, the best match first."""
    ordered = sorted(matches, key=lambda match: (-match.score, match.id))
    found = await questions(session, ordered)
    first: dict[tuple[str, str], QuestionView] = {}
    for match in ordered:
        for question in found[match.id]:
            first.setdefault((question.name, question.value), question)
    return list(first.values())


async def corrections_of(session: AsyncSession, candidate_id: UUID) -> list[CorrectionView]:
    """Return what was put right in a profile, the latest first."""
    rows = select(Correction).where(Correction.candidate_id == candidate_id)
    listed = list(await session.scalars(rows.order_by(Correction.at.desc(), Correction.id)))
    who = await people.names(session, [one.by_id for one in listed])
    names = labels() | await occupations.skill_names(session, [one.value for one in listed])
    return [
        CorrectionView(
            by=who[one.by_id],
            at=one.at,
            name=one.fact,
            value=one.value,
            what=named(one.fact) + (i18n.colon() + names.get(one.value, one.value) if one.value else ""),
            was=_said(one.was, names),
            now=_said(one.now, names),
            source=one.source,
        )
        for one in listed
    ]


def _said(state: Any, names: dict[str, str]) -> str:
    if state is None:
        return gettext("not known")
    if isinstance(state, bool):
        return gettext("yes") if state else gettext("no")
    if isinstance(state, str) and state in names:
        return names[state]
    try:
        return i18n.day(date.fromisoformat(state))
    except (TypeError, ValueError):
        return str(state)
